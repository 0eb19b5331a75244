package dev.weft.datasets.fashion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataLocationTest {
  @Test
  void readsAllForms() {
    assertEquals(DataLocation.search(), DataLocation.parse("default"));
    assertEquals(DataLocation.synthetic(0), DataLocation.parse("synthetic"));
    assertEquals(DataLocation.synthetic(-7), DataLocation.parse("synthetic:-7"));
    assertEquals(DataLocation.folder(Path.of("a/b")), DataLocation.parse("a/b"));
    assertEquals(DataLocation.folder(Path.of("./synthetic")), DataLocation.parse("./synthetic"));
  }

  @Test
  void onlyASearchUsesTheNetwork() {
    assertEquals(new DataLocation.Search(false), DataLocation.parse("default").withoutNetwork());
    DataLocation folder = DataLocation.folder(Path.of("x"));
    assertEquals(folder, folder.withoutNetwork());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "synthetic:", "synthetic:abc", "synthetic:1.5", "a\0b"})
  void refusesTheRest(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DataLocation.parse(text));
    assertTrue(e.getMessage().contains("expected"), e.getMessage());
  }
}
