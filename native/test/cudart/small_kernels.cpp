// The launches of small networks as they are, with kernels of the processor.
#include "cuda/gpu/small.cu"
#include "cudart/registry.h"

namespace weft::cuda::small {
namespace {

// Results do not depend on the threads; fewer of them take turns faster.
constexpr int few_threads = 64;

template <Program program>
bool add(const char* name) {
  using Kind = KindOf<program>;
  return test::driver::Registered<train_small<Kind>>::add(name, threads_of<Kind>, few_threads, true);
}

[[maybe_unused]] const bool registered[] = {
    add<Program::latency_pixels_2>("latency_pixels_2"),   add<Program::latency_pixels_4>("latency_pixels_4"),
    add<Program::latency_floats_2>("latency_floats_2"),   add<Program::latency_floats_4>("latency_floats_4"),
    add<Program::throughput_pixels>("throughput_pixels"), add<Program::throughput_floats>("throughput_floats"),
};

}  // namespace
}  // namespace weft::cuda::small
