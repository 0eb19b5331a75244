package dev.weft.interchange.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.interchange.ForeignModel;
import dev.weft.interchange.ImportHints;
import dev.weft.interchange.LayerStack;
import dev.weft.interchange.Note;
import dev.weft.interchange.hdf5.Hdf5File;
import dev.weft.interchange.hdf5.Hdf5Group;
import dev.weft.nn.Architecture;
import dev.weft.train.SpecException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads models of Keras. */
public final class KerasImport {
  /** Weights are read in one piece: 64 million parameters, a quarter of the launcher's heap. */
  private static final int MAX_WEIGHTS_BYTES = 256 << 20;

  private KerasImport() {}

  /**
   * Reads a .keras file.
   *
   * @throws IOException where it cannot be read or is no zip
   * @throws IllegalArgumentException where it is damaged or holds what is not supported
   * @throws SpecException where the hints contradict the file
   */
  public static ForeignModel archive(Path file, ImportHints hints) throws IOException {
    KerasArchive archive = KerasArchive.read(file, MAX_WEIGHTS_BYTES);
    JsonNode config = KerasJson.read("config.json", archive.config());
    try (Hdf5File weights = Hdf5File.of(archive.weights())) {
      return described(
          "a model of Keras " + archive.version(),
          config,
          config.path("compile_config").path("loss"),
          KerasWeights.of(weights.root()),
          hints);
    }
  }

  /**
   * Reads an HDF5 file: weights, or a whole model of Keras 2.
   *
   * @throws IOException where it cannot be read
   * @throws IllegalArgumentException where it is damaged or holds what is not supported
   * @throws SpecException where the hints contradict the file
   */
  public static ForeignModel hdf5(Path file, ImportHints hints) throws IOException {
    try (Hdf5File opened = Hdf5File.of(bytes(file))) {
      Hdf5Group root = opened.root();
      Optional<String> config = root.text("model_config");
      KerasWeights weights = KerasWeights.of(root);
      Optional<String> version =
          root.text("keras_version")
              .or(() -> root.group("model_weights").flatMap(g -> g.text("keras_version")));
      String keras = "Keras" + version.map(v -> " " + v).orElse("") + " (HDF5)";
      if (config.isEmpty()) {
        return weightsAlone("weights of " + keras, weights, hints);
      }
      JsonNode training =
          KerasJson.read("training_config", root.text("training_config").orElse("{}"));
      return described(
          "a model of " + keras,
          KerasJson.read("model_config", config.get()),
          training.path("loss"),
          weights,
          hints);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_WEIGHTS_BYTES);
      if (in.read() >= 0) {
        throw new IllegalArgumentException(
            "it has more than the " + MAX_WEIGHTS_BYTES + " bytes that Weft reads of HDF5");
      }
      return bytes;
    }
  }

  private static ForeignModel described(
      String format, JsonNode config, JsonNode loss, KerasWeights weights, ImportHints hints) {
    hints.requireNoActivation();
    requireNoLayerNames(hints);
    List<Note> notes = new ArrayList<>();
    KerasNetwork network = KerasConfig.read(config, KerasLoss.of(loss).wanted(hints.loss()), notes);
    Architecture architecture = network.architecture(weights.layers(), notes);
    return imported(format, architecture, weights, notes);
  }

  private static ForeignModel weightsAlone(String format, KerasWeights weights, ImportHints hints) {
    requireNoLayerNames(hints);
    List<Note> notes = new ArrayList<>();
    Architecture architecture = hints.architecture(weights.stack().widths(), notes);
    return imported(format, architecture, weights, notes);
  }

  private static ForeignModel imported(
      String format, Architecture architecture, KerasWeights weights, List<Note> notes) {
    LayerStack stack = weights.stack();
    float[] parameters = stack.parameters(architecture, notes);
    notes.addAll(weights.notes());
    return new ForeignModel(format, architecture, parameters, Optional.empty(), notes);
  }

  private static void requireNoLayerNames(ImportHints hints) {
    if (!hints.layerNames().isEmpty()) {
      throw new SpecException("{layer_names} is for safetensors: Keras files tell their order");
    }
  }
}
