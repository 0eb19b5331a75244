package dev.weft.interchange.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.interchange.RandomModels;
import dev.weft.model.ModelFile;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime makes of exported networks, against plain Java. */
class OnnxModelTest {
  private static final float TOLERANCE = 1e-5f;

  /** Every activation and loss, odd widths, dropout before every layer or none. */
  static Stream<Arguments> networks() {
    Stream.Builder<Arguments> networks = Stream.builder();
    for (Activation activation : Activation.KINDS) {
      for (Loss loss : Loss.KINDS) {
        Architecture.Builder deep = Architecture.inputs(13).dropout(0.1f).dense(7, activation);
        networks.add(
            Arguments.of(
                activation + " " + loss, deep.dropout(0.5f).dense(17, activation).output(3, loss)));
      }
    }
    networks.add(
        Arguments.of(
            "no hidden layer", Architecture.inputs(5).output(2, Loss.SOFTMAX_CROSS_ENTROPY)));
    networks.add(
        Arguments.of("one of each", Architecture.inputs(1).output(1, Loss.MEAN_SQUARED_ERROR)));
    networks.add(
        Arguments.of(
            "one sigmoid",
            Architecture.inputs(3)
                .dense(1, Activation.RELU)
                .output(1, Loss.SIGMOID_CROSS_ENTROPY)));
    networks.add(
        Arguments.of(
            "wide",
            Architecture.inputs(300)
                .dense(257, Activation.GELU)
                .output(65, Loss.SOFTMAX_CROSS_ENTROPY)));
    return networks.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void onnxRuntimePutsOutWhatTheNetworkPutsOut(String name, Architecture architecture) {
    ModelFile model = RandomModels.of(architecture, name.hashCode());
    Random random = new Random(5);
    float[] rows = new float[37 * architecture.inputs()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (2 * random.nextGaussian());
    }
    String output = architecture.loss() == Loss.MEAN_SQUARED_ERROR ? "outputs" : "probabilities";
    try (Engine engine = Engine.open("java", 1);
        Network network = engine.network(architecture, 0);
        OnnxSession onnx = new OnnxSession(OnnxModel.write(model, OnnxInput.FLOAT))) {
      network.parameters(model.parameters());
      assertArrayEquals(
          network.predict(rows), onnx.run(rows, architecture.inputs(), output), TOLERANCE);
    }
  }

  @Test
  void logitsAreWhatTheProbabilitiesAreMadeOf() {
    Architecture architecture = Architecture.inputs(4).output(3, Loss.SIGMOID_CROSS_ENTROPY);
    try (OnnxSession onnx =
        new OnnxSession(OnnxModel.write(RandomModels.of(architecture, 1), OnnxInput.FLOAT))) {
      float[] rows = {1, -2, 3, 0.5f};
      float[] logits = onnx.run(rows, 4, "logits");
      float[] probabilities = onnx.run(rows, 4, "probabilities");
      for (int i = 0; i < 3; i++) {
        assertEquals(1 / (1 + Math.exp(-logits[i])), probabilities[i], TOLERANCE);
      }
    }
  }

  @Test
  void aGraphOfPixelsScalesThemItself() {
    Architecture architecture =
        Architecture.inputs(6).dense(5, Activation.TANH).output(3, Loss.SOFTMAX_CROSS_ENTROPY);
    ModelFile model = RandomModels.of(architecture, 2);
    byte[] pixels = new byte[4 * 6];
    new Random(9).nextBytes(pixels);
    float[] scaled = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      scaled[i] = (pixels[i] & 255) / 255f;
    }
    try (OnnxSession floats = new OnnxSession(OnnxModel.write(model, OnnxInput.FLOAT));
        OnnxSession bytes = new OnnxSession(OnnxModel.write(model, OnnxInput.UINT8))) {
      assertArrayEquals(
          floats.run(scaled, 6, "probabilities"), bytes.run(pixels, 6, "probabilities"), TOLERANCE);
    }
  }

  @Test
  void theFileSaysWhatItIsAndWhereItIsFrom() throws InvalidProtocolBufferException, OrtException {
    Architecture architecture =
        Architecture.inputs(3)
            .dense(2, Activation.GELU)
            .dropout(0.5f)
            .output(2, Loss.SOFTMAX_CROSS_ENTROPY);
    ModelFile model = RandomModels.of(architecture, List.of("cat", "dog"), 4);
    byte[] bytes = OnnxModel.write(model, OnnxInput.FLOAT);
    ModelProto onnx = ModelProto.parseFrom(bytes);
    assertEquals(13, onnx.getOpsetImport(0).getVersion());
    assertEquals("weft", onnx.getProducerName());
    Map<String, String> properties =
        onnx.getMetadataPropsList().stream()
            .collect(
                Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    assertEquals("[\"cat\",\"dog\"]", properties.get("class_names"));
    assertEquals("4", properties.get("seed"));
    assertEquals("3", properties.get("epoch"));
    assertTrue(properties.get("input_meaning").contains("value / 255"));
    assertFalse(
        onnx.getGraph().getNodeList().stream().anyMatch(n -> n.getOpType().contains("Dropout")));
    try (OnnxSession session = new OnnxSession(bytes)) {
      assertEquals(Set.of("input"), session.session().getInputNames());
      assertEquals(Set.of("probabilities", "logits"), session.session().getOutputNames());
      assertEquals("weft", session.session().getMetadata().getProducerName());
    }
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    ModelFile model =
        RandomModels.of(Architecture.inputs(3).output(2, Loss.SOFTMAX_CROSS_ENTROPY), 4);
    assertArrayEquals(
        OnnxModel.write(model, OnnxInput.FLOAT), OnnxModel.write(model, OnnxInput.FLOAT));
  }
}
