package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.AdamState;
import dev.weft.app.session.ExitCode;
import dev.weft.files.Sha256;
import dev.weft.model.ModelFile;
import dev.weft.nn.GlorotUniform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
  @TempDir Path folder;

  @Test
  void showsLayersOriginAndTensorsWithinAHundredColumns() {
    Path model = PictureModel.save(folder.resolve("m.safetensors"), PictureModel.MULTICLASS);
    Invocation shown = Invocation.of("show", model.toString());
    assertEquals(ExitCode.OK, shown.code(), shown.err());
    assertEquals("", shown.err());
    for (String expected :
        new String[] {
          "dense1 (softmax)",
          "Parameters: 6,370",
          "T-shirt/top, Trouser",
          "made up, seed 3",
          "0".repeat(64),
          "epoch",
          "none",
          "784 x 8"
        }) {
      assertTrue(shown.out().contains(expected), expected + " in " + shown.out());
    }
    shown
        .out()
        .lines()
        .filter(line -> !line.startsWith("file"))
        .forEach(line -> assertTrue(line.length() <= 100, line));
  }

  @Test
  void theDocumentHasEverythingAndTheRangesOfTheTensors() throws Exception {
    float[] parameters = GlorotUniform.parameters(PictureModel.BINARY, 1);
    parameters[0] = -2.5f;
    parameters[1] = 7;
    parameters[2] = Float.NaN;
    Path model = folder.resolve("b.safetensors");
    PictureModel.save(model, PictureModel.BINARY, parameters);
    ModelFile saved = ModelFile.read(model);
    AdamState adam = new AdamState(12, parameters.clone(), parameters.clone());
    new ModelFile(saved.metadata(), parameters, Optional.of(adam)).save(model);
    JsonNode shown =
        new ObjectMapper().readTree(Invocation.of("show", model.toString(), "--json").out());
    assertEquals("binary", shown.get("task").asText());
    assertEquals("[784,8,1]", shown.get("layers").toString());
    assertEquals(Files.size(model), shown.get("bytes").asLong());
    assertEquals(12, shown.get("adam_step").asInt());
    assertEquals("7", shown.at("/extra/epoch").asText());
    assertEquals(Sha256.ofFloats(parameters), shown.get("parameter_hash").asText());
    assertEquals(false, shown.get("sound").asBoolean());
    JsonNode kernel = shown.at("/tensors/0");
    assertEquals("dense0.kernel", kernel.get("name").asText());
    assertEquals(-2.5, kernel.get("min").asDouble());
    assertEquals(7, kernel.get("max").asDouble());
    assertEquals(1, kernel.get("unsound").asInt());
    double sum = 0;
    for (int i = 0; i < 784 * 8; i++) {
      sum += i == 2 ? 0 : parameters[i];
    }
    assertEquals(sum / (784 * 8 - 1), kernel.get("mean").asDouble(), 1e-9);
  }

  @Test
  void otherFilesAreFailuresThatSayWhatTheyLack() throws Exception {
    Path text = Files.writeString(folder.resolve("text.safetensors"), "no model, just words");
    Invocation shown = Invocation.of("show", text.toString());
    assertEquals(ExitCode.FAILURE, shown.code());
    assertTrue(shown.err().contains("text.safetensors"), shown.err());
  }
}
