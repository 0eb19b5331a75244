package dev.weft.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weft.WeftException;
import dev.weft.files.IoErrors;
import dev.weft.json.JsonValue;
import dev.weft.train.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a JSON document with the way to it, so that what is wrong with it can be said.
 *
 * @param file that it stands in
 * @param path to it, such as {@code /provenance/seed}; empty for the document itself
 */
public record JsonField(Path file, String path, JsonNode value) {
  private static final long LARGEST = 64 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * The document in a file of a run.
   *
   * @throws RunException where it is none
   */
  public static JsonField document(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new RunException(file + " is larger than the results of any run");
      }
      return new JsonField(file, "", JSON.readTree(Files.readAllBytes(file)));
    } catch (JsonProcessingException e) {
      throw notJson(file, e);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot read " + file, e);
    }
  }

  /**
   * The document that a text in a file is, which was read already.
   *
   * @throws RunException where it is none
   */
  public static JsonField document(Path file, String text) {
    try {
      return new JsonField(file, "", JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw notJson(file, e);
    }
  }

  private static RunException notJson(Path file, JsonProcessingException e) {
    return new RunException(
        file
            + " is not JSON: "
            + e.getOriginalMessage()
            + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")"));
  }

  /** A member that must be there. */
  public JsonField member(String name) {
    JsonField found = new JsonField(file, path + "/" + name, value.path(name));
    if (found.value.isMissingNode()) {
      throw found.wrong("is missing");
    }
    return found;
  }

  /** A member that may be missing or null. */
  public Optional<JsonField> optional(String name) {
    JsonNode found = value.path(name);
    return found.isMissingNode() || found.isNull()
        ? Optional.empty()
        : Optional.of(new JsonField(file, path + "/" + name, found));
  }

  /** The elements of an array. */
  public List<JsonField> elements() {
    if (!value.isArray()) {
      throw wrong("is not a list");
    }
    List<JsonField> elements = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      elements.add(new JsonField(file, path + "/" + i, value.get(i)));
    }
    return elements;
  }

  /** The members of an object in order. */
  public List<JsonField> members() {
    if (!value.isObject()) {
      throw wrong("is not an object");
    }
    List<JsonField> members = new ArrayList<>();
    value.fieldNames().forEachRemaining(name -> members.add(member(name)));
    return members;
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public String text() {
    if (!value.isTextual()) {
      throw wrong("is not a text");
    }
    return value.asText();
  }

  public Instant time() {
    try {
      return Instant.parse(text());
    } catch (DateTimeParseException e) {
      throw wrong("is not a time such as 2026-02-28T14:05:09Z");
    }
  }

  public boolean truth() {
    if (!value.isBoolean()) {
      throw wrong("is neither true nor false");
    }
    return value.asBoolean();
  }

  /** A number; NaN for null, which stands for what is not known. */
  public double number() {
    if (value.isNull()) {
      return Double.NaN;
    }
    if (!value.isNumber()) {
      throw wrong("is not a number");
    }
    return value.asDouble();
  }

  /** A whole number of at most 64 bits. */
  public long whole() {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong("is not a whole number");
    }
    return value.asLong();
  }

  /**
   * The members of an object as plain values: texts, numbers, truth values, lists, maps, and {@link
   * JsonValue#NULL}.
   */
  private Map<String, Object> plainMembers() {
    Map<String, Object> plain = new LinkedHashMap<>();
    members().forEach(member -> plain.put(member.name(), member.plain()));
    return plain;
  }

  private Object plain() {
    if (value.isNull()) {
      return JsonValue.NULL;
    }
    if (value.isObject()) {
      return plainMembers();
    }
    if (value.isArray()) {
      return elements().stream().map(JsonField::plain).toList();
    }
    if (value.isTextual()) {
      return text();
    }
    if (value.isBoolean()) {
      return truth();
    }
    return value.isIntegralNumber() ? (Object) whole() : (Object) number();
  }

  /** What the members describe as the fields of a training. */
  public TrainingSpec training() {
    try {
      return TrainingSpec.ofFacts(plainMembers());
    } catch (IllegalArgumentException e) {
      throw wrong("describes no training: " + e.getMessage());
    }
  }

  /** Any simple value or list of such as people would write it. */
  public String written() {
    return value.isTextual() ? value.asText() : value.isNull() ? "-" : value.toString();
  }

  /** How a line of a table is named, the line of column names being the first. */
  public static String line(Path file, int index) {
    return file + ", line " + (index + 1);
  }

  /** What is wrong with it. */
  public WeftException wrong(String what) {
    return new RunException(file + ": the field " + path + " " + what);
  }
}
