package dev.weft.runs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.NullSerializer;
import dev.weft.json.JsonValue;
import dev.weft.train.TrainingSpec;
import java.io.IOException;
import java.util.Optional;

/**
 * Values as JSON for scripts: snake_case names, numbers at full precision, null for what is not
 * there and for NaN and infinities, which JSON does not have.
 */
public final class Json {
  private Json() {}

  /** The indented document of a value made of records, lists and maps. */
  public static String write(Object value) {
    try {
      return writer().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for " + value.getClass(), e);
    }
  }

  /** The same on one line. */
  public static String line(Object value) {
    try {
      return mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for " + value.getClass(), e);
    }
  }

  /**
   * The same in short, for a {@code script} element of an HTML page: whatever a text holds, it
   * cannot end the element, nor a line of a script.
   */
  public static String inHtml(Object value) {
    try {
      return mapper().writer().with(new HtmlEscapes()).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for " + value.getClass(), e);
    }
  }

  private static ObjectWriter writer() {
    return mapper().writerWithDefaultPrettyPrinter().with(new TerminalEscapes());
  }

  /** A document may be printed: the control characters that JSON itself leaves as they are. */
  private static final class TerminalEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7f;
    private static final int LAST = 0x9f;
    private final int[] ascii = standardAsciiEscapesForJSON();

    TerminalEscapes() {
      ascii[DELETE] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return c > DELETE && c <= LAST ? new SerializedString(String.format("\\u%04x", c)) : null;
    }
  }

  private static JsonMapper mapper() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(Double.class, new Finite<>());
    module.addSerializer(Double.TYPE, new Finite<>());
    module.addSerializer(Float.class, new Finite<>());
    module.addSerializer(Float.TYPE, new Finite<>());
    module.addSerializer(Optional.class, new Present());
    module.addSerializer(TrainingSpec.class, new Fields());
    module.addSerializer(JsonValue.NULL.getClass(), NullSerializer.instance);
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .addModule(module)
        .build();
  }

  /** The characters that mean something to an HTML parser, or end a line in old scripts. */
  private static final class HtmlEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private final int[] ascii = standardAsciiEscapesForJSON();

    HtmlEscapes() {
      for (char c : new char[] {'<', '>', '&', '\''}) {
        ascii[c] = ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return c == 0x2028 || c == 0x2029 ? new SerializedString(String.format("\\u%04x", c)) : null;
    }
  }

  /** Numbers that JSON has. */
  private static final class Finite<T extends Number> extends JsonSerializer<T> {
    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (!Double.isFinite(value.doubleValue())) {
        out.writeNull();
      } else if (value instanceof Float single) {
        out.writeNumber(single);
      } else {
        out.writeNumber(value.doubleValue());
      }
    }
  }

  /** A training as its fields by name. */
  private static final class Fields extends JsonSerializer<TrainingSpec> {
    @Override
    public void serialize(TrainingSpec spec, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(spec.facts(), out);
    }
  }

  /** What is there, or null. */
  @SuppressWarnings("rawtypes")
  private static final class Present extends JsonSerializer<Optional> {
    @Override
    public void serialize(Optional value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (value.isPresent()) {
        provider.defaultSerializeValue(value.get(), out);
      } else {
        out.writeNull();
      }
    }
  }
}
