package dev.weft.interchange.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.weft.interchange.ExportFormat;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model in the ONNX format, https://onnx.ai/onnx/repo-docs/IR.html. */
public final class OnnxModel {
  /** Of ONNX 1.8: whatever reads ONNX today takes it, and no operator here needs a later one. */
  public static final int OPSET = 13;

  /** The version of the format that goes with that. */
  private static final int IR_VERSION = 7;

  /** A protobuf message holds at most 2 GiB; the rest of the graph needs far less than this. */
  private static final long MAX_PARAMETERS = (Integer.MAX_VALUE - (16L << 20)) / Float.BYTES;

  private OnnxModel() {}

  /**
   * The bytes of a model's file. Its inputs are rows [batch, inputs]; its outputs are {@code
   * probabilities} and {@code logits} [batch, outputs], or {@code outputs} where they are no
   * probabilities. The model's facts go with it as {@code metadata_props}.
   *
   * @throws IllegalArgumentException where the model is too large for one file of this format, or a
   *     parameter is NaN or infinite
   */
  public static byte[] write(ModelFile model, OnnxInput input) {
    Architecture architecture = model.metadata().architecture();
    if (architecture.parameterCount() > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "the model has "
              + architecture.parameterCount()
              + " parameters, an ONNX file of one part holds at most "
              + MAX_PARAMETERS);
    }
    ExportFormat.requireFinite(model);
    ModelProto.Builder onnx =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("weft")
            .setProducerVersion(model.metadata().version())
            .setDocString(description(architecture, input))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(OnnxGraph.of(architecture, model.parameters(), input));
    properties(model.metadata(), input)
        .forEach(
            (key, value) ->
                onnx.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return onnx.build().toByteArray();
  }

  /** The name of the model's input. */
  public static String inputName(OnnxInput input) {
    return OnnxGraph.inputName(input);
  }

  /** The names of the model's outputs. */
  public static List<String> outputNames(Architecture architecture) {
    return OnnxGraph.outputNames(architecture.loss());
  }

  /** What the values of the input are, for people. */
  public static String inputMeaning(OnnxInput input) {
    return input == OnnxInput.UINT8
        ? "pixels from 0 to 255, which the graph scales by 1/255"
        : "features as in training: pixels as value / 255";
  }

  private static String description(Architecture architecture, OnnxInput input) {
    return "Input: "
        + inputMeaning(input)
        + ". Outputs: "
        + String.join(", ", outputNames(architecture))
        + " ("
        + architecture.loss().outputFunction()
        + ").";
  }

  private static Map<String, String> properties(ModelMetadata metadata, OnnxInput input) {
    Map<String, String> properties = new TreeMap<>(metadata.facts());
    properties.put("input_meaning", inputMeaning(input));
    return properties;
  }
}
