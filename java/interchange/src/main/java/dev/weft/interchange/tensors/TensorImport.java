package dev.weft.interchange.tensors;

import dev.weft.ModelFileException;
import dev.weft.interchange.DenseTensors;
import dev.weft.interchange.ForeignModel;
import dev.weft.interchange.ForeignTensor;
import dev.weft.interchange.ImportHints;
import dev.weft.interchange.LayerStack;
import dev.weft.interchange.Note;
import dev.weft.model.FloatType;
import dev.weft.model.ModelMetadata;
import dev.weft.model.TensorEntry;
import dev.weft.model.TensorFile;
import dev.weft.nn.Architecture;
import dev.weft.text.Format;
import dev.weft.train.SpecException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a model from safetensors in the naming of Keras or PyTorch. */
public final class TensorImport {
  private TensorImport() {}

  /**
   * Reads a file.
   *
   * @throws ModelFileException where it cannot be read or is damaged
   * @throws IllegalArgumentException where it holds what is not supported; the message names it
   * @throws SpecException where the hints contradict the file, or another is needed
   */
  public static ForeignModel read(Path file, ImportHints hints) {
    try (TensorFile tensors = TensorFile.open(file)) {
      Map<String, String> facts = tensors.metadata();
      if (ExportedFacts.ownFile(facts)) {
        throw new IllegalArgumentException("it is a model of Weft's already: use it as it is");
      }
      return read(tensors, facts, hints);
    }
  }

  private static ForeignModel read(TensorFile file, Map<String, String> facts, ImportHints hints) {
    Map<String, NamedParts> layers = layers(file);
    TensorNaming naming = naming(layers);
    boolean exported = ExportedFacts.exported(facts);
    List<DenseTensors> ordered = new ArrayList<>();
    for (String name : order(layers.keySet(), exported, facts, hints)) {
      ordered.add(layers.get(name).dense(name, naming.transposed()));
    }
    LayerStack stack = new LayerStack(ordered);
    List<Note> notes = new ArrayList<>();
    Optional<ModelMetadata> metadata =
        exported ? Optional.of(ExportedFacts.metadata(facts)) : Optional.empty();
    if (exported) {
      hints.requireNoNetwork();
    }
    Architecture architecture =
        metadata
            .map(ModelMetadata::architecture)
            .orElseGet(() -> hints.architecture(stack.widths(), notes));
    return new ForeignModel(
        "safetensors as of " + (naming == TensorNaming.KERAS ? "Keras" : "PyTorch"),
        architecture,
        stack.parameters(architecture, notes),
        metadata,
        notes);
  }

  private static Map<String, NamedParts> layers(TensorFile file) {
    Map<String, NamedParts> layers = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    for (TensorEntry entry : file.tensors()) {
      Optional<NamedParts.Place> place = NamedParts.place(entry.name());
      if (place.isEmpty()) {
        unknown.add(entry.name() + " " + entry.shape());
        continue;
      }
      if (FloatType.named(entry.dtype()).isEmpty()) {
        throw new IllegalArgumentException(
            "tensor " + entry.name() + " is " + entry.dtype() + ", expected F32, F64, F16 or BF16");
      }
      layers
          .computeIfAbsent(place.get().layer(), name -> new NamedParts())
          .put(place.get(), new ForeignTensor(entry.name(), entry.shape(), () -> file.read(entry)));
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "it has tensors that belong to no dense layer: " + String.join(", ", unknown));
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("it has no tensors");
    }
    return layers;
  }

  private static TensorNaming naming(Map<String, NamedParts> layers) {
    List<TensorNaming> namings =
        layers.entrySet().stream()
            .map(layer -> layer.getValue().naming(layer.getKey()))
            .distinct()
            .toList();
    if (namings.size() > 1) {
      throw new IllegalArgumentException(
          "it has layers with a kernel as of Keras and layers with a weight as of PyTorch: "
              + String.join(", ", layers.keySet()));
    }
    return namings.get(0);
  }

  private static List<String> order(
      Set<String> names, boolean exported, Map<String, String> facts, ImportHints hints) {
    List<String> given = hints.layerNames();
    if (given.isEmpty() && exported) {
      given = ExportedFacts.layers(facts);
    }
    if (given.isEmpty()) {
      return LayerOrder.of(names)
          .orElseThrow(
              () ->
                  new SpecException(
                      "the names of the layers do not tell their order: "
                          + Format.excerpt(String.join(", ", names))
                          + "; name them in order with {layer_names}"));
    }
    if (given.size() != names.size() || !names.equals(Set.copyOf(given))) {
      throw new IllegalArgumentException(
          "its layers are " + String.join(", ", names) + ", not " + String.join(", ", given));
    }
    return given;
  }
}
