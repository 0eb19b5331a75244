// The GPU's own side of the CUDA backend (cuda/gpu) where something fails: no driver, no device, too little memory, and
// every single call of CUDA in turn. Whatever fails, the caller gets an error in words, and everything is given back.
#include <set>

#include "cudart/course.h"
#include "cudart/driver.h"

using namespace weft::test;

namespace {

// Everything that a failure must leave behind in order.
struct Machine {
  explicit Machine(std::vector<driver::Gpu> gpus = {driver::Gpu{}}) {
    driver::reset(std::move(gpus));
    weft::use_cuda_plugin(weft_plugin());
  }
  ~Machine() {
    CHECK(driver::left() == "");
    CHECK(driver::found() == "");
  }
};

std::string message() { return weft_last_error(); }

bool says(const std::string& part) {
  bool found = message().find(part) != std::string::npos;
  if (!found) MESSAGE(message());
  return found;
}

weft_status open(int32_t device = 0) {
  weft_context_options options{WEFT_BACKEND_CUDA, device, 0, WEFT_ISA_AUTO, WEFT_PATH_AUTO};
  weft_context context = 0;
  weft_status status = weft_context_create(&options, &context);
  if (status == WEFT_OK) weft_context_destroy(context);
  return status;
}

// Calls whose failure nobody need hear of: what is given back is gone, whether or not its device could be chosen first,
// other memory does where none can be pinned, smaller clusters do where large ones are refused, and names are for
// people.
bool may_fail_unheard(const std::string& function) {
  static const std::set<std::string> these = {
      "cudaFree",         "cudaSetDevice",    "cudaFuncSetAttribute", "cudaFreeHost",   "cudaStreamDestroy",
      "cudaEventDestroy", "cudaGraphDestroy", "cudaGraphExecDestroy", "cudaMallocHost", "cudaGetDeviceProperties"};
  return these.count(function) > 0;
}

// A course in which one call fails; what must hold of the outcome.
void check_fault(int32_t path, const driver::Fault& fault) {
  CAPTURE(path);
  CAPTURE(fault.number);
  CAPTURE(fault.stays);
  CAPTURE(static_cast<int>(fault.error));
  driver::reset();
  driver::run_kernels(false);
  driver::set_fault(fault);
  {
    Course course(path, 2);
    weft_status status = course.run();
    if (!driver::fault_came()) return;
    std::string function = driver::fault_function();
    std::string words = status == WEFT_OK ? "" : message();
    CAPTURE(function);
    CAPTURE(words);
    if (status == WEFT_OK) {
      REQUIRE(may_fail_unheard(function));
    } else {
      bool told = status == WEFT_INTERNAL || status == WEFT_UNAVAILABLE ||
                  (status == WEFT_OUT_OF_MEMORY && fault.error == cudaErrorMemoryAllocation);
      REQUIRE(told);
      bool in_words = words.find("words of error " + std::to_string(fault.error)) != std::string::npos;
      bool in_plain_words = words.find("cannot be opened: its memory is full") != std::string::npos;
      REQUIRE((in_words || in_plain_words));
    }
    if (fault.stays && status == WEFT_INTERNAL) {
      // The first failure's words stay.
      REQUIRE(course.run() == WEFT_INTERNAL);
      REQUIRE(message() == words);
    }
    // What failed once and is over does not matter to the next attempt.
    if (!fault.stays) REQUIRE_OK(course.run());
  }
  REQUIRE(driver::left() == "");
  REQUIRE(driver::found() == "");
}

}  // namespace

TEST_CASE("whichever call fails, it is an error in words, the next attempt works, and nothing stays behind") {
  for (int32_t path : {WEFT_PATH_GENERAL, WEFT_PATH_LATENCY, WEFT_PATH_THROUGHPUT, WEFT_PATH_GRID}) {
    for (cudaError_t error : {cudaErrorUnknown, cudaErrorMemoryAllocation, cudaErrorIllegalAddress}) {
      int64_t number = 1;
      do {
        check_fault(path, {"", number, error, error == cudaErrorIllegalAddress});
        number++;
      } while (driver::fault_came());
      // A whole course has many calls; that it ends is the fault that did not come.
      CHECK(number > 100);
    }
  }
}

