package dev.weft.app.options;

import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import dev.weft.runs.input.SampleRange;
import dev.weft.train.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What option texts stand for; the values themselves say in their messages what they expected. */
public final class Converters {
  private Converters() {}

  /** What {@code parse} makes of a text, whose complaints are about the option. */
  public static <T> ITypeConverter<T> of(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  /** One of an enum's constants, by its name in lower case. */
  public static <E extends Enum<E>> ITypeConverter<E> choice(Class<E> type) {
    return text -> {
      for (E value : type.getEnumConstants()) {
        if (value.name().equalsIgnoreCase(text)) {
          return value;
        }
      }
      throw new TypeConversionException(
          "expected one of "
              + Arrays.stream(type.getEnumConstants())
                  .map(value -> value.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", "))
              + ", not '"
              + text
              + "'");
    };
  }

  /** {@code 784,32,32,10}. */
  public static final class Layers implements ITypeConverter<List<Integer>> {
    @Override
    public List<Integer> convert(String text) {
      String expected = "widths separated by commas, such as 784,32,32,10";
      List<Integer> widths = new ArrayList<>();
      for (String part : text.split(",", -1)) {
        if (!part.strip().matches("0*[1-9][0-9]{0,8}")) {
          throw new TypeConversionException("expected " + expected + ", not '" + text + "'");
        }
        widths.add(Integer.valueOf(part.strip()));
      }
      return List.copyOf(widths);
    }
  }

  /** {@code relu}, {@code sigmoid}, {@code tanh}, {@code gelu}, {@code linear}... */
  public static final class ActivationName implements ITypeConverter<Activation> {
    @Override
    public Activation convert(String text) throws Exception {
      return of(Activation::parse).convert(text.toLowerCase(Locale.ROOT));
    }
  }

  /** A loss by the name that Keras gives it. */
  public static final class LossName implements ITypeConverter<Loss> {
    @Override
    public Loss convert(String text) throws Exception {
      return of(Loss::parse).convert(text.toLowerCase(Locale.ROOT));
    }
  }

  /** What a network is trained for. */
  public static final class TaskName implements ITypeConverter<Task> {
    @Override
    public Task convert(String text) throws Exception {
      return of(Task::parse).convert(text);
    }
  }

  /** {@code A:B}: samples A to B - 1. */
  public static final class Range implements ITypeConverter<SampleRange> {
    @Override
    public SampleRange convert(String text) throws Exception {
      return of(SampleRange::parse).convert(text);
    }
  }
}
