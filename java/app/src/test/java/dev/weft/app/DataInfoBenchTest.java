package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.app.session.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataInfoBenchTest {
  @TempDir Path folder;

  @Test
  void dataDescribesAnyIdxFolder() throws Exception {
    String where = SmallData.idx(folder).toString();
    Invocation text = Invocation.of("data", "describe", "--dataset", "idx", "--data", where);
    assertEquals(ExitCode.OK, text.code(), text.err());
    assertTrue(text.out().contains("train: 600 samples of 16 uint8 features"), text.out());
    JsonNode json =
        new ObjectMapper()
            .readTree(Invocation.of("data", "--dataset", "idx", "--data", where, "--json").out());
    assertEquals(200, json.at("/sets/0/classes/0").asInt());
    assertTrue(json.at("/sets/0/values/mean").asDouble() > 0.1);
  }

  @Test
  void dataThatIsNotFashionMnistIsAFailure() {
    String where = SmallData.idx(folder).toString();
    Invocation invocation = Invocation.of("data", "verify", "--data", where);
    assertEquals(ExitCode.FAILURE, invocation.code());
    assertTrue(invocation.err().contains(where), invocation.err());
    assertTrue(invocation.err().lines().noneMatch(line -> line.startsWith("\tat ")));
  }

  @Test
  void aSystemPropertyThatMakesNoSenseIsMisuse() {
    System.setProperty("weft.cpu.path", "warp");
    try {
      Invocation invocation = Invocation.of("info");
      assertEquals(ExitCode.MISUSE, invocation.code());
      assertEquals(
          "weft: the system property weft.cpu.path is warp, expected one of"
              + " [auto, fused, general]\n",
          invocation.err());
    } finally {
      System.clearProperty("weft.cpu.path");
    }
  }

  @Test
  void infoNamesEveryBackendWithItsReason() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    JsonNode json =
        new ObjectMapper()
            .readTree(Invocation.of("info", "--json", "--data", empty.toString()).out());
    for (JsonNode backend : json.get("backends")) {
      assertTrue(!backend.get("detail").asText().isBlank(), backend.toString());
    }
    assertEquals("java", json.at("/backends").findValuesAsText("name").get(2));
    assertTrue(!json.get("data_found").asBoolean());
    Invocation text = Invocation.of("info", "--data", empty.toString());
    assertEquals(ExitCode.OK, text.code());
    assertTrue(text.out().contains("backend java"), text.out());
  }
}