TEST_CASE("whichever call fails while a device is described, it is said or left out") {
  weft::use_cuda_plugin(weft_plugin());
  int64_t number = 1;
  do {
    CAPTURE(number);
    driver::reset();
    driver::set_fault({"", number, cudaErrorUnknown, false});
    weft_device_info info;
    weft_status status = weft_cuda_describe(0, &info);
    CHECK((status == WEFT_OK || status == WEFT_UNAVAILABLE));
    if (status == WEFT_UNAVAILABLE) CHECK(says("words of error 999"));
    number++;
  } while (driver::fault_came());
  CHECK(number > 4);
}

TEST_CASE("a long way of many pieces may fail at each of them, and works again") {
  Machine machine;
  driver::run_kernels(false);
  ContextOwner gpu = ContextOwner::cuda(WEFT_PATH_GENERAL);
  NetworkOwner network(gpu.handle, {3000, 1500, 2});
  std::vector<float> values = Random(1).values(static_cast<std::size_t>(network.parameters));
  auto write = [&] {
    return weft_network_write(network.handle, 0, WEFT_PARAMETERS, values.data(), network.parameters);
  };
  for (const char* function : {"cudaMallocHost", "cudaEventCreateWithFlags", "cudaEventSynchronize", "cudaMemcpyAsync",
                               "cudaEventRecord", "cudaStreamSynchronize"}) {
    CAPTURE(function);
    for (int64_t number = 1; number <= 3; number++) {
      driver::set_fault({function, number, cudaErrorUnknown, false});
      weft_status status = write();
      CHECK(status == (driver::fault_came() ? WEFT_INTERNAL : WEFT_OK));
      if (driver::fault_came()) CHECK(says("while writing the network 3000-1500-2: words of error 999"));
      driver::set_fault({});
      REQUIRE_OK(write());
    }
  }
  CHECK(network.read() == values);
}

TEST_CASE("a kernel that fails breaks its context with the first one's words, and everything closes in peace") {
  Machine machine;
  for (int32_t path : {WEFT_PATH_GENERAL, WEFT_PATH_LATENCY}) {
    driver::reset();
    Course course(path);
    REQUIRE_OK(course.prepare());
    driver::set_fault({"kernel", 1, cudaErrorIllegalAddress, true});
    CHECK(course.train_once() == WEFT_INTERNAL);
    std::string first = message();
    CHECK(
        says("cudaStreamSynchronize failed on Fake GPU (device 0) while training 7-10-3 in batches of 32: words of "
             "error 700 (cudaErrorIllegalAddress)"));
    CHECK(says("The device cannot be used any more by this process"));
    CHECK(course.run() == WEFT_INTERNAL);
    CHECK(message() == first);
    // Another context of the process says what the matter is.
    CHECK(open() == WEFT_UNAVAILABLE);
    CHECK(says("start the program again"));
    course.close();
    CHECK(driver::left() == "");
  }
}

TEST_CASE("a launch that fails while a step is captured names kernel and grid, and the device goes on") {
  Machine machine;
  Course course(WEFT_PATH_GENERAL);
  REQUIRE_OK(course.prepare());
  driver::set_fault({"cudaLaunchKernelExC", 3, cudaErrorLaunchOutOfResources, false});
  CHECK(course.train_once() == WEFT_INTERNAL);
  CHECK(says("the launch of "));
  CHECK(says("threads) failed on Fake GPU (device 0) while training 7-10-3 in batches of 32: words of error 701"));
  CHECK(message().find("cannot be used any more") == std::string::npos);
  REQUIRE_OK(course.run());
}

TEST_CASE("pinned memory that cannot be had is replaced by other memory, with the same results") {
  Course expected(WEFT_PATH_LATENCY);
  {
    Machine machine;
    REQUIRE_OK(expected.run());
    expected.close();
  }
  Machine machine;
  // Not one of them.
  for (int64_t number = 1; number <= 3; number++) {
    driver::set_fault({"cudaMallocHost", number, cudaErrorMemoryAllocation, false});
    Course course(WEFT_PATH_LATENCY);
    REQUIRE_OK(course.run());
    CHECK(driver::fault_came());
    CHECK(course.result() == expected.result());
  }
}

