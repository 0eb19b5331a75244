// One JSON object on one line, its members in the order in which they were added.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace weft::gpu {

class Json {
 public:
  Json& add(const std::string& name, const std::string& value);
  Json& add(const std::string& name, const char* value) { return add(name, std::string(value)); }
  Json& add(const std::string& name, double value);
  Json& add(const std::string& name, bool value);
  Json& add(const std::string& name, int32_t value) { return add(name, static_cast<int64_t>(value)); }
  Json& add(const std::string& name, int64_t value);
  Json& add(const std::string& name, const std::vector<double>& values);

  // To the standard output, at once.
  void print() const;

 private:
  void member(const std::string& name, const std::string& value);

  std::string members_;
};

}  // namespace weft::gpu
