// Registers of PTX are many, and few of them live at once: gives those that never live together the same place.
#pragma once

#include "ptx/program.h"

namespace weft::test::ptx {

// A register, by how much of it a warp needs.
struct Register {
  uint32_t bytes_of_warp;
  uint8_t bytes;  // of a lane; 0: a predicate
};

// Operands that are not constants name registers by number in `at`, and their places from then on. `written` tells
// which operands of an instruction are results. The first `fixed` registers keep places of their own.
void assign_slots(Kernel& kernel, const std::vector<Register>& registers, std::size_t fixed,
                  const std::vector<uint8_t>& written);

}  // namespace weft::test::ptx
