package dev.weft.interchange.tensors;

import dev.weft.ModelFileException;
import dev.weft.interchange.ExportFormat;
import dev.weft.interchange.Transpose;
import dev.weft.model.ModelFile;
import dev.weft.model.TensorFile;
import dev.weft.nn.Architecture;
import dev.weft.nn.TensorSpec;
import dev.weft.train.SpecException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Writes a model as safetensors in the naming of another framework. */
public final class TensorExport {
  private TensorExport() {}

  /**
   * Writes the file whole or not at all.
   *
   * @param layerNames of the dense layers in their order; empty for the framework's own
   * @return the tensors that it holds, in their order
   * @throws SpecException where the names do not go with the model
   * @throws IllegalArgumentException where a parameter is NaN or infinite
   * @throws ModelFileException where the file cannot be written
   */
  public static List<TensorSpec> write(
      Path file, ModelFile model, TensorNaming naming, List<String> layerNames) {
    Architecture architecture = model.metadata().architecture();
    List<String> names = layerNames.isEmpty() ? naming.layerNames(architecture) : layerNames;
    requireNames(names, architecture);
    ExportFormat.requireFinite(model);
    List<TensorSpec> here = architecture.tensors();
    List<TensorSpec> there = new ArrayList<>();
    float[] flat = model.parameters();
    float[] turned = naming.transposed() ? flat.clone() : flat;
    for (int i = 0; i < names.size(); i++) {
      TensorSpec kernel = here.get(2 * i);
      TensorSpec bias = here.get(2 * i + 1);
      int in = kernel.shape().get(0);
      int out = kernel.shape().get(1);
      List<Integer> shape = naming.transposed() ? List.of(out, in) : List.of(in, out);
      if (naming.transposed()) {
        Transpose.of(flat, kernel.offset(), in, out, turned, kernel.offset());
      }
      there.add(new TensorSpec(naming.kernel(names.get(i)), shape, kernel.offset()));
      there.add(new TensorSpec(naming.bias(names.get(i)), bias.shape(), bias.offset()));
    }
    TensorFile.write(file, ExportedFacts.of(model.metadata(), naming, names), there, turned);
    return List.copyOf(there);
  }

  private static void requireNames(List<String> names, Architecture architecture) {
    int layers = architecture.denseLayers().size();
    if (names.size() != layers) {
      throw new SpecException(
          "{layer_names} has "
              + names.size()
              + " names, the model has "
              + layers
              + " dense layers");
    }
    if (new HashSet<>(names).size() < layers || names.stream().anyMatch(String::isBlank)) {
      throw new SpecException("{layer_names} needs a name of its own for each layer: " + names);
    }
  }
}
