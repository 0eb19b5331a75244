package dev.weft.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void anExcerptIsShortAndObeyedByNoTerminal() {
    assertEquals("a?[31mb??ü", Format.excerpt("a\u001b[31mb\n\u202eü"));
    assertEquals("x".repeat(600), Format.excerpt("x".repeat(600)));
    assertEquals("x".repeat(600) + "...", Format.excerpt("x".repeat(601)));
  }
}
