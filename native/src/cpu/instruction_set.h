// Which instruction sets this machine has, and which one to use.
#pragma once

#include <cstdint>

#include "weft/weft.h"

namespace weft::cpu {

// Whether the processor and the operating system have it; WEFT_ISA_BASELINE is always there.
bool has_instruction_set(int32_t isa);

// WEFT_ISA_AUTO becomes the widest there is. Throws WEFT_UNAVAILABLE for one that is not there.
int32_t resolve_instruction_set(int32_t isa);

// "baseline", "avx2" or "avx512".
const char* instruction_set_name(int32_t isa);

// Writes the processor's name, or "CPU", as a C string of at most `size` bytes.
void processor_name(char* name, int size);

}  // namespace weft::cpu
