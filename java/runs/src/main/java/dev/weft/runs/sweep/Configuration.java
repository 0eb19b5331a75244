package dev.weft.runs.sweep;

import dev.weft.train.TrainingSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Settings that a search tries, with each seed and fold.
 *
 * @param number from 1, in the order in which they were drawn
 * @param values what it has of each axis, by the axis' name
 * @param spec how it trains, with the first seed
 */
public record Configuration(int number, Map<String, String> values, TrainingSpec spec) {
  public Configuration {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Its values for people: {@code learning_rate 0.003, batch_size 64}. */
  public String words() {
    return values.isEmpty()
        ? "as the recipe has it"
        : values.entrySet().stream()
            .map(value -> value.getKey() + " " + value.getValue())
            .collect(Collectors.joining(", "));
  }
}
