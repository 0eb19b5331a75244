package dev.weft.backend;

import java.util.Map;

/**
 * What a context computes on, for people and for provenance.
 *
 * @param backend the backend's name
 * @param device one line, such as {@code CPU, 2 threads, avx512, OpenBLAS 0.3.31 (Cooperlake)}
 * @param threads CPU threads in use, 0 on a GPU
 * @param properties further facts in order: instruction set, BLAS core, BLAS version...
 */
public record DeviceInfo(
    String backend, String device, int threads, Map<String, String> properties) {}
