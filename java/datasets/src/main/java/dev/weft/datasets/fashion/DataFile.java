package dev.weft.datasets.fashion;

/**
 * One file of a published data set.
 *
 * @param name its name without {@code .gz}
 * @param bytes its length when inflated
 * @param sha256 the SHA-256 of the inflated bytes, in hexadecimal
 */
public record DataFile(String name, long bytes, String sha256) {}
