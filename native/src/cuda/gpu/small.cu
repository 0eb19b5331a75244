// The kernels that train a slice of a small network on a GPU.
#include "cuda/gpu/launch.h"

namespace weft::cuda {

WEFT_SLICE_KERNELS(WEFT_GPU_KERNEL)

}  // namespace weft::cuda
