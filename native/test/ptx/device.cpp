// Linked with the host's device, makes it run compiled kernels, interpreted. The memory that they may touch is what is
// allocated on the device.
#include "cuda/compiled.h"
#include "cuda/host_device.h"
#include "ptx/compiled.h"
#include "ptx/launch.h"

namespace weft::test {
namespace {

void interpret(const CompiledLaunch& compiled) {
  const ptx::Kernel& kernel = ptx::compiled(WEFT_PTX_90, compiled.kernel);
  ptx::GlobalMemory memory;
  for_each_allocation([&](const void* begin, std::size_t bytes) { memory.add(begin, bytes); });
  ptx::Launch shape = ptx::interpreted(compiled.shape);
  // Each launch takes another course, and the same one in every run.
  shape.seed = static_cast<uint64_t>(launches());
  ptx::launch(kernel, shape, memory, compiled.arguments, compiled.argument_bytes);
}

const bool used = (run_compiled = interpret) != nullptr;

}  // namespace
}  // namespace weft::test
