package dev.weft.serve;

/**
 * A picture as a client sent it.
 *
 * @param file its bytes, of which nothing is known yet
 * @param which its name in messages, such as {@code images[3]}
 */
record EncodedPicture(byte[] file, String which) {}
