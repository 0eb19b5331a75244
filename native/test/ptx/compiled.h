// The kernels as nvcc compiled them for a GPU, found where the build says.
#pragma once

#include <map>
#include <string>

#include "ptx/program.h"

namespace weft::test::ptx {

// `files` as weft_uses_ptx() has them, `name` such as small.ptx.
inline Module& compiled(const std::string& files, const std::string& name) {
  static std::map<std::string, Module> modules;
  std::size_t end = files.find("/" + name) + 1 + name.size();
  std::size_t begin = files.rfind(':', end - 1);
  std::string path = files.substr(begin == std::string::npos ? 0 : begin + 1, end - (begin + 1));
  return modules.try_emplace(path, path).first->second;
}

}  // namespace weft::test::ptx
