package dev.weft.app.options;

/**
 * One {@code --dropout RATE@LAYER}.
 *
 * @param rate from 0 to below 1
 * @param layer the hidden layer that it follows, from 1; 0 is the input
 */
public record DropoutOption(float rate, int layer) {}
