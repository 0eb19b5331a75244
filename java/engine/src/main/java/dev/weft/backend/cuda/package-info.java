/** The CUDA backend: which GPU, which path, and whether cuBLAS can be had. */
package dev.weft.backend.cuda;
