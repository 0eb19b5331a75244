// The kernels that the runtime of the tests can launch, by the addresses of their host functions.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <type_traits>

namespace weft::test::driver {

struct KernelEntry {
  std::string name;
  int threads = 0;        // of its launch bounds
  int run_threads = 0;    // of the blocks that run it here: fewer take turns faster
  bool meets = true;      // whether its threads wait for each other
  std::size_t bytes = 0;  // of its one argument
  void (*run)(const void* argument) = nullptr;
};

void add_kernel(const void* function, const KernelEntry& entry);

template <auto kernel>
struct Registered;

// A kernel of one argument.
template <typename Argument, void (*kernel)(Argument)>
struct Registered<kernel> {
  using Value = std::remove_const_t<Argument>;
  static_assert(std::is_trivially_copyable_v<Value>);

  static void run(const void* argument) {
    Value value;
    std::memcpy(&value, argument, sizeof(value));
    kernel(value);
  }

  static bool add(const std::string& name, int threads, int run_threads, bool meets) {
    add_kernel(reinterpret_cast<const void*>(kernel), {name, threads, run_threads, meets, sizeof(Value), run});
    return true;
  }
};

}  // namespace weft::test::driver
