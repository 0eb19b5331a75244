package dev.weft.app.options;

import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import dev.weft.runs.training.ClassWeighting;
import dev.weft.runs.training.Schedule;
import dev.weft.runs.training.ValidationSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What option texts stand for. Each says in its message what it expected. */
public final class Converters {
  private Converters() {}

  /** Runs the constructor of a value, whose complaints are about the option. */
  private static <T> T valid(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** One of an enum's constants, by its name in lower case. */
  public static <E extends Enum<E>> ITypeConverter<E> choice(Class<E> type) {
    return text -> {
      for (E value : type.getEnumConstants()) {
        if (value.name().equalsIgnoreCase(text)) {
          return value;
        }
      }
      throw Parse.wrong(
          text,
          "one of "
              + Arrays.stream(type.getEnumConstants())
                  .map(value -> value.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ")));
    };
  }

  /** {@code 784,32,32,10}. */
  public static final class Layers implements ITypeConverter<List<Integer>> {
    @Override
    public List<Integer> convert(String text) {
      String expected = "widths separated by commas, such as 784,32,32,10";
      List<Integer> widths = new ArrayList<>();
      for (String part : text.split(",", -1)) {
        int width = Parse.integer(part, text, expected);
        if (width < 1) {
          throw Parse.wrong(text, expected);
        }
        widths.add(width);
      }
      return List.copyOf(widths);
    }
  }

  /** An activation as it prints, such as {@code relu}. */
  public static final class ActivationName implements ITypeConverter<Activation> {
    @Override
    public Activation convert(String text) {
      return valid(() -> Activation.parse(text.toLowerCase(Locale.ROOT)));
    }
  }

  /** A loss by the name that Keras gives it. */
  public static final class LossName implements ITypeConverter<Loss> {
    @Override
    public Loss convert(String text) {
      return valid(() -> Loss.parse(text.toLowerCase(Locale.ROOT)));
    }
  }

  /** {@code 0.2@1}: a rate and the hidden layer that it follows. */
  public static final class DropoutAt implements ITypeConverter<DropoutOption> {
    @Override
    public DropoutOption convert(String text) {
      String expected = "RATE@LAYER, such as 0.2@1 (after the first hidden layer)";
      String[] parts = text.split("@", -1);
      if (parts.length != 2) {
        throw Parse.wrong(text, expected);
      }
      float rate = Parse.decimal(parts[0], text, expected);
      int layer = Parse.integer(parts[1], text, expected);
      if (!(rate >= 0 && rate < 1) || layer < 0) {
        throw Parse.wrong(text, expected + ", the rate from 0 to below 1, the layer from 0");
      }
      return new DropoutOption(rate, layer);
    }
  }

  /** {@code constant}, {@code step:FACTOR:EVERY}, {@code cosine[:WARMUP_EPOCHS[:FINAL]]}. */
  public static final class ScheduleText implements ITypeConverter<Schedule> {
    private static final String EXPECTED =
        "constant, step:FACTOR:EVERY or cosine[:WARMUP_EPOCHS[:FINAL]]";

    @Override
    public Schedule convert(String text) {
      String[] parts = text.split(":", -1);
      String kind = parts[0].toLowerCase(Locale.ROOT);
      if (kind.equals("constant") && parts.length == 1) {
        return new Schedule.Constant();
      }
      if (kind.equals("step") && parts.length == 3) {
        float factor = Parse.decimal(parts[1], text, EXPECTED);
        int every = Parse.integer(parts[2], text, EXPECTED);
        return valid(() -> new Schedule.Step(factor, every));
      }
      if (kind.equals("cosine") && parts.length <= 3) {
        int warmup = parts.length > 1 ? Parse.integer(parts[1], text, EXPECTED) : 0;
        float last = parts.length > 2 ? Parse.decimal(parts[2], text, EXPECTED) : 0;
        return valid(() -> new Schedule.Cosine(warmup, last));
      }
      throw Parse.wrong(text, EXPECTED);
    }
  }

  /** {@code 10000} samples, or a fraction such as {@code 0.2}. */
  public static final class Validation implements ITypeConverter<ValidationSize> {
    @Override
    public ValidationSize convert(String text) {
      String expected = "a number of samples (0 for none), or a fraction such as 0.2";
      if (text.contains(".")) {
        float checked = Parse.decimal(text, text, expected);
        if (!(checked > 0 && checked < 1)) {
          throw Parse.wrong(text, expected);
        }
        return valid(() -> new ValidationSize.Fraction(Double.parseDouble(text.strip())));
      }
      int samples = Parse.integer(text, text, expected);
      return valid(() -> new ValidationSize.Samples(samples));
    }
  }

  /** A number of epochs, or {@code off}. */
  public static final class Patience implements ITypeConverter<OptionalInt> {
    @Override
    public OptionalInt convert(String text) {
      if (text.equalsIgnoreCase("off")) {
        return OptionalInt.empty();
      }
      String expected = "a number of epochs from 1, or off";
      int epochs = Parse.integer(text, text, expected);
      if (epochs < 1) {
        throw Parse.wrong(text, expected);
      }
      return OptionalInt.of(epochs);
    }
  }

  /** {@code balanced}, {@code none}, or one weight a class. */
  public static final class ClassWeights implements ITypeConverter<ClassWeighting> {
    @Override
    public ClassWeighting convert(String text) {
      if (text.equalsIgnoreCase("balanced")) {
        return new ClassWeighting.Balanced();
      }
      if (text.equalsIgnoreCase("none")) {
        return new ClassWeighting.None();
      }
      String expected = "balanced, none, or one weight a class separated by commas";
      List<Float> weights = new ArrayList<>();
      for (String part : text.split(",", -1)) {
        weights.add(Parse.decimal(part, text, expected));
      }
      return valid(() -> new ClassWeighting.Given(weights));
    }
  }

  /** {@code A:B}: samples A to B - 1. */
  public static final class Range implements ITypeConverter<SampleRange> {
    @Override
    public SampleRange convert(String text) {
      String expected = "A:B with 0 <= A < B: samples A to B-1, counted from 0";
      String[] parts = text.split(":", -1);
      if (parts.length != 2) {
        throw Parse.wrong(text, expected);
      }
      int from = Parse.integer(parts[0], text, expected);
      int to = Parse.integer(parts[1], text, expected);
      if (from < 0 || to <= from) {
        throw Parse.wrong(text, expected);
      }
      return new SampleRange(from, to);
    }
  }
}
