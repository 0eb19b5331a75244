package dev.weft.interchange.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Loss;
import dev.weft.nn.OutputFunction;
import dev.weft.nn.TensorSpec;
import java.util.List;

/**
 * The forward pass of a network in ONNX operators of opset 13: a Gemm and its activation for each
 * dense layer, then the loss's output function. Dropout does nothing outside training and leaves no
 * node.
 */
final class OnnxGraph {
  /** Of graphs that take features. */
  static final String INPUT = "input";

  /** Of graphs that take bytes. */
  static final String PIXELS = "pixels";

  /** What the last dense layer puts out, where an output function follows. */
  static final String LOGITS = "logits";

  /** What the output function makes of them. */
  static final String PROBABILITIES = "probabilities";

  /** Linear outputs. */
  static final String OUTPUTS = "outputs";

  private static final float PIXEL_SCALE = 1 / 255f;

  private final Architecture architecture;
  private final float[] parameters;
  private final OnnxNodes nodes = new OnnxNodes();

  private OnnxGraph(Architecture architecture, float[] parameters) {
    this.architecture = architecture;
    this.parameters = parameters;
  }

  static GraphProto of(Architecture architecture, float[] parameters, OnnxInput input) {
    OnnxGraph graph = new OnnxGraph(architecture, parameters);
    graph.build(input);
    return graph.nodes.build("weft");
  }

  /** The name of the input. */
  static String inputName(OnnxInput input) {
    return input == OnnxInput.UINT8 ? PIXELS : INPUT;
  }

  /** The names of the outputs. */
  static List<String> outputNames(Loss loss) {
    return loss.classifies() ? List.of(PROBABILITIES, LOGITS) : List.of(OUTPUTS);
  }

  private void build(OnnxInput input) {
    List<TensorSpec> tensors = architecture.tensors();
    tensors.forEach(
        spec ->
            nodes.constant(spec.name(), spec.shape(), parameters, spec.offset(), spec.length()));
    String x = features(input);
    List<Dense> layers = architecture.denseLayers();
    for (int i = 0; i < layers.size(); i++) {
      boolean last = i == layers.size() - 1;
      String z = last ? lastName() : "dense" + i;
      nodes.add("Gemm", z, x, tensors.get(2 * i).name(), tensors.get(2 * i + 1).name());
      x = last ? z : activation(layers.get(i).activation(), z);
    }
    OutputFunction function = architecture.loss().outputFunction();
    if (function == OutputFunction.SOFTMAX) {
      nodes.add(function.onnxOperator(), PROBABILITIES, "axis", 1, x);
    } else if (function != OutputFunction.LINEAR) {
      nodes.add(function.onnxOperator(), PROBABILITIES, x);
    }
    outputNames(architecture.loss()).forEach(name -> nodes.output(name, architecture.outputs()));
  }

  private String features(OnnxInput input) {
    if (input == OnnxInput.FLOAT) {
      return nodes.input(INPUT, TensorProto.DataType.FLOAT_VALUE, architecture.inputs());
    }
    nodes.input(PIXELS, TensorProto.DataType.UINT8_VALUE, architecture.inputs());
    nodes.add("Cast", PIXELS + ".float", "to", TensorProto.DataType.FLOAT_VALUE, PIXELS);
    return nodes.add(
        "Mul", PIXELS + ".scaled", PIXELS + ".float", nodes.constant("pixel_scale", PIXEL_SCALE));
  }

  private String lastName() {
    return architecture.loss().classifies() ? LOGITS : OUTPUTS;
  }

  private String activation(Activation activation, String z) {
    return switch (activation.onnxOperator()) {
      case "Identity" -> z;
      case "Gelu" -> gelu(z);
      default ->
          nodes.add(
              activation.onnxOperator(),
              z + "." + activation.name(),
              activation.onnxAttributes(),
              z);
    };
  }

  /** z/2 (1 + erf(z / sqrt 2)): the operator Gelu came with opset 20 only. */
  private String gelu(String z) {
    String root = nodes.constant(z + ".inverse_root", (float) Math.sqrt(0.5));
    String one = nodes.constant(z + ".one", 1);
    String half = nodes.constant(z + ".half", 0.5f);
    String erf = nodes.add("Erf", z + ".erf", nodes.add("Mul", z + ".scaled", z, root));
    String sum = nodes.add("Add", z + ".one_plus", erf, one);
    String product = nodes.add("Mul", z + ".product", z, sum);
    return nodes.add("Mul", z + ".gelu", product, half);
  }
}
