// The GPU's own side of the CUDA backend (cuda/gpu) on the CUDA runtime of the tests (cudart/driver.h), where all goes
// well: results, order, memory, clusters, devices, threads. What happens where something fails is in
// test_cudart_faults.cpp.
#include <cstdlib>
#include <thread>

#include "cudart/course.h"
#include "cudart/driver.h"

using namespace weft::test;

namespace {

constexpr int32_t on_cpu = -1;

// A machine, and what must hold of it at the end of a test.
struct Machine {
  explicit Machine(std::vector<driver::Gpu> gpus = {driver::Gpu{}}) { driver::reset(std::move(gpus)); }
  ~Machine() {
    CHECK(driver::left() == "");
    CHECK(driver::found() == "");
  }
};

void check_same(const Course& actual, const Course& expected) {
  CHECK(distance(actual.result(), expected.result()) < 3e-6);
  CHECK(distance(actual.outputs(), expected.outputs()) < 1e-6);
  CHECK(actual.evaluated() == doctest::Approx(expected.evaluated()).epsilon(1e-6));
  for (std::size_t i = 0; i < expected.losses().size(); i++) {
    CHECK(actual.losses()[i] == doctest::Approx(expected.losses()[i]).epsilon(1e-5));
  }
}

}  // namespace

TEST_CASE("on every path, streams, graphs and launches give what the CPU backend gives") {
  Machine machine;
  Course expected(on_cpu);
  REQUIRE_OK(expected.run());
  for (int32_t path : {WEFT_PATH_GENERAL, WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT, WEFT_PATH_GRID}) {
    CAPTURE(path);
    Course actual(path, 2);
    REQUIRE_OK(actual.run());
    check_same(actual, expected);
    CHECK(actual.taken() == path);
  }
}

TEST_CASE(
    "an epoch costs one launch on the small paths, two a batch on the grid, one graph a batch on the general path") {
  Machine machine;
  driver::run_kernels(false);
  Course latency(WEFT_PATH_LATENCY);
  REQUIRE_OK(latency.prepare());
  int64_t launches = driver::calls("cudaLaunchKernelExC");
  int64_t waits = driver::calls("cudaStreamSynchronize");
  REQUIRE_OK(latency.train_once());
  CHECK(driver::calls("cudaLaunchKernelExC") == launches + 1);
  CHECK(driver::calls("cudaStreamSynchronize") == waits + 1);
  Course grid(WEFT_PATH_GRID);
  REQUIRE_OK(grid.prepare());
  launches = driver::calls("cudaLaunchKernelExC");
  REQUIRE_OK(grid.train_once());
  CHECK(driver::calls("cudaLaunchKernelExC") == launches + 6);
  Course general(WEFT_PATH_GENERAL);
  REQUIRE_OK(general.prepare());
  REQUIRE_OK(general.train_once());
  // 70 samples in batches of 32: two whole ones and a smaller.
  CHECK(driver::calls("cudaGraphLaunch") == 3);
  CHECK(driver::calls("cudaGraphInstantiate") == 2);
  int64_t kernels = driver::calls("cudaLaunchKernelExC");
  int64_t allocations = driver::calls("cudaMalloc") + driver::calls("cudaMallocHost");
  REQUIRE_OK(general.train_once());
  CHECK(driver::calls("cudaGraphLaunch") == 6);
  CHECK(driver::calls("cudaGraphInstantiate") == 2);
  CHECK(driver::calls("cudaLaunchKernelExC") == kernels);
  CHECK(driver::calls("cudaMalloc") + driver::calls("cudaMallocHost") == allocations);
}

TEST_CASE("arrays of many pieces of pinned memory arrive whole") {
  Machine machine;
  driver::run_kernels(false);
  weft::use_cuda_plugin(weft_plugin());
  ContextOwner gpu = ContextOwner::cuda(WEFT_PATH_GENERAL);
  NetworkOwner network(gpu.handle, {3000, 1500, 2});
  // 18 MB in pieces of 8.
  REQUIRE(network.parameters * 4 > int64_t{2} * 8 << 20);
  std::vector<float> values = Random(1).values(static_cast<std::size_t>(network.parameters));
  REQUIRE_OK(weft_network_write(network.handle, 0, WEFT_PARAMETERS, values.data(), network.parameters));
  CHECK(network.read() == values);
}

TEST_CASE("the latency kernel takes the largest cluster that the device holds, and where that is refused the next") {
  Course expected(on_cpu);
  REQUIRE_OK(expected.run());
  struct Case {
    int largest;
    int granted;
    int64_t launches;
  };
  // 10 columns: no more than 16 blocks are of use. A refusal costs a launch, once.
  for (const Case& c : {Case{16, 16, 1}, Case{8, 8, 1}, Case{1, 1, 1}, Case{16, 8, 2}, Case{16, 2, 4}, Case{8, 1, 4}}) {
    CAPTURE(c.largest);
    CAPTURE(c.granted);
    driver::Gpu gpu;
    gpu.largest_cluster = c.largest;
    gpu.granted_cluster = c.granted;
    Machine machine({gpu});
    Course actual(WEFT_PATH_LATENCY);
    REQUIRE_OK(actual.run());
    check_same(actual, expected);
    Course counted(WEFT_PATH_LATENCY);
    REQUIRE_OK(counted.prepare());
    for (int64_t launches : {c.launches, int64_t{1}}) {
      int64_t before = driver::calls("cudaLaunchKernelExC");
      REQUIRE_OK(counted.train_once());
      CHECK(driver::calls("cudaLaunchKernelExC") == before + launches);
    }
  }
}

