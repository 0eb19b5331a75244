package dev.weft.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void readsEveryKindOfValue() {
    assertEquals(
        Map.of(
            "a", List.of(1L, -2L, 0L),
            "b", Map.of(),
            "c", List.of(true, false),
            "d", 1.5,
            "e", -2e3),
        JsonReader.read(
            " {\"a\":[1, -2,0 ],\n\"b\":{ }\t,\"c\":[true,false],\r" + "\"d\":1.5,\"e\":-2E+3} "));
    assertSame(JsonValue.NULL, JsonReader.read("null"));
    assertEquals(Long.MAX_VALUE, JsonReader.read("9223372036854775807"));
    assertEquals(List.of(), JsonReader.read("[ ]"));
  }

  @Test
  void readsEscapesAndSurrogates() {
    assertEquals("\"\\/\b\f\n\r\t", JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""));
    assertEquals("é€", JsonReader.read("\"\\u00e9\\u20AC\""));
    assertEquals("👟", JsonReader.read("\"\\ud83d\\uDC5F\""));
    assertEquals("👟", JsonReader.read("\"👟\""));
    assertEquals("\ud83d", JsonReader.read("\"\\ud83d\""));
  }

  @Test
  void whatTheWriterWritesComesBack() {
    for (String text : List.of("", "plain", "\"\\/\n\u0000\u001f\u007f", "é€👟", "\udc5f\ud83d")) {
      String json = JsonWriter.write(Map.of("k", List.of(text, 5L, Map.of())));
      assertEquals(Map.of("k", List.of(text, 5L, Map.of())), JsonReader.read(json), json);
    }
    assertEquals(
        "[\"\\u000a\\\"\\\\\",[],{}]", JsonWriter.write(List.of("\n\"\\", List.of(), Map.of())));
    Map<String, Object> scalars = Map.of("a", 1.5, "b", true, "c", JsonValue.NULL);
    assertEquals(scalars, JsonReader.read(JsonWriter.write(scalars)));
    assertThrows(IllegalArgumentException.class, () -> JsonWriter.write(Double.NaN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:2}",
        "[1]]",
        "1 2",
        "tru",
        "nul",
        "True",
        "NaN",
        "Infinity",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u１２３４\"",
        "\"a\nb\"",
        "'a'",
        "// c",
        "{\"a\":1 \"b\":2}",
        "9223372036854775808",
        "\uFEFF1"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
  }

  @ParameterizedTest
  @CsvSource({"a,a", "a,\\u0061"})
  void aNameTwiceIsRefused(String first, String second) {
    String json = "{\"" + first + "\":1,\"b\":2,\"" + second + "\":null}";
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(json));
    assertTrue(
        e.getMessage().contains("the name \"a\" a second time at character 13"), e.getMessage());
  }

  @Test
  void deepNestingIsRefusedRatherThanFollowed() {
    int depth = JsonReader.MAX_DEPTH;
    JsonReader.read("[".repeat(depth + 1) + "]".repeat(depth + 1));
    String bomb = "[".repeat(1_000_000);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(bomb));
    assertTrue(e.getMessage().contains("levels of nesting"), e.getMessage());
    String objects = "{\"a\":".repeat(100);
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read(objects));
  }
}
