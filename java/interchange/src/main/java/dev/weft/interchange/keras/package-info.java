/** Models of Keras 3 ({@code .keras}, {@code .weights.h5}) and of Keras 2 ({@code .h5}). */
package dev.weft.interchange.keras;
