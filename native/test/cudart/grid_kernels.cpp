// The launches of the grid as they are, with kernels of the processor.
#include "cuda/gpu/grid.cu"
#include "cudart/registry.h"

namespace weft::cuda::small {
namespace {

// Results do not depend on the threads; fewer of them take turns faster.
constexpr int few_threads = 64;

template <Program program>
bool add(const char* name) {
  return test::driver::Registered<train_grid<KindOf<program>>>::add(name, grid_threads, few_threads, true);
}

[[maybe_unused]] const bool registered[] = {
    add<Program::grid_pixels_4>("grid_pixels_4"),
    add<Program::grid_pixels_8>("grid_pixels_8"),
    add<Program::grid_floats_4>("grid_floats_4"),
    add<Program::grid_floats_8>("grid_floats_8"),
    test::driver::Registered<update_grid>::add(GridUpdate::name, GridUpdate::threads, GridUpdate::threads, true),
};

}  // namespace
}  // namespace weft::cuda::small