TEST_CASE("what does not fit is refused before it starts, with need and have") {
  driver::Gpu gpu;
  gpu.memory = std::size_t{100} << 20;
  Machine machine({gpu});
  Course course(WEFT_PATH_AUTO);
  REQUIRE_OK(course.run());
  int64_t allocations = driver::calls("cudaMalloc");
  ContextOwner context = ContextOwner::cuda();
  std::vector<weft_dense_layer> layers = {{4000, WEFT_RELU, 0, 0, 0}, {10, WEFT_LINEAR, 0, 0, 0}};
  uint64_t seed = 1;
  weft_network network = 0;
  CHECK(weft_network_create(context.handle, 1000, layers.data(), 2, WEFT_SOFTMAX_CROSS_ENTROPY, &seed, 1, &network) ==
        WEFT_OUT_OF_MEMORY);
  CHECK(
      says("the network 1000-4000-10, parameters and Adam state, needs 46.3 MiB of device memory; Fake GPU (device 0) "
           "has 100.0 MiB free of 100.0 MiB"));
  CHECK(driver::calls("cudaMalloc") == allocations);
}

TEST_CASE("a machine without a driver, with an old one, or without a device says so, whoever asks") {
  struct Case {
    cudaError_t error;
    int driver;
    const char* words;
  };
  for (const Case& c : {Case{cudaErrorInsufficientDriver, 0, "no NVIDIA driver is installed"},
                        Case{cudaErrorInsufficientDriver, 12040, "the NVIDIA driver is too old: it knows CUDA 12.4"},
                        Case{cudaErrorStubLibrary, 0, "no NVIDIA driver is installed"},
                        Case{cudaErrorNoDevice, 13000, "the NVIDIA driver sees no GPU"},
                        Case{cudaErrorSystemDriverMismatch, 13000, "must be of one version"},
                        Case{cudaErrorCompatNotSupportedOnDevice, 13000, "the NVIDIA driver does not fit"},
                        Case{cudaErrorSystemNotReady, 13000, "nvidia-fabricmanager"},
                        Case{cudaErrorInitializationError, 13000, "CUDA cannot be started: words of error 3"}}) {
    CAPTURE(static_cast<int>(c.error));
    Machine machine;
    driver::answer_all(c.error, c.driver);
    int32_t devices = 0;
    weft_device_info info;
    CHECK(weft_cuda_devices(&devices) == WEFT_UNAVAILABLE);
    CHECK(says(c.words));
    CHECK(weft_cuda_describe(0, &info) == WEFT_UNAVAILABLE);
    CHECK(says(c.words));
    CHECK(open() == WEFT_UNAVAILABLE);
    CHECK(says(c.words));
  }
  Machine none(std::vector<driver::Gpu>{});
  CHECK(open() == WEFT_UNAVAILABLE);
  CHECK(says("the NVIDIA driver sees no GPU"));
}

TEST_CASE("a device that does not exist, is shut, too old or busy is refused with the reason") {
  Machine machine;
  CHECK(open(1) == WEFT_INVALID_ARGUMENT);
  CHECK(says("there is no CUDA device 1: this machine has 1 device, number 0"));
  CHECK(open(-1) == WEFT_INVALID_ARGUMENT);
  weft_device_info info;
  CHECK(weft_cuda_describe(1, &info) == WEFT_INVALID_ARGUMENT);
  CHECK(says("there is no CUDA device 1: this machine has 1 device, number 0"));

  driver::Gpu shut;
  shut.mode = cudaComputeModeProhibited;
  driver::reset({shut});
  CHECK(open() == WEFT_UNAVAILABLE);
  CHECK(says("--compute-mode=DEFAULT"));
  CHECK(weft_cuda_describe(0, &info) == WEFT_UNAVAILABLE);
  CHECK(says("--compute-mode=DEFAULT"));

  driver::Gpu old;
  old.major = 7;
  driver::reset({old});
  CHECK(open() == WEFT_UNAVAILABLE);
  CHECK(says("compute capability 7.0, older than the 7.5"));
  CHECK(weft_cuda_describe(0, &info) == WEFT_UNAVAILABLE);

  driver::Gpu busy;
  busy.opens_with = cudaErrorDevicesUnavailable;
  driver::reset({busy});
  CHECK(open() == WEFT_UNAVAILABLE);
  CHECK(says("another process has it for itself"));

  driver::Gpu full;
  full.opens_with = cudaErrorMemoryAllocation;
  driver::reset({driver::Gpu{}, full});
  CHECK(open(1) == WEFT_UNAVAILABLE);
  CHECK(says("its memory is full"));
  CHECK(open(0) == WEFT_OK);
}
