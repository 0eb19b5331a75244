package dev.weft.interchange;

import dev.weft.model.FiniteValues;
import dev.weft.model.TensorFile;
import dev.weft.nn.Architecture;
import dev.weft.nn.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Dense layers in their order, each as wide at its input as the one before at its output. */
public final class LayerStack {
  private final List<DenseTensors> layers;

  /**
   * A stack.
   *
   * @throws IllegalArgumentException where the layers do not fit onto one another
   */
  public LayerStack(List<DenseTensors> layers) {
    this.layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("it has no dense layer");
    }
    for (int i = 1; i < layers.size(); i++) {
      DenseTensors before = layers.get(i - 1);
      DenseTensors layer = layers.get(i);
      if (before.units() != layer.inputs()) {
        throw new IllegalArgumentException(
            "layer '"
                + before.name()
                + "' has "
                + before.units()
                + " outputs, but '"
                + layer.name()
                + "' after it "
                + layer.inputs()
                + " inputs; in the order of their names the layers are "
                + described());
      }
    }
  }

  /** The widths from the input to the output. */
  public List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    widths.add(layers.get(0).inputs());
    layers.forEach(layer -> widths.add(layer.units()));
    return widths;
  }

  /** The layers with their widths, for messages. */
  public String described() {
    return String.join(
        ", ",
        layers.stream()
            .map(layer -> layer.name() + " " + layer.inputs() + " to " + layer.units())
            .toList());
  }

  /**
   * Reads all values into the order of {@link Architecture#tensors}.
   *
   * @param notes takes what has to be said about them
   * @throws IllegalArgumentException where the architecture has other widths, or a value is NaN or
   *     infinite
   */
  public float[] parameters(Architecture architecture, List<Note> notes) {
    if (!architecture.widths().equals(widths())) {
      throw new IllegalArgumentException(
          "its tensors are of a network with the widths "
              + widths()
              + ", its configuration is of one with "
              + architecture.widths());
    }
    float[] flat = new float[architecture.parameterCount()];
    List<TensorSpec> specs = architecture.tensors();
    for (int i = 0; i < layers.size(); i++) {
      DenseTensors layer = layers.get(i);
      float[] kernel = read(layer.kernel(), notes);
      if (layer.transposed()) {
        Transpose.of(kernel, 0, layer.units(), layer.inputs(), flat, specs.get(2 * i).offset());
      } else {
        System.arraycopy(kernel, 0, flat, specs.get(2 * i).offset(), kernel.length);
      }
      int offset = specs.get(2 * i + 1).offset();
      if (layer.bias().isPresent()) {
        System.arraycopy(read(layer.bias().get(), notes), 0, flat, offset, layer.units());
      } else {
        notes.add(Note.of("layer '" + layer.name() + "' has no bias: its bias here is 0"));
      }
    }
    return flat;
  }

  private static float[] read(ForeignTensor tensor, List<Note> notes) {
    TensorFile.Values values = tensor.values().get();
    Optional<String> fault = FiniteValues.fault(tensor.name(), tensor.shape(), values.values());
    if (fault.isPresent()) {
      throw new IllegalArgumentException(
          fault.get() + ": its training diverged, or the file is damaged");
    }
    if (values.rounded() > 0) {
      notes.add(
          Note.of(
              "tensor "
                  + tensor.name()
                  + " is float64: "
                  + values.rounded()
                  + " of "
                  + values.values().length
                  + " values were rounded to float32"));
    }
    return values.values();
  }
}
