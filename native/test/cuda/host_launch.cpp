// The launch of every kernel on the host's device: in the shim, or as nvcc compiled it.
#include "cuda/compiled.h"
#include "cuda/host_device.h"
#include "cuda/kernels.h"
#include "cuda/launch.h"
#include "error.h"
#include "shim/kernel.h"

namespace weft::test {
namespace {

int32_t cluster_limit = 1;

// What every GPU grants.
void check_grid(const cuda::Grid& grid, const char* kernel) {
  constexpr int64_t most_x = (int64_t{1} << 31) - 1;
  constexpr int64_t most = 65535;
  bool fits = grid.x >= 1 && grid.x <= most_x && grid.y >= 1 && grid.y <= most && grid.z >= 1 && grid.z <= most;
  require(fits, "a grid of ", grid.x, " x ", grid.y, " x ", grid.z, " blocks of ", kernel);
}

}  // namespace

void set_cluster_limit(int32_t blocks) { cluster_limit = blocks; }

void (*run_compiled)(const CompiledLaunch& launch) = nullptr;

}  // namespace weft::test

namespace weft::cuda {

template <typename Kernel>
bool launch(Device& device, const Grid& grid, const typename Kernel::Args& args) {
  test::check_grid(grid, name_of<Kernel>);
  test::run_kernel(device, name_of<Kernel>, [grid, args] {
    if (test::run_compiled != nullptr) {
      return test::run_compiled({test::compiled_name<Kernel>(), test::shape_of<Kernel>(grid), &args, sizeof(args)});
    }
    test::Launch shape = test::shape_of<Kernel>(grid, test::few_threads<Kernel>);
    shape.seed = 1;
    test::launch<Kernel>(shape, args);
  });
  return true;
}

template <typename Kernel>
bool holds_cluster(Device&, const Grid& grid) {
  return grid.cluster <= test::cluster_limit;
}

#define WEFT_HOST_KERNEL(kernel, ...)                                                                  \
  template bool launch<__VA_ARGS__>(Device & device, const Grid& grid, const __VA_ARGS__::Args& args); \
  template bool holds_cluster<__VA_ARGS__>(Device & device, const Grid& grid);
WEFT_KERNELS(WEFT_HOST_KERNEL)

}  // namespace weft::cuda
