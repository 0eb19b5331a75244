#include "json.h"

#include <cmath>
#include <cstdio>

namespace weft::gpu {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else {
      result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result + '"';
}

std::string number(double value) {
  if (!std::isfinite(value)) return "null";
  char text[32];
  std::snprintf(text, sizeof(text), "%.6g", value);
  return text;
}

}  // namespace

Json& Json::add(const std::string& name, const std::string& value) {
  member(name, quoted(value));
  return *this;
}

Json& Json::add(const std::string& name, double value) {
  member(name, number(value));
  return *this;
}

Json& Json::add(const std::string& name, bool value) {
  member(name, value ? "true" : "false");
  return *this;
}

Json& Json::add(const std::string& name, int64_t value) {
  member(name, std::to_string(value));
  return *this;
}

Json& Json::add(const std::string& name, const std::vector<double>& values) {
  std::string list;
  for (const double value : values) list += (list.empty() ? "" : ", ") + number(value);
  member(name, "[" + list + "]");
  return *this;
}

void Json::print() const {
  std::printf("{%s}\n", members_.c_str());
  std::fflush(stdout);
}

void Json::member(const std::string& name, const std::string& value) {
  members_ += (members_.empty() ? "" : ", ") + quoted(name) + ": " + value;
}

}  // namespace weft::gpu
