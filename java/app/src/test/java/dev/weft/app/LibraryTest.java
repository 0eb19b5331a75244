package dev.weft.app;

import static dev.weft.nn.Activation.RELU;
import static dev.weft.nn.Loss.SOFTMAX_CROSS_ENTROPY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.app.session.ExitCode;
import dev.weft.data.TrainTest;
import dev.weft.data.idx.IdxDataset;
import dev.weft.model.ModelFile;
import dev.weft.nn.Architecture;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library's snippet of the README, on small data, beside the command that does the same. */
class LibraryTest {
  private static final int VALIDATION = 100;

  @ParameterizedTest
  @ValueSource(strings = {"java", "cpu"})
  void theLibrarySDefaultsAreTheCommandS(String backend, @TempDir Path folder) throws IOException {
    Path files = SmallData.idx(Files.createDirectory(folder.resolve("data")));
    Path model = folder.resolve("model.safetensors");
    Invocation command =
        Invocation.of(
            "train",
            "--dataset",
            "idx",
            "--data",
            files.toString(),
            "--backend",
            backend,
            "--epochs",
            "6",
            "--validation",
            Integer.toString(VALIDATION),
            "--no-report",
            "--save",
            model.toString());
    assertEquals(ExitCode.OK, command.code(), command.err());
    assertArrayEquals(ModelFile.read(model).parameters(), trained(backend, files));
  }

  private static float[] trained(String backend, Path files) {
    TrainTest data = IdxDataset.readFolder(files);
    Architecture architecture =
        Architecture.inputs(SmallData.FEATURES)
            .dense(32, RELU)
            .dense(32, RELU)
            .output(3, SOFTMAX_CROSS_ENTROPY);
    try (Engine engine = Engine.open(backend, 1);
        Network network = engine.network(architecture, 0)) {
      TrainingSpec spec =
          TrainingSpec.builder(architecture)
              .epochs(6)
              .validation(Validation.last(VALIDATION))
              .earlyStopping(5)
              .build();
      new Trainer(spec).fit(network, data.train());
      return network.parameters();
    }
  }
}
