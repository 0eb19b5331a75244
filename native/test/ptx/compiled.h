// The kernels as nvcc compiled them for a GPU, found where the build says.
#pragma once

#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "ptx/launch.h"
#include "ptx/program.h"
#include "shim/host_block.h"

namespace weft::test::ptx {

// `files` as weft_uses_ptx() has them, read when the first kernel of them is looked for.
inline std::vector<Module>& modules(const std::string& files) {
  static std::unordered_map<std::string, std::vector<Module>> known;
  auto [entry, first] = known.try_emplace(files);
  std::istringstream paths(files);
  for (std::string path; first && std::getline(paths, path, ':');) entry->second.emplace_back(path);
  return entry->second;
}

// The one whose demangled name contains `part`; Error unless there is exactly one.
inline const Kernel& compiled(const std::string& files, const std::string& part) {
  Module* found = nullptr;
  for (Module& module : modules(files)) {
    if (!module.has(part)) continue;
    if (found != nullptr) throw Error("more than one file has a kernel like " + part);
    found = &module;
  }
  if (found == nullptr) throw Error("none of " + files + " has a kernel like " + part);
  return found->kernel(part);
}

// As the shim's launches are shaped.
inline Launch interpreted(const test::Launch& shape) {
  Launch launch;
  launch.grid[0] = shape.grid;
  launch.grid[1] = shape.grid_y;
  launch.grid[2] = shape.grid_z;
  launch.cluster = shape.cluster;
  launch.threads = shape.threads;
  launch.shared_bytes = shape.shared_bytes;
  return launch;
}

}  // namespace weft::test::ptx
