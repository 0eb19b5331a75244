package dev.weft.interchange.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** A graph under construction: every operation is named by what it puts out. */
final class OnnxNodes {
  /** The name of the open first dimension of inputs and outputs. */
  private static final String BATCH = "batch";

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  /** Adds {@code output = operator(inputs)} and returns the output's name. */
  String add(String operator, String output, String... inputs) {
    return add(operator, output, List.of(), inputs);
  }

  /** The same for an operator with a whole number for an attribute. */
  String add(String operator, String output, String attribute, long value, String... inputs) {
    AttributeProto number =
        AttributeProto.newBuilder()
            .setName(attribute)
            .setType(AttributeProto.AttributeType.INT)
            .setI(value)
            .build();
    return add(operator, output, List.of(number), inputs);
  }

  /** The same for an operator with numbers for attributes. */
  String add(String operator, String output, Map<String, Float> attributes, String... inputs) {
    List<AttributeProto> numbers =
        attributes.entrySet().stream()
            .map(
                attribute ->
                    AttributeProto.newBuilder()
                        .setName(attribute.getKey())
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(attribute.getValue())
                        .build())
            .toList();
    return add(operator, output, numbers, inputs);
  }

  private String add(
      String operator, String output, List<AttributeProto> attributes, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(output)
            .setOpType(operator)
            .addAllInput(List.of(inputs))
            .addAllAttribute(attributes)
            .addOutput(output));
    return output;
  }

  /** Adds a float32 constant: a part of a flat array in a shape. */
  String constant(String name, List<Integer> shape, float[] flat, int offset, int length) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(flat, offset, length);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(bytes));
    shape.forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  /** Adds a scalar constant. */
  String constant(String name, float value) {
    return constant(name, List.of(), new float[] {value}, 0, 1);
  }

  /** Declares an input of rows. */
  String input(String name, int elementType, int width) {
    graph.addInput(rows(name, elementType, width));
    return name;
  }

  /** Declares what an operation puts out as an output of the graph, rows of float32. */
  void output(String name, int width) {
    graph.addOutput(rows(name, TensorProto.DataType.FLOAT_VALUE, width));
  }

  private static ValueInfoProto rows(String name, int elementType, int width) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(elementType).setShape(shape)))
        .build();
  }

  GraphProto build(String name) {
    return graph.setName(name).build();
  }
}
