package dev.weft.model;

import java.util.List;

/**
 * One tensor of a safetensors file.
 *
 * @param name unique in its file
 * @param dtype the name of its elements' type: F32, BF16, I64...
 * @param shape its dimensions, none of a scalar
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last
 */
public record TensorEntry(String name, String dtype, List<Long> shape, long begin, long end) {}
