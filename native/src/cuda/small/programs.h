// The kernels that train small networks, as a plan names them.
#pragma once

#include "cuda/kernels.h"
#include "cuda/small/plan.h"
#include "error.h"

namespace weft::cuda::small {

enum class Program : int32_t {
#define WEFT_PROGRAM(kernel, ...) kernel,
  WEFT_PROGRAMS(WEFT_PROGRAM)
#undef WEFT_PROGRAM
};

// Calls body(kernel) with the kernel of a program that is known when the library runs, and returns what that does.
template <class Body>
auto with_kernel(Program program, const Body& body) {
  switch (program) {
#define WEFT_PROGRAM(kernel, ...) \
  case Program::kernel:           \
    return body(__VA_ARGS__());
    WEFT_PROGRAMS(WEFT_PROGRAM)
#undef WEFT_PROGRAM
  }
  fail(WEFT_INTERNAL, "no program has number ", static_cast<int32_t>(program));
}

}  // namespace weft::cuda::small
