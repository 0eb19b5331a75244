/**
 * How good predictions are: accuracy, confusion, scores a class, curves, calibration. Figures
 * alone; who draws them is no matter here.
 */
package dev.weft.metrics;
