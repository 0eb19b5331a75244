package dev.weft.interchange;

import dev.weft.text.Format;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What has to be said about an import: something that was assumed, converted or left out.
 *
 * @param text for people
 * @param settledBy the fields of {@link ImportHints} that would say otherwise; none where nothing
 *     was assumed
 */
public record Note(String text, List<String> settledBy) {
  public Note {
    text = Format.excerpt(text);
    settledBy = List.copyOf(settledBy);
  }

  /** Something that was converted or left out. */
  public static Note of(String text) {
    return new Note(text, List.of());
  }

  /** Something that was assumed, and the fields that would say otherwise. */
  public static Note assumed(String text, String... settledBy) {
    return new Note(text, Arrays.asList(settledBy));
  }

  /** The note with each field spelt by {@code spelling} of its name, such as class_names. */
  public String words(UnaryOperator<String> spelling) {
    return settledBy.isEmpty()
        ? text
        : text
            + " ("
            + String.join(" and ", settledBy.stream().map(spelling).toList())
            + (settledBy.size() == 1 ? " says" : " say")
            + " otherwise)";
  }

  @Override
  public String toString() {
    return words(UnaryOperator.identity());
  }
}
