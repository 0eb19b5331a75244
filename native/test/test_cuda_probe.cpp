// Why there is no GPU, in words: every failure of the CUDA runtime that a machine without one can bring has a reason
// and a remedy.
#include <doctest/doctest.h>

#include "cuda/probe.h"
#include "error.h"

using namespace weft::cuda;

namespace {

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

Probe failed(int32_t error, int32_t driver_version) { return {error, "its words", 0, driver_version, 13000}; }

DeviceFacts facts(int32_t major, int32_t minor) {
  DeviceFacts facts;
  facts.name = "Some GPU";
  facts.number = 1;
  facts.major = major;
  facts.minor = minor;
  return facts;
}

}  // namespace

TEST_CASE("a machine with devices has no reason against them") {
  CHECK(reason_without_device({0, "", 2, 13000, 13000}).empty());
}

TEST_CASE("no driver, an old one and no device are told apart, each with its remedy") {
  std::string none = reason_without_device(failed(35, 0));
  CHECK(contains(none, "no NVIDIA driver"));
  CHECK(contains(none, "install driver 580"));
  std::string old = reason_without_device(failed(35, 12040));
  CHECK(contains(old, "too old"));
  CHECK(contains(old, "knows CUDA 12.4"));
  CHECK(contains(old, "needs 13.0"));
  CHECK(contains(old, "580"));
  std::string stub = reason_without_device(failed(34, 0));
  CHECK(contains(stub, "no NVIDIA driver"));
  for (const Probe& probe : {failed(100, 13000), Probe{0, "", 0, 13000, 13000}}) {
    std::string no_device = reason_without_device(probe);
    CHECK(contains(no_device, "sees no GPU"));
    CHECK(contains(no_device, "CUDA_VISIBLE_DEVICES"));
  }
  CHECK(contains(reason_without_device(failed(802, 13000)), "fabricmanager"));
  CHECK(contains(reason_without_device(failed(803, 13000)), "reboot"));
  std::string other = reason_without_device(failed(999, 13000));
  CHECK(contains(other, "its words"));
  CHECK(contains(other, "999"));
}

TEST_CASE("GPUs that are too old or shut are refused by name") {
  CHECK(reason_against(facts(7, 5), false).empty());
  CHECK(reason_against(facts(9, 0), false).empty());
  CHECK(reason_against(facts(12, 0), false).empty());
  for (const DeviceFacts& old : {facts(7, 0), facts(6, 1)}) {
    std::string reason = reason_against(old, false);
    CHECK(contains(reason, "Some GPU (device 1)"));
    CHECK(contains(reason, "older than the 7.5"));
  }
  CHECK(contains(reason_against(facts(9, 0), true), "--compute-mode=DEFAULT"));
}

TEST_CASE("a GPU that cannot be opened says why") {
  CHECK(contains(reason_not_opened(facts(9, 0), 46, ""), "another process"));
  CHECK(contains(reason_not_opened(facts(9, 0), 2, ""), "memory is full"));
  CHECK(contains(reason_not_opened(facts(9, 0), 999, "its words"), "its words (error 999)"));
}

TEST_CASE("a process whose CUDA is broken is told to start again") {
  for (int32_t error : {214, 700, 702, 719}) {
    CAPTURE(error);
    for (const std::string& reason :
         {reason_without_device(failed(error, 13000)), reason_not_opened(facts(9, 0), error, "its words")}) {
      CHECK(contains(reason, "broken by an earlier failure in this process (its words)"));
      CHECK(contains(reason, "start the program again"));
    }
  }
}

TEST_CASE("numbers that no device has are refused with those that there are") {
  require_number(1, {0, "", 2, 13000, 13000});
  for (int32_t number : {-1, 2}) {
    try {
      require_number(number, {0, "", 2, 13000, 13000});
      FAIL("device " << number << " was accepted");
    } catch (const weft::Error& error) {
      CHECK(error.status() == WEFT_INVALID_ARGUMENT);
      CHECK(contains(error.what(), "this machine has 2 devices, from 0"));
    }
  }
}
