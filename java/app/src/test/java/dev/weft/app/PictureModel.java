package dev.weft.app;

import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.GlorotUniform;
import dev.weft.nn.Loss;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Model files for pictures, with weights drawn from a seed. */
final class PictureModel {
  /** Ten classes. */
  static final Architecture MULTICLASS =
      Architecture.inputs(784).dense(8, Activation.RELU).output(10, Loss.SOFTMAX_CROSS_ENTROPY);

  /** Two classes, one output. */
  static final Architecture BINARY =
      Architecture.inputs(784).dense(8, Activation.RELU).output(1, Loss.SIGMOID_CROSS_ENTROPY);

  private PictureModel() {}

  /** A file with these parameters. */
  static Path save(Path file, Architecture architecture, float[] parameters) {
    List<String> names =
        switch (architecture.classes()) {
          case 0 -> List.of();
          case 2 -> FashionMnist.CLOTHING.groupNames();
          case 10 -> FashionMnist.CLASS_NAMES;
          default -> throw new IllegalArgumentException(architecture.toString());
        };
    ModelMetadata metadata =
        new ModelMetadata(
            architecture, names, "made up", 3, "0".repeat(64), "none", "0", Map.of("epoch", "7"));
    new ModelFile(metadata, parameters, Optional.empty()).save(file);
    return file;
  }

  /** A file with random parameters. */
  static Path save(Path file, Architecture architecture) {
    return save(file, architecture, GlorotUniform.parameters(architecture, 3));
  }
}
