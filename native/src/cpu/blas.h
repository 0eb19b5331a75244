// OpenBLAS, loaded at run time: the matrix products of the CPU backend. It is not linked, so that its thread team can
// be switched off before it starts (two teams in one process fight), and so that a process without CPU work never pays
// for it. Its header, from the JavaCPP preset, gives the types.
#pragma once

#include <string>

#include "cblas.h"

namespace weft::cpu {

struct Blas {
  decltype(&cblas_sgemm) sgemm;
  std::string core;    // what it chose its kernels for, such as "Cooperlake"
  std::string config;  // its description of its build
};

// Loads it once a process; later calls do nothing. Throws WEFT_UNAVAILABLE with the loader's words.
void load_blas(const char* libraries);

// Throws WEFT_UNAVAILABLE where load_blas() has not been called.
const Blas& blas();

// The core name to force where OpenBLAS took this processor for a much older one, or null. Its sgemm runs five times
// slower for a Prescott than for what the machine is.
const char* better_core(const std::string& chosen, bool avx2, bool avx512);

}  // namespace weft::cpu
