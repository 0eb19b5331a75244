// Functions that run on the host and on a GPU: the same source, compiled by either compiler.
#pragma once

#ifdef __CUDACC__
#define WEFT_DEVICE __host__ __device__
#define WEFT_UNROLL _Pragma("unroll")
#else
#define WEFT_DEVICE
#define WEFT_UNROLL
#endif
