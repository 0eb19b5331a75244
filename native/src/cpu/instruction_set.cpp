#include "cpu/instruction_set.h"

#include <cstring>

#include "error.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace weft::cpu {

bool has_instruction_set(int32_t isa) {
  switch (isa) {
    case WEFT_ISA_BASELINE:
      return true;
#if defined(__x86_64__)
    case WEFT_ISA_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case WEFT_ISA_AVX512:
      return has_instruction_set(WEFT_ISA_AVX2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512vl");
#endif
    default:
      return false;
  }
}

int32_t resolve_instruction_set(int32_t isa) {
  require(isa >= WEFT_ISA_AUTO && isa <= WEFT_ISA_AVX512, "instruction_set ", isa, " does not exist, expected ",
          WEFT_ISA_AUTO, " to ", WEFT_ISA_AVX512);
  if (isa == WEFT_ISA_AUTO) {
    isa = WEFT_ISA_AVX512;
    while (!has_instruction_set(isa)) isa--;
  }
  if (!has_instruction_set(isa)) {
    fail(WEFT_UNAVAILABLE, "this processor does not have the instruction set ", instruction_set_name(isa));
  }
  return isa;
}

const char* instruction_set_name(int32_t isa) {
  switch (isa) {
    case WEFT_ISA_AVX2:
      return "avx2";
    case WEFT_ISA_AVX512:
      return "avx512";
    default:
      return "baseline";
  }
}

void processor_name(char* name, int size) {
  char brand[49] = "CPU";
#if defined(__x86_64__)
  unsigned words[12];
  if (static_cast<unsigned>(__get_cpuid_max(0x80000000u, nullptr)) >= 0x80000004u) {
    for (unsigned leaf = 0; leaf < 3; leaf++) {
      __get_cpuid(0x80000002u + leaf, &words[4 * leaf], &words[4 * leaf + 1], &words[4 * leaf + 2],
                  &words[4 * leaf + 3]);
    }
    std::memcpy(brand, words, 48);
    brand[48] = '\0';
  }
#endif
  const char* start = brand;
  while (*start == ' ') start++;
  std::strncpy(name, start, static_cast<std::size_t>(size) - 1);
  name[size - 1] = '\0';
}

}  // namespace weft::cpu
