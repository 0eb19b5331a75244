// From an instruction set to its table of kernels, of which each kind of kernels has one an instruction set.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "error.h"
#include "weft/weft.h"

namespace weft::cpu {

// `tables` are those of this build, from WEFT_ISA_BASELINE on. Throws WEFT_UNAVAILABLE where there is none.
template <typename Table>
const Table& table_for(int32_t isa, std::initializer_list<const Table*> tables) {
  std::size_t index = static_cast<std::size_t>(isa - WEFT_ISA_BASELINE);
  if (index >= tables.size()) fail(WEFT_UNAVAILABLE, "this build has no kernels for instruction set ", isa);
  return *tables.begin()[index];
}

}  // namespace weft::cpu
