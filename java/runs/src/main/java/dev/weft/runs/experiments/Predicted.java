package dev.weft.runs.experiments;

/**
 * A network's answers to some samples.
 *
 * @param truth true classes [samples]
 * @param classes predicted classes [samples]
 * @param probabilities [samples, outputs]
 */
record Predicted(int[] truth, int[] classes, float[] probabilities) {}
