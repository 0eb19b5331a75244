package dev.weft.runs.sweep;

import dev.weft.runs.Recipe;
import dev.weft.train.TrainingField;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** What a search tries of a field: values that are listed, or numbers between two ends. */
public sealed interface Values {
  /** What can be tried of a field is no more than this, listed or counted. */
  int MOST = 100_000;

  /** All of them in order; empty where they are too many to be listed. */
  Optional<List<String>> listed();

  /** One of them by chance, each as likely as any other. */
  String draw(SplittableRandom draws);

  /**
   * What a text names: one value; several, separated by semicolons, or by commas where the field's
   * values have none; or {@code LOW..HIGH}, numbers between two ends, whole where both ends are,
   * evenly distributed, or with {@code :log} behind evenly in their logarithms; for rates of a
   * layer {@code LOW..HIGH@LAYER}.
   *
   * @throws IllegalArgumentException where it names none, or one that the field does not take
   */
  static Values parse(TrainingField field, String text) {
    Matcher range = Range.TEXT.matcher(text.strip());
    if (range.matches()) {
      Range values = Range.of(range, text);
      check(field, values.low() + values.layer());
      check(field, values.high() + values.layer());
      return values;
    }
    List<String> values =
        Arrays.stream(isOne(field, text) ? new String[] {text} : text.split(separator(text), -1))
            .map(String::strip)
            .toList();
    values.forEach(value -> check(field, value));
    if (new LinkedHashSet<>(values).size() != values.size()) {
      throw new IllegalArgumentException("expected values that differ, not '" + text + "'");
    }
    return new Listed(values);
  }

  private static String separator(String text) {
    return text.contains(";") ? ";" : ",";
  }

  private static boolean isOne(TrainingField field, String text) {
    try {
      check(field, text);
      return true;
    } catch (IllegalArgumentException e) {
      // Several, or one that is wrong: the parts tell.
      return false;
    }
  }

  private static void check(TrainingField field, String value) {
    field.set(Recipe.reference().multiclass().toBuilder(), value);
  }

  /** Values in so many words. */
  record Listed(List<String> values) implements Values {
    public Listed {
      values = List.copyOf(values);
    }

    @Override
    public Optional<List<String>> listed() {
      return Optional.of(values);
    }

    @Override
    public String draw(SplittableRandom draws) {
      return values.get(draws.nextInt(values.size()));
    }
  }

  /**
   * Numbers between two ends.
   *
   * @param low as it was written
   * @param high as it was written, not below it
   * @param layer what stands behind each value, such as {@code @1}, or nothing
   * @param log whether their logarithms are evenly distributed
   */
  record Range(String low, String high, String layer, boolean log) implements Values {
    private static final String NUMBER = "[+-]?[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?";
    private static final Pattern TEXT =
        Pattern.compile("(" + NUMBER + ")\\.\\.(" + NUMBER + ")(@\\d+)?(:log)?");

    /** Digits of a number that is drawn: enough to search by, few enough to read. */
    private static final MathContext DIGITS = new MathContext(4);

    private static Range of(Matcher matched, String text) {
      Range range =
          new Range(
              matched.group(1),
              matched.group(2),
              Optional.ofNullable(matched.group(3)).orElse(""),
              matched.group(4) != null);
      boolean sound;
      try {
        double first = Double.parseDouble(range.low);
        double last = Double.parseDouble(range.high);
        sound = first <= last && (!range.log || first > 0) && Double.isFinite(last - first);
      } catch (NumberFormatException e) {
        sound = false;
      }
      if (!sound) {
        throw new IllegalArgumentException(
            "expected LOW..HIGH, such as 16..256 or 1e-4..1e-2:log (both above 0), not '"
                + text
                + "'");
      }
      return range;
    }

    private boolean whole() {
      return low.matches("[+-]?\\d{1,18}") && high.matches("[+-]?\\d{1,18}");
    }

    @Override
    public Optional<List<String>> listed() {
      if (!whole() || log || Long.parseLong(high) - Long.parseLong(low) >= MOST) {
        return low.equals(high) ? Optional.of(List.of(low + layer)) : Optional.empty();
      }
      List<String> values = new ArrayList<>();
      LongStream.rangeClosed(Long.parseLong(low), Long.parseLong(high))
          .forEach(value -> values.add(value + layer));
      return Optional.of(values);
    }

    @Override
    public String draw(SplittableRandom draws) {
      return number(draws) + layer;
    }

    private String number(SplittableRandom draws) {
      double first = Double.parseDouble(low);
      double last = Double.parseDouble(high);
      double place = draws.nextDouble();
      if (whole() && !log) {
        return Long.toString(Long.parseLong(low) + (long) (place * (last - first + 1)));
      }
      double value =
          log
              ? Math.exp(Math.log(first) + place * (Math.log(last) - Math.log(first)))
              : first + place * (last - first);
      return whole()
          ? Long.toString(Math.min(Long.parseLong(high), Math.round(value)))
          : clamped(new BigDecimal(value).round(DIGITS));
    }

    /** A number whose last digits were taken away, between the ends. */
    private String clamped(BigDecimal value) {
      BigDecimal within =
          value.max(new BigDecimal(low)).min(new BigDecimal(high)).stripTrailingZeros();
      return within.toPlainString();
    }
  }
}
