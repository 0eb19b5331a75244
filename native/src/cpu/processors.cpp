#include "cpu/processors.h"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#ifdef __linux__
#include <sched.h>
#endif

namespace weft::cpu {
namespace {

// The first numbers of a file, none where it is not there or says max.
template <typename... Numbers>
bool read_numbers(const std::string& path, Numbers&... numbers) {
  std::ifstream file(path);
  return static_cast<bool>((file >> ... >> numbers));
}

void take_smaller(std::optional<int>& least, long long quota, long long period) {
  if (quota <= 0 || period <= 0) return;
  const int whole = static_cast<int>(std::clamp(quota / period, 1LL, 1LL << 20));
  least = std::min(least.value_or(whole), whole);
}

// The quotas of a group and of those that it is in, in the files of both versions. In a container the path may be one
// of the host's and lead nowhere; the last step is the root itself, which is the container's own group then.
void take_quotas(std::optional<int>& least, const std::string& mount, std::string path) {
  for (;;) {
    if (path == "/") path.clear();
    const std::string folder = mount + path;
    long long quota = 0;
    long long period = 0;
    if (read_numbers(folder + "/cpu.max", quota, period)) take_smaller(least, quota, period);
    if (read_numbers(folder + "/cpu.cfs_quota_us", quota) && read_numbers(folder + "/cpu.cfs_period_us", period)) {
      take_smaller(least, quota, period);
    }
    if (path.empty()) return;
    path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
  }
}

int scheduled_processors() {
#ifdef __linux__
  // More processors than the set holds are an error, and a larger one is asked for.
  for (int most = 1024; most <= 1 << 17; most *= 2) {
    cpu_set_t* set = CPU_ALLOC(static_cast<std::size_t>(most));
    if (set == nullptr) break;
    const std::size_t size = CPU_ALLOC_SIZE(static_cast<std::size_t>(most));
    const int count = sched_getaffinity(0, size, set) == 0 ? CPU_COUNT_S(size, set) : 0;
    CPU_FREE(set);
    if (count > 0) return count;
  }
#endif
  return static_cast<int>(std::max(std::thread::hardware_concurrency(), 1u));
}

}  // namespace

std::optional<int> quota_processors(const std::string& groups, const std::string& root) {
  std::optional<int> least;
  std::istringstream lines(groups);
  // Number, controllers, path; version 2 has no controllers there.
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string path = line.substr(second + 1);
    if (controllers.empty()) {
      take_quotas(least, root, path);
    } else if (("," + controllers + ",").find(",cpu,") != std::string::npos) {
      take_quotas(least, root + "/" + controllers, path);
      take_quotas(least, root + "/cpu", path);
    }
  }
  return least;
}

int available_processors() {
  int count = scheduled_processors();
#ifdef __linux__
  std::ifstream file("/proc/self/cgroup");
  std::ostringstream groups;
  groups << file.rdbuf();
  count = std::min(count, quota_processors(groups.str(), "/sys/fs/cgroup").value_or(count));
#endif
  return std::max(count, 1);
}

}  // namespace weft::cpu
