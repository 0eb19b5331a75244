package dev.weft.runs.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.train.TrainingField;
import dev.weft.train.TrainingFields;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  static TrainingField field(String name) {
    return TrainingFields.ALL.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  private static Values values(String field, String text) {
    return Values.parse(field(field), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learning_rate | 0.001,0.003       | 0.001 0.003",
        "learning_rate | 1e-3              | 1e-3",
        "layers        | 784,32,10         | 784,32,10",
        "layers        | 784,32,10;784,10  | 784,32,10 784,10",
        "activation    | relu;gelu,tanh    | relu gelu,tanh",
        "lr_schedule   | constant,cosine   | constant cosine",
        "dropout       | 0.1@1,0.2@1       | 0.1@1 0.2@1",
        "epochs        | 2..4              | 2 3 4",
        "seed          | -1..1             | -1 0 1",
        "batch_size    | 32..32            | 32"
      })
  void listsWhatATextNames(String field, String text, String expected) {
    assertEquals(Optional.of(List.of(expected.split(" "))), values(field, text).listed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learning_rate | 0.001,fast    | a number",
        "learning_rate | 0.1..0.01     | LOW..HIGH",
        "learning_rate | 0..0.1:log    | LOW..HIGH",
        "batch_size    | 32,32         | values that differ",
        "epochs        | 1..many       | a whole number",
        "dropout       | 0..1@1        | RATE@LAYER",
        "layers        | 784,32,10;784 | ''",
      })
  void saysWhatItExpected(String field, String text, String expected) {
    if (expected.isEmpty()) {
      // One width is a text that the field takes; that it is no network shows where it is built.
      assertEquals(2, values(field, text).listed().orElseThrow().size());
      return;
    }
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> values(field, text));
    assertTrue(wrong.getMessage().contains(expected), wrong.getMessage());
  }

  @Test
  void drawsBetweenTheEndsEvenlyInWhatWasAskedFor() {
    SplittableRandom draws = new SplittableRandom(1);
    Values log = values("learning_rate", "1e-4..1e-2:log");
    List<Double> rates =
        Stream.generate(() -> Double.parseDouble(log.draw(draws))).limit(2000).toList();
    assertTrue(rates.stream().allMatch(rate -> rate >= 1e-4 && rate <= 1e-2));
    assertEquals(0.5, rates.stream().filter(rate -> rate < 1e-3).count() / 2000.0, 0.04);
    Values even = values("learning_rate", "0.1..0.3");
    double mean =
        Stream.generate(() -> Double.parseDouble(even.draw(draws)))
            .limit(2000)
            .mapToDouble(d -> d)
            .average()
            .orElseThrow();
    assertEquals(0.2, mean, 0.005);
    Values whole = values("batch_size", "16..18");
    List<String> sizes = Stream.generate(() -> whole.draw(draws)).limit(3000).toList();
    for (String size : List.of("16", "17", "18")) {
      assertEquals(1000, sizes.stream().filter(size::equals).count(), 120);
    }
    assertTrue(values("dropout", "0..0.5@1").draw(draws).matches("0\\.\\d{1,7}@1"));
    assertTrue(log.listed().isEmpty());
  }
}
