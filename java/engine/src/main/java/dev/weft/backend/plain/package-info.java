/**
 * The backend in plain Java, on one thread: the specification that the others are tested against,
 * and what computes where no native library can be had.
 */
package dev.weft.backend.plain;
