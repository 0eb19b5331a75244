// Bodies of kernels and what they are made of: functions of the GPU, which tests compile as functions of the CPU.
#pragma once

#ifdef __CUDACC__
#define WEFT_BODY __device__ __forceinline__
#define WEFT_PRAGMA(text) _Pragma(#text)
#define WEFT_UNROLL WEFT_PRAGMA(unroll)
#define WEFT_UNROLL_BY(times) WEFT_PRAGMA(unroll times)
#else
#define WEFT_BODY inline
#define WEFT_UNROLL
#define WEFT_UNROLL_BY(times)
#endif
