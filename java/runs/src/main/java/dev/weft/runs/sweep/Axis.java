package dev.weft.runs.sweep;

import dev.weft.train.TrainingField;
import java.util.Objects;

/**
 * A field that a search varies.
 *
 * @param name of its column: the field's, with a number behind it from the second axis of a field
 *     on that has several
 */
public record Axis(String name, TrainingField field, Values values) {
  public Axis {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(values, "values");
  }
}
