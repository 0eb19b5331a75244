package dev.weft.benchmarks;

import dev.weft.backend.BackendContext;
import dev.weft.backend.Backends;
import dev.weft.backend.Operations;
import dev.weft.nn.Optimizer.Adam;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The single operations of a step: microseconds a call on host arrays, so that the way from Java to
 * the kernel and back is in the figure. Training does not go this way; these figures are for
 * comparing kernels. Before anything is timed each answer is held against plain Java's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class OperationsBenchmark {
  /** A backend's operations. */
  @State(Scope.Benchmark)
  public static class Device {
    /** As {@code --backend} takes it. */
    @Param({"cpu", "java"})
    public String backend;

    /** CPU threads, 0 for one a core. */
    @Param("1")
    public int threads;

    private BackendContext context;

    /** Opens the device. */
    @Setup
    public void open() {
      context = Backends.open(backend, threads);
    }

    Operations operations() {
      return context.operations();
    }

    /** Frees it. */
    @TearDown
    public void close() {
      context.close();
    }
  }

  /** The arrays of a dense layer. */
  @State(Scope.Benchmark)
  public static class Layer {
    /** Batch, inputs and outputs. */
    @Param({"32x784x32", "32x32x32", "32x32x10", "1024x784x32", "256x784x512"})
    public String shape;

    private DenseOperands operands;

    /** Fills the arrays and checks the operations. */
    @Setup
    public void open(Device device) {
      operands = DenseOperands.parse(shape);
      operands.requireSameAsPlainJava(device.operations());
    }
  }

  /** The arrays of a softmax over ten classes. */
  @State(Scope.Benchmark)
  public static class Batch {
    /** Samples. */
    @Param({"32", "1024"})
    public int batch;

    private SoftmaxOperands operands;

    /** Fills the arrays and checks the operation. */
    @Setup
    public void open(Device device) {
      operands = new SoftmaxOperands(batch);
      operands.requireSameAsPlainJava(device.operations());
    }
  }

  /** The arrays of an update. */
  @State(Scope.Benchmark)
  public static class Parameters {
    /** Parameters: those of 784-32-32-10 and of 784-512-256-10. */
    @Param({"26506", "535818"})
    public int parameters;

    private AdamOperands operands;

    /** Fills the arrays and checks the operation. */
    @Setup
    public void open(Device device) {
      operands = new AdamOperands(parameters);
      operands.requireSameAsPlainJava(device.operations());
    }
  }

  /** z = xW + b. */
  @Benchmark
  public float[] denseForward(Device device, Layer layer) {
    return layer.operands.forward(device.operations());
  }

  /** The gradients of kernel, bias and input. */
  @Benchmark
  public float[] denseBackward(Device device, Layer layer) {
    return layer.operands.backward(device.operations());
  }

  /** Softmax, mean cross-entropy and its gradient. */
  @Benchmark
  public double softmaxCrossEntropy(Device device, Batch batch) {
    return batch.operands.loss(device.operations());
  }

  /** One update of Keras' {@link Adam#DEFAULT defaults}; moments and parameters move on. */
  @Benchmark
  public float[] adam(Device device, Parameters parameters) {
    return parameters.operands.update(device.operations());
  }
}
