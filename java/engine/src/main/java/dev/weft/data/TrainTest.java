package dev.weft.data;

/**
 * A data set as it is usually published.
 *
 * @param train what to learn from
 * @param test what to be judged by, never to be trained on
 */
public record TrainTest(Dataset train, Dataset test) {}
