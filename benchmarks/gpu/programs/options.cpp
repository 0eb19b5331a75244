#include "options.h"

#include <algorithm>

namespace weft::gpu {
namespace {

int64_t parsed(const std::string& name, const std::string& text) {
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) {
    throw Misuse(name + " takes whole numbers, not '" + text + "'");
  }
  return std::stoll(text);
}

std::vector<int64_t> split(const std::string& name, const std::string& text, char separator) {
  std::vector<int64_t> numbers;
  size_t at = 0;
  while (at <= text.size()) {
    const size_t end = std::min(text.find(separator, at), text.size());
    numbers.push_back(parsed(name, text.substr(at, end - at)));
    at = end + 1;
  }
  return numbers;
}

}  // namespace

Options::Options(int count, char** arguments) {
  for (int i = 0; i < count; ++i) {
    const std::string argument = arguments[i];
    const size_t equals = argument.find('=');
    if (equals == std::string::npos) throw Misuse("arguments are name=value, not '" + argument + "'");
    values_[argument.substr(0, equals)] = argument.substr(equals + 1);
  }
}

std::string Options::text(const std::string& name, const std::string& otherwise) const {
  const auto found = values_.find(name);
  return found == values_.end() ? otherwise : found->second;
}

int64_t Options::number(const std::string& name, int64_t otherwise) const {
  return parsed(name, text(name, std::to_string(otherwise)));
}

std::vector<int32_t> Options::widths(const std::string& name, const std::string& otherwise) const {
  std::vector<int32_t> widths;
  for (int64_t width : split(name, text(name, otherwise), '-')) widths.push_back(static_cast<int32_t>(width));
  if (widths.size() < 2) throw Misuse(name + " takes at least two widths, such as 784-32-10");
  return widths;
}

std::vector<int64_t> Options::numbers(const std::string& name, const std::string& otherwise) const {
  return split(name, text(name, otherwise), ',');
}

}  // namespace weft::gpu
