// Arguments of the form name=value.
#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace weft::gpu {

// A value that the program does not take: the process ends with 2.
struct Misuse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Options {
 public:
  Options(int count, char** arguments);

  std::string text(const std::string& name, const std::string& otherwise) const;
  // A whole number, at least 0.
  int64_t number(const std::string& name, int64_t otherwise) const;
  // Numbers between dashes, such as 784-32-10.
  std::vector<int32_t> widths(const std::string& name, const std::string& otherwise) const;
  // Numbers between commas.
  std::vector<int64_t> numbers(const std::string& name, const std::string& otherwise) const;

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace weft::gpu
