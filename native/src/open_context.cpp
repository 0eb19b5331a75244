// Which backend answers for which number.
#include "backend.h"
#include "cpu/context.h"
#include "error.h"
#include "plugin.h"

namespace weft {

std::shared_ptr<Context> open_context(const weft_context_options& options) {
  switch (options.backend) {
    case WEFT_BACKEND_CPU:
      return cpu::open(options);
    case WEFT_BACKEND_CUDA:
      return cuda_plugin().open(options);
    default:
      fail(WEFT_INVALID_ARGUMENT, "backend ", options.backend, " does not exist, expected ", WEFT_BACKEND_CPU, " or ",
           WEFT_BACKEND_CUDA);
  }
}

}  // namespace weft
