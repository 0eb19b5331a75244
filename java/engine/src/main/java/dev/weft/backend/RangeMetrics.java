package dev.weft.backend;

/**
 * What an evaluation gave.
 *
 * @param loss the mean loss of the samples, without class weights
 * @param correct samples classified right
 * @param confusion counts [true class, predicted class], row after row; empty where outputs are not
 *     classes
 */
public record RangeMetrics(double loss, long correct, long[] confusion) {}
