package dev.weft.backend.operations;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Odd and boundary sizes: around vector lengths and tiles, and the widths of the experiments. */
final class Sizes {
  static final List<Integer> BATCHES = List.of(1, 31, 32, 33);
  static final List<Integer> WIDTHS = List.of(1, 7, 10, 16, 17, 32, 33, 64, 784);

  private Sizes() {}

  /** (in, out) of dense layers. */
  static Stream<Arguments> layers() {
    return WIDTHS.stream().flatMap(in -> WIDTHS.stream().map(out -> Arguments.of(in, out)));
  }

  /** (batch, width) of a loss over one or more outputs. */
  static Stream<Arguments> rows() {
    return BATCHES.stream()
        .flatMap(batch -> WIDTHS.stream().map(width -> Arguments.of(batch, width)));
  }

  /** (batch, width) of a softmax, which has at least two outputs. */
  static Stream<Arguments> softmaxRows() {
    return BATCHES.stream()
        .flatMap(
            batch ->
                IntStream.concat(
                        IntStream.of(2),
                        WIDTHS.stream().mapToInt(Integer::intValue).filter(width -> width > 1))
                    .mapToObj(width -> Arguments.of(batch, width)));
  }
}
