// The kernels of the grid on a GPU.
#include "cuda/gpu/launch.h"

namespace weft::cuda {

WEFT_GRID_KERNELS(WEFT_GPU_KERNEL)

}  // namespace weft::cuda
