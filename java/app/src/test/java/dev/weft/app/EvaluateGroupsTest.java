package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.app.session.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes of a model read as groups. */
class EvaluateGroupsTest {
  @TempDir private Path folder;
  @TempDir private Path data;
  private Path model;

  @BeforeEach
  void train() {
    SmallData.idx(data);
    model = folder.resolve("model.safetensors");
    Invocation trained =
        run(
            "train",
            "--epochs",
            "2",
            "--layers",
            "16,5,3",
            "--validation",
            "100",
            "--no-report",
            "--save",
            model.toString());
    assertEquals(ExitCode.OK, trained.code(), trained.err());
  }

  private Invocation run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--dataset", "idx", "--data", data.toString(), "--backend", "java"));
    return Invocation.of(all.toArray(String[]::new));
  }

  private Invocation evaluate(String... more) {
    List<String> arguments = new ArrayList<>(List.of("evaluate", model.toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void groupsComeFromAFile() throws IOException {
    Path mapping = folder.resolve("groups.csv");
    JsonNode plain = new ObjectMapper().readTree(evaluate("--json").out());
    assertTrue(plain.get("groups").isNull());
    StringBuilder lines = new StringBuilder("class,group\n");
    List<String> names = new ArrayList<>();
    plain.get("test").get("class_names").forEach(name -> names.add(name.asText()));
    for (int i = 0; i < names.size(); i++) {
      lines.append(names.get(i)).append(i == 0 ? ",first\n" : ",others\n");
    }
    Files.writeString(mapping, lines);
    Invocation evaluated = evaluate("--json", "--label-mapping", mapping.toString());
    assertEquals(ExitCode.OK, evaluated.code(), evaluated.err());
    JsonNode groups = new ObjectMapper().readTree(evaluated.out()).get("groups");
    JsonNode ten = plain.get("test").get("confusion");
    long right = ten.get(0).get(0).asLong();
    for (int i = 1; i < names.size(); i++) {
      for (int j = 1; j < names.size(); j++) {
        right += ten.get(i).get(j).asLong();
      }
    }
    JsonNode byClass = groups.get("by_class").get("confusion");
    assertEquals(right, byClass.get(0).get(0).asLong() + byClass.get(1).get(1).asLong());
    assertEquals(
        "others", groups.get("by_summed_probabilities").get("class_names").get(1).asText());
    Invocation words = evaluate("--label-mapping", mapping.toString());
    assertTrue(words.out().contains("test accuracy by predicted class "), words.out());
  }

  @Test
  void whatHasNoSuchGroupsIsMisuse() {
    Invocation other = evaluate("--binarized");
    assertEquals(ExitCode.MISUSE, other.code());
    assertTrue(other.err().contains("name their groups with --label-mapping"), other.err());
    assertEquals(ExitCode.MISUSE, evaluate("--binarized", "--label-mapping", "x.csv").code());
  }
}
