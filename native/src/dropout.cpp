#include "dropout.h"

namespace weft {

DropoutMask dropout_mask(const Dropout& dropout, uint64_t seed, uint32_t layer, uint32_t step) {
  uint64_t drop_below = static_cast<uint64_t>(static_cast<double>(dropout.rate) * 4294967296.0);
  return {drop_below, dropout.scales ? 1.0f / (1.0f - dropout.rate) : 1.0f, seed, layer, step};
}

}  // namespace weft
