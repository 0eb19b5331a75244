package dev.weft.data.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.DataException;
import dev.weft.data.LabelMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileTest {
  private static final List<String> NAMES = List.of("coat", "shirt", "bag");

  @TempDir private Path folder;

  private LabelMapping read(String text) throws IOException {
    return MappingFile.read(Files.writeString(folder.resolve("groups.csv"), text), NAMES);
  }

  @Test
  void groupsStandInTheOrderInWhichTheyAreNamed() throws IOException {
    LabelMapping mapping = read("class,group\nbag,other\ncoat,\"worn, warm\"\nshirt,other\n");
    assertEquals(List.of("other", "worn, warm"), mapping.groupNames());
    assertEquals(List.of(1, 0, 0), mapping.groups());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label,group;coat,a | the first line is not class,group",
        "class,group;coat,a;shirt,b | there is no line for the class 'bag'",
        "class,group;coat,a;coat,b | line 3 names the class 'coat' again",
        "class,group;boot,a | line 2 names the class 'boot', the data has coat, shirt, bag",
        "class,group;coat,a,b | line 2 has 3 fields, expected a class and its group",
        "class,group;coat,a;shirt,a;bag,a | all classes are in one group",
        "'' | the first line is not class,group"
      })
  void whatIsNoMappingOfTheClassesIsSaid(String lines, String expected) {
    String text = lines.replace(';', '\n');
    String message = assertThrows(DataException.class, () -> read(text)).getMessage();
    assertTrue(message.contains("groups.csv"), message);
    assertTrue(message.contains(expected), message);
  }
}
