package dev.weft.interchange.keras;

import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The files that make_fixtures.py wrote, and the network in them. */
final class KerasFiles {
  /** What those with a configuration describe. */
  static final Architecture DESCRIBED =
      Architecture.inputs(6)
          .dense(5, Activation.RELU)
          .dropout(0.25f)
          .dense(4, Activation.GELU)
          .output(3, Loss.SOFTMAX_CROSS_ENTROPY);

  private KerasFiles() {}

  static Path path(String name) {
    try {
      return Path.of(KerasFiles.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Element k of tensor t is ((7 k + 3 + t) mod 31 - 15) / 16. */
  static float[] parameters() {
    float[] parameters = new float[DESCRIBED.parameterCount()];
    for (int t = 0; t < DESCRIBED.tensors().size(); t++) {
      for (int k = 0; k < DESCRIBED.tensors().get(t).length(); k++) {
        parameters[DESCRIBED.tensors().get(t).offset() + k] = ((7 * k + 3 + t) % 31 - 15) / 16f;
      }
    }
    return parameters;
  }
}
