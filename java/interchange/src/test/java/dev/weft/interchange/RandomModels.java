package dev.weft.interchange;

import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Models with random parameters. */
public final class RandomModels {
  private RandomModels() {}

  /** A model of an architecture, without class names. */
  public static ModelFile of(Architecture architecture, long seed) {
    return of(architecture, List.of(), seed);
  }

  /** A model whose parameters are drawn from a normal distribution, scaled by the layers' width. */
  public static ModelFile of(Architecture architecture, List<String> classNames, long seed) {
    Random random = new Random(seed);
    float[] parameters = new float[architecture.parameterCount()];
    double scale = 1.5 / Math.sqrt(architecture.widths().stream().mapToInt(w -> w).max().orElse(1));
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (scale * random.nextGaussian());
    }
    ModelMetadata metadata =
        new ModelMetadata(
            architecture, classNames, "test", seed, "hash", "java", "1", Map.of("epoch", "3"));
    return new ModelFile(metadata, parameters, Optional.empty());
  }
}