TEST_CASE("the grid takes smaller clusters where the device refuses, and ends at the same bits") {
  std::vector<float> expected;
  for (int granted : {16, 4, 1}) {
    CAPTURE(granted);
    driver::Gpu gpu;
    gpu.largest_cluster = 16;
    gpu.granted_cluster = granted;
    Machine machine({gpu});
    Course actual(WEFT_PATH_GRID);
    REQUIRE_OK(actual.run());
    CHECK(actual.taken() == WEFT_PATH_GRID);
    if (expected.empty()) expected = actual.result();
    CHECK(actual.result() == expected);
  }
}

TEST_CASE("devices without clusters are not asked for any") {
  driver::Gpu ampere;
  ampere.major = 8;
  ampere.shared_bytes = 163 << 10;
  Machine machine({ampere});
  Course course(WEFT_PATH_AUTO);
  REQUIRE_OK(course.run());
  CHECK(driver::calls("cudaOccupancyMaxActiveClusters") == 0);
  Course expected(on_cpu);
  REQUIRE_OK(expected.run());
  check_same(course, expected);
}

TEST_CASE("work for the second device uses the second device alone") {
  driver::Gpu first;
  driver::Gpu second;
  second.name = "Second GPU";
  Machine machine({first, second});
  Course course(WEFT_PATH_GENERAL, 1, 1);
  REQUIRE_OK(course.run());
  CHECK(driver::used(0) == 0);
  CHECK(driver::used(1) > 0);
  CHECK(driver::contexts() == 1);
  // Both at once, in turns, from one thread.
  Course other(WEFT_PATH_GENERAL, 1, 0);
  REQUIRE_OK(other.prepare());
  REQUIRE_OK(course.train_once());
  REQUIRE_OK(other.run());
  CHECK(driver::used(0) > 0);
}

TEST_CASE("threads compute on contexts of their own, and give memory back, while others capture") {
  Machine machine;
  std::vector<std::thread> threads;
  std::vector<int> failures(4, 0);
  for (std::size_t i = 0; i < failures.size(); i++) {
    threads.emplace_back([&failures, i] {
      for (int round = 0; round < 3; round++) {
        Course course(i % 2 == 0 ? WEFT_PATH_GENERAL : WEFT_PATH_LATENCY, 1 + static_cast<int32_t>(i));
        failures[i] += course.run() != WEFT_OK;
        std::thread([&course] { course.drop_network(); }).join();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failures == std::vector<int>(4, 0));
}

TEST_CASE("a device is described without opening a context, with the readings that there are") {
  driver::Gpu gpu;
  gpu.name = "NVIDIA Test";
  Machine machine({gpu});
  weft::use_cuda_plugin(weft_plugin());
  int32_t devices = 0;
  REQUIRE_OK(weft_cuda_devices(&devices));
  CHECK(devices == 1);
  weft_device_info info;
  REQUIRE_OK(weft_cuda_describe(0, &info));
  CHECK(std::string(info.name) == "NVIDIA Test");
  CHECK(std::string(info.driver) == "580.65.06");
  CHECK(info.capability_major == 9);
  CHECK(info.multiprocessors == 132);
  CHECK(info.memory_total == int64_t{1} << 30);
  CHECK(info.memory_free == int64_t{3} << 28);
  CHECK(info.sm_clock == 1980);
  CHECK(info.sm_clock_limit == 1995);
  CHECK(info.memory_clock == 3201);
  CHECK(info.power == 123456);
  CHECK(info.utilization == 7);
  CHECK(info.temperature == 41);
  CHECK(driver::contexts() == 0);
}

TEST_CASE("readings that cannot be had are -1, and an instance of a GPU has its own memory") {
  struct Case {
    const char* mode;
    int64_t free;
    int32_t power;
    int32_t utilization;
  };
  driver::Gpu gpu;
  gpu.memory = std::size_t{100} << 20;
  Machine machine({gpu});
  for (const Case& c : {Case{"mig", -1, 123456, -1}, Case{"fails", -1, -1, -1}, Case{"old", 3 << 28, -1, 7}}) {
    CAPTURE(c.mode);
    setenv("WEFT_TEST_NVML", c.mode, 1);
    weft_device_info info;
    REQUIRE_OK(weft_cuda_describe(0, &info));
    unsetenv("WEFT_TEST_NVML");
    CHECK(info.memory_free == c.free);
    if (c.free < 0) CHECK(info.memory_total == int64_t{100} << 20);
    CHECK(info.power == c.power);
    CHECK(info.utilization == c.utilization);
  }
  // A GPU that the management library does not know.
  gpu.pci_address = "0000:ff:00.0";
  driver::reset({gpu});
  weft_device_info info;
  REQUIRE_OK(weft_cuda_describe(0, &info));
  CHECK(info.memory_free == -1);
  CHECK(info.power == -1);
}
