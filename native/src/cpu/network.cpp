#include "cpu/network.h"

#include "cpu/fused/network.h"
#include "cpu/general_network.h"
#include "error.h"

namespace weft::cpu {

std::shared_ptr<Network> make_network(std::shared_ptr<CpuContext> context, const Architecture& architecture,
                                      Span<const uint64_t> seeds) {
  bool fits = fused::fits(architecture);
  int32_t forced = context->path();
  require(forced != WEFT_PATH_FUSED || fits, "the fused path takes layers of at most ", fused::max_width,
          " units and no GELU; this network needs the general path");
  if (fits && forced != WEFT_PATH_GENERAL) {
    return std::make_shared<fused::FusedNetwork>(std::move(context), architecture, seeds);
  }
  return std::make_shared<GeneralNetwork>(std::move(context), architecture, seeds);
}

}  // namespace weft::cpu
