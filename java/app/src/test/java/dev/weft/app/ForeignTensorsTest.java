package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.app.session.ExitCode;
import dev.weft.interchange.RandomModels;
import dev.weft.model.ModelFile;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and tensors of other frameworks where a command takes them without an import. */
class ForeignTensorsTest {
  @TempDir private Path folder;
  @TempDir private Path data;

  @BeforeEach
  void writeData() {
    SmallData.idx(data);
  }

  private Invocation train(String... more) {
    return run(more, "train");
  }

  private Invocation evaluate(Path model, String... more) {
    return run(more, "evaluate", model.toString(), "--json");
  }

  private Invocation run(String[] more, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--dataset", "idx", "--data", data.toString(), "--backend", "java"));
    if (command[0].equals("train")) {
      arguments.addAll(List.of("--no-report", "--validation", "100"));
    }
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(String[]::new));
  }

  private static JsonNode json(Invocation invocation) throws IOException {
    assertEquals(ExitCode.OK, invocation.code(), invocation.err());
    return new ObjectMapper().readTree(invocation.out());
  }

  @Test
  void tensorsOfOtherFrameworksAreTakenAsTheirOwnAre() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path there = folder.resolve("torch.safetensors");
    json(train("--epochs", "1", "--json", "--layers", "16,5,3", "--save", model.toString()));
    Invocation.of(
        "export", model.toString(), "--format", "pytorch-safetensors", "-o", there.toString());
    assertEquals(
        json(evaluate(model)).get("test_loss"),
        json(evaluate(there, "--layers", "16,5,3")).get("test_loss"));
    Path second = folder.resolve("second.safetensors");
    Invocation again =
        train(
            "--epochs",
            "1",
            "--layers",
            "16,5,3",
            "--learning-rate",
            "1e-30",
            "--init",
            there.toString(),
            "--save",
            second.toString());
    assertEquals(ExitCode.OK, again.code(), again.err());
    assertArrayEquals(
        ModelFile.read(model).parameters(), ModelFile.read(second).parameters(), 1e-6f);
    Invocation.of(
        "export",
        model.toString(),
        "--format",
        "pytorch-safetensors",
        "--layer-names",
        "in,out",
        "-o",
        there.toString());
    Invocation bare = evaluate(there);
    assertEquals(ExitCode.MISUSE, bare.code(), bare.err());
    assertTrue(bare.err().contains("let weft import make a model of it"), bare.err());
    Invocation shown = Invocation.of("show", there.toString());
    assertEquals(ExitCode.FAILURE, shown.code(), shown.err());
    assertTrue(shown.err().contains("weft import makes a model of"), shown.err());
  }

  /** Linear outputs and sigmoids may be one of several classes: the highest. */
  @Test
  void theHighestOutputMayBeTheClass() throws IOException {
    Path model = folder.resolve("model.safetensors");
    json(train("--epochs", "1", "--json", "--save", model.toString()));
    ModelFile softmax = ModelFile.read(model);
    double accuracy = json(evaluate(model)).get("test_accuracy").asDouble();
    for (Loss loss : List.of(Loss.MEAN_SQUARED_ERROR, Loss.SIGMOID_CROSS_ENTROPY)) {
      Architecture own = softmax.metadata().architecture();
      Path numbers = folder.resolve("numbers.safetensors");
      RandomModels.of(new Architecture(own.inputs(), own.layers(), loss), List.of(), 1)
          .save(numbers);
      ModelFile unnamed = ModelFile.read(numbers);
      new ModelFile(unnamed.metadata(), softmax.parameters(), Optional.empty()).save(numbers);
      Invocation unsaid = evaluate(numbers);
      assertEquals(ExitCode.MISUSE, unsaid.code());
      assertTrue(unsaid.err().contains("add --task multiclass"), unsaid.err());
      Invocation evaluated = evaluate(numbers, "--task", "multiclass");
      assertEquals(ExitCode.OK, evaluated.code(), evaluated.err());
      assertEquals(accuracy, json(evaluated).get("test_accuracy").asDouble());
      assertTrue(evaluated.err().contains("the highest is taken for the class"), evaluated.err());
    }
    Invocation impossible = evaluate(model, "--task", "regression");
    assertEquals(ExitCode.MISUSE, impossible.code());
    assertTrue(
        impossible.err().contains("is for --task multiclass (3 softmax outputs), which cannot be"),
        impossible.err());
  }
}
