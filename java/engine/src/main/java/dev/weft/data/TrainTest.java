package dev.weft.data;

import java.util.List;

/**
 * A data set as it is usually published.
 *
 * @param train what to learn from
 * @param test what to be judged by, never to be trained on
 * @param sampleDimensions of one sample, such as 28 and 28 of an image: how its features, row after
 *     row, are to be read
 */
public record TrainTest(Dataset train, Dataset test, List<Integer> sampleDimensions) {
  public TrainTest {
    sampleDimensions = List.copyOf(sampleDimensions);
  }
}
