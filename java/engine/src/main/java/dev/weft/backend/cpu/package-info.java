/** The native CPU backend: fused and general path, instruction set, BLAS. */
package dev.weft.backend.cpu;
