// The kernels of the general path on a GPU.
#include "cuda/gpu/launch.h"

namespace weft::cuda {

WEFT_GENERAL_KERNELS(WEFT_GPU_KERNEL)

}  // namespace weft::cuda
