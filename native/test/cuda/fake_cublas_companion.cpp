// What the tests' cuBLAS needs beside it, as NVIDIA's needs libcublasLt.
extern "C" __attribute__((visibility("default"))) int fake_cublas_companion();

int fake_cublas_companion() { return 0; }
