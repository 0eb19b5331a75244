// Functions that run on the host and on a GPU: the same source, compiled by either compiler.
#pragma once

#ifdef __CUDACC__
#define WEFT_DEVICE __host__ __device__
#else
#define WEFT_DEVICE
#endif
