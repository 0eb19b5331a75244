package dev.weft.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
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

  private static ObjectWriter writer() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(Double.class, new Finite<>());
    module.addSerializer(Double.TYPE, new Finite<>());
    module.addSerializer(Float.class, new Finite<>());
    module.addSerializer(Float.TYPE, new Finite<>());
    module.addSerializer(Optional.class, new Present());
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .addModule(module)
        .build()
        .writerWithDefaultPrettyPrinter();
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
