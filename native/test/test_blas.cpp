#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "cpu/blas.h"
#include "error.h"
#include "weft/weft.h"

using weft::cpu::better_core;

TEST_CASE("a library that is not there is an error with the loader's words, and a later load still works") {
  CHECK(weft_load_blas(nullptr) == WEFT_INVALID_ARGUMENT);
  CHECK(weft_load_blas("") == WEFT_INVALID_ARGUMENT);
  CHECK(weft_load_blas("/nowhere/libopenblas.so") == WEFT_UNAVAILABLE);
  CHECK(std::string(weft_last_error()).find("/nowhere/libopenblas.so") != std::string::npos);
  weft_context_options options{WEFT_BACKEND_CPU, 0, 1, WEFT_ISA_AUTO, WEFT_PATH_AUTO};
  weft_context context = 0;
  CHECK(weft_context_create(&options, &context) == WEFT_UNAVAILABLE);
  CHECK(context == 0);

  unsetenv("OPENBLAS_NUM_THREADS");
  REQUIRE(weft_load_blas(WEFT_TEST_OPENBLAS) == WEFT_OK);
  CHECK(std::getenv("OPENBLAS_NUM_THREADS") == nullptr);
  CHECK(!weft::cpu::blas().core.empty());
  CHECK(weft_load_blas("/nowhere/ignored") == WEFT_OK);
}

TEST_CASE("a core that OpenBLAS took for a much older one is corrected") {
  CHECK(better_core("Prescott", true, true) == std::string("SkylakeX"));
  CHECK(better_core("Prescott", true, false) == std::string("Haswell"));
  CHECK(better_core("Nehalem", false, false) == nullptr);
  for (const char* core : {"Haswell", "Zen", "SkylakeX", "Cooperlake", "SapphireRapids"}) {
    CHECK(better_core(core, true, true) == nullptr);
  }
}
