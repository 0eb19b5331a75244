#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "cpu/processors.h"

#ifdef __linux__
#include <sched.h>
#endif

using weft::cpu::available_processors;
using weft::cpu::quota_processors;

namespace {

// A folder of control groups that is removed at the end.
class Groups {
 public:
  Groups() : root_(std::filesystem::temp_directory_path() / "weft-test-processors") {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
  }
  ~Groups() { std::filesystem::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = root_ / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text << "\n";
  }

  std::string root() const { return root_.string(); }

 private:
  std::filesystem::path root_;
};

}  // namespace

TEST_CASE("a quota of control groups of version 2 counts, also that of a group further up") {
  Groups groups;
  CHECK(!quota_processors("0::/a/b\n", groups.root()));
  groups.write("a/b/cpu.max", "max 100000");
  CHECK(!quota_processors("0::/a/b\n", groups.root()));
  groups.write("a/cpu.max", "250000 100000");
  CHECK(quota_processors("0::/a/b\n", groups.root()) == 2);
  groups.write("a/b/cpu.max", "50000 100000");
  CHECK(quota_processors("0::/a/b\n", groups.root()) == 1);
  // A container sees its own group as the root, whatever path it is told.
  groups.write("cpu.max", "400000 100000");
  CHECK(quota_processors("0::/host/path\n", groups.root()) == 4);
  CHECK(quota_processors("0::/\n", groups.root()) == 4);
}

TEST_CASE("a quota of control groups of version 1 counts, under the names that its folder has") {
  Groups groups;
  groups.write("cpu/c/cpu.cfs_quota_us", "-1");
  groups.write("cpu/c/cpu.cfs_period_us", "100000");
  CHECK(!quota_processors("3:cpuset:/c\n1:cpu:/c\n", groups.root()));
  groups.write("cpu,cpuacct/c/cpu.cfs_quota_us", "300000");
  groups.write("cpu,cpuacct/c/cpu.cfs_period_us", "100000");
  CHECK(quota_processors("4:cpu,cpuacct:/c\n", groups.root()) == 3);
  CHECK(!quota_processors("4:cpuset:/c\nnonsense\n", groups.root()));
}

TEST_CASE("there is a processor, and no more than the machine has") {
  CHECK(available_processors() >= 1);
  CHECK(available_processors() <= static_cast<int>(std::max(std::thread::hardware_concurrency(), 1u)));
}

#ifdef __linux__
TEST_CASE("a thread that may run on one processor has one") {
  int count = 0;
  std::thread([&] {
    cpu_set_t one;
    CPU_ZERO(&one);
    cpu_set_t all;
    REQUIRE(sched_getaffinity(0, sizeof(all), &all) == 0);
    for (std::size_t i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; i++) {
      if (CPU_ISSET(i, &all)) CPU_SET(i, &one);
    }
    REQUIRE(sched_setaffinity(0, sizeof(one), &one) == 0);
    count = available_processors();
  }).join();
  CHECK(count == 1);
}
#endif
