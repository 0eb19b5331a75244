#include "ptx/program.h"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

#include "ptx/assemble.h"
#include "ptx/text.h"
#include "shim/host_block.h"

namespace weft::test::ptx {
namespace {

std::string demangled(const std::string& name) {
  int status = 0;
  std::unique_ptr<char, void (*)(void*)> text(abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), std::free);
  return status == 0 ? text.get() : name;
}

struct Named {
  const char* name;
  Type type;
  int bytes;
};

constexpr Named types[] = {
    {"pred", Type::pred, 0}, {"b8", Type::b8, 1},   {"s8", Type::s8, 1},   {"u8", Type::u8, 1},   {"b16", Type::b16, 2},
    {"s16", Type::s16, 2},   {"u16", Type::u16, 2}, {"b32", Type::b32, 4}, {"s32", Type::s32, 4}, {"u32", Type::u32, 4},
    {"f32", Type::f32, 4},   {"b64", Type::b64, 8}, {"s64", Type::s64, 8}, {"u64", Type::u64, 8}, {"f64", Type::f64, 8},
};

}  // namespace

int bytes_of(Type type) {
  for (const Named& named : types) {
    if (named.type == type) return named.bytes;
  }
  return 0;
}

Type type_of(const std::string& name) {
  for (const Named& named : types) {
    if (name == named.name) return named.type;
  }
  return Type::none;
}

std::string Kernel::where(uint32_t pc) const {
  return "line " + std::to_string(code[pc].line) + " of " + file + " (" + text[pc] + ")";
}

Module::Module(const std::string& path) : file_(path.substr(path.find_last_of('/') + 1)) {
  std::ifstream stream(path);
  std::stringstream text;
  text << stream.rdbuf();
  if (!stream) throw Error("cannot read " + path);
  cut(text.str());
}

Module::Module(std::string name, std::string text) : file_(std::move(name)) { cut(text); }

// A function ends with a brace at the begin of a line that closes its first one.
void Module::cut(const std::string& text) {
  std::size_t at = text.find(".entry ");
  preamble_ = text.substr(0, std::min(at, text.rfind('\n', at)));
  while (at != std::string::npos) {
    std::size_t end = text.find('{', at);
    for (int depth = 0; end < text.size(); end++) {
      depth += text[end] == '{' ? 1 : text[end] == '}' ? -1 : 0;
      if (depth == 0) break;
    }
    std::size_t name = at + 7;
    std::size_t name_end = text.find_first_of("( \n{", name);
    int line = static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) + 1;
    entries_.push_back({demangled(text.substr(name, name_end - name)), text.substr(at, end + 1 - at), line});
    at = text.find(".entry ", end);
  }
}

bool Module::has(const std::string& part) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& entry) { return entry.name.find(part) != std::string::npos; });
}

const Kernel& Module::kernel(const std::string& part) {
  auto known = kernels_.find(part);
  if (known != kernels_.end()) return known->second;
  const Entry* found = nullptr;
  for (const Entry& entry : entries_) {
    if (entry.name.find(part) == std::string::npos) continue;
    if (found != nullptr) throw Error(file_ + " has more than one kernel like " + part);
    found = &entry;
  }
  if (found == nullptr) throw Error(file_ + " has no kernel like " + part);
  Function function = parse_function(file_, found->text, found->line);
  return kernels_.emplace(part, assemble(file_, found->name, function, parse_variables(file_, preamble_)))
      .first->second;
}

}  // namespace weft::test::ptx
