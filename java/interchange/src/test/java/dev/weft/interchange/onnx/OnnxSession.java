package dev.weft.interchange.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/** A model in ONNX Runtime. */
final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxSession(byte[] model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(model, options);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  OrtSession session() {
    return session;
  }

  /** The values of one output for rows of features. */
  float[] run(float[] rows, int width, String output) {
    long[] shape = {rows.length / width, width};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), shape)) {
      return run(Map.of("input", input), output);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  /** The same for rows of pixels. */
  float[] run(byte[] rows, int width, String output) {
    long[] shape = {rows.length / width, width};
    try (OnnxTensor input =
        OnnxTensor.createTensor(environment, ByteBuffer.wrap(rows), shape, OnnxJavaType.UINT8)) {
      return run(Map.of("pixels", input), output);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  private float[] run(Map<String, OnnxTensor> inputs, String output) throws OrtException {
    try (OrtSession.Result result = session.run(inputs)) {
      FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }
}
