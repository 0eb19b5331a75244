// A cuBLAS for tests: a shared library with the functions that we call of NVIDIA's, computing on the processor, in the
// order of the stream that it is given (host_stream.h). It does what it is told to, and remembers what it was asked.
#pragma once

#include <cstdint>
#include <vector>

namespace weft::test {

struct FakeCublas {
  struct Call {
    int transposed_a;
    int transposed_b;
    int m;
    int n;
    int k;
    int lda;
    int ldb;
    int ldc;
    const void* a;
    const void* b;
    const void* c;
  };

  int32_t version[3] = {13, 1, 0};
  // What these return: 0 is success.
  int property_status = 0;
  int create_status = 0;
  int math_mode_status = 0;
  int sgemm_status = 0;
  bool tf32 = false;  // factors have the bits of TF32

  std::vector<Call> calls;  // of sgemm
  int handles = 0;          // that live
  int math_mode = 0;        // of the last handle
  int atomics_mode = 1;
  int64_t workspace_bytes = 0;
};

// Exported as fake_cublas: the one of this process.
using FakeCublasEntry = FakeCublas*();

}  // namespace weft::test
