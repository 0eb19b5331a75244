package dev.weft.backend.natives;

import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.DatasetFit;
import dev.weft.backend.RangeMetrics;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import dev.weft.binding.WeftNative;
import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/** A network in the native library's memory, with one replica. */
final class NativeNetwork implements BackendNetwork {
  private static final int REPLICA = 0;

  private final NativeContext context;
  private final NativeHandle handle;
  private final Architecture architecture;

  NativeNetwork(NativeContext context, Architecture architecture, long seed) {
    this.context = context;
    this.architecture = architecture;
    this.handle =
        new NativeHandle(
            "the network", create(context, architecture, seed), WeftNative::weft_network_destroy);
  }

  private static long create(NativeContext context, Architecture architecture, long seed) {
    List<Dense> dense = architecture.denseLayers();
    float[] inputDropout = architecture.inputDropout();
    long[] network = new long[1];
    try (WeftNative.weft_dense_layer layers = new WeftNative.weft_dense_layer(dense.size())) {
      for (int i = 0; i < dense.size(); i++) {
        layers
            .getPointer(i)
            .units(dense.get(i).units())
            .activation(dense.get(i).activation().code())
            .activation_parameter(dense.get(i).activation().parameter().orElse(0f))
            .input_dropout(inputDropout[i]);
      }
      NativeStatus.check(
          context
              .handle()
              .call(
                  owner ->
                      WeftNative.weft_network_create(
                          owner,
                          architecture.inputs(),
                          layers,
                          dense.size(),
                          architecture.loss().code(),
                          new long[] {seed},
                          1,
                          network)));
    }
    return network[0];
  }

  @Override
  public SliceResult train(BackendDataset resident, TrainingSlice slice) {
    handle.requireOpen();
    NativeDataset dataset = ofThisLibrary(resident);
    DatasetFit.requireTrainable(architecture, dataset.data());
    DatasetFit.requireClassWeights(architecture, dataset.data(), slice.classWeights());
    DatasetFit.requireOrder(dataset.data(), slice);
    int samples = slice.to() - slice.from();
    float[] classWeights = slice.classWeights();
    try (WeftNative.weft_training_plan plan = new WeftNative.weft_training_plan();
        WeftNative.weft_optimizer optimizer = NativeOptimizer.of(slice.optimizer());
        IntPointer order = new IntPointer((long) samples);
        FloatPointer learningRates = new FloatPointer(slice.learningRates());
        FloatPointer weights =
            classWeights.length == 0 ? new FloatPointer() : new FloatPointer(classWeights);
        DoublePointer losses = new DoublePointer((long) slice.steps())) {
      order.put(slice.order(), slice.from(), samples);
      plan.order(order)
          .learning_rates(learningRates)
          .class_weights(weights)
          .step_losses(losses)
          .optimizer(optimizer);
      NativeStatus.check(
          callWith(
              dataset,
              (network, data) ->
                  WeftNative.weft_network_train(
                      network, data, samples, slice.batchSize(), plan, 1)));
      double[] stepLosses = new double[slice.steps()];
      losses.get(stepLosses);
      return new SliceResult(stepLosses, plan.correct());
    }
  }

  @Override
  public RangeMetrics evaluate(BackendDataset resident, int from, int to) {
    handle.requireOpen();
    NativeDataset dataset = ofThisLibrary(resident);
    DatasetFit.requireTrainable(architecture, dataset.data());
    DatasetFit.requireRange(dataset.data(), from, to);
    int classes = architecture.classes();
    double[] loss = new double[1];
    long[] correct = new long[1];
    long[] confusion = classes == 0 ? null : new long[Math.multiplyExact(classes, classes)];
    NativeStatus.check(
        callWith(
            dataset,
            (network, data) ->
                WeftNative.weft_network_evaluate(
                    network,
                    REPLICA,
                    data,
                    from,
                    (long) to - from,
                    loss,
                    correct,
                    confusion,
                    confusion == null ? 0 : confusion.length)));
    return new RangeMetrics(loss[0], correct[0], confusion == null ? new long[0] : confusion);
  }

  @Override
  public float[] predict(BackendDataset resident, int from, int to) {
    handle.requireOpen();
    NativeDataset dataset = ofThisLibrary(resident);
    DatasetFit.requireFeatures(architecture, dataset.data());
    DatasetFit.requireRange(dataset.data(), from, to);
    float[] outputs = new float[Math.multiplyExact(to - from, architecture.outputs())];
    NativeStatus.check(
        callWith(
            dataset,
            (network, data) ->
                WeftNative.weft_network_predict(
                    network, REPLICA, data, from, (long) to - from, outputs, outputs.length)));
    return outputs;
  }

  @Override
  public float[] predictRows(float[] rows) {
    int samples = DatasetFit.requireRows(architecture, rows);
    float[] outputs = new float[Math.multiplyExact(samples, architecture.outputs())];
    NativeStatus.check(
        handle.call(
            network ->
                WeftNative.weft_network_predict_rows(
                    network, REPLICA, rows, rows.length, outputs, outputs.length)));
    return outputs;
  }

  @Override
  public String path() {
    int[] path = new int[1];
    NativeStatus.check(handle.call(network -> WeftNative.weft_network_path(network, path)));
    return context.pathName(path[0]);
  }

  /** A native call with the handles of this network and of a data set. */
  private interface Call {
    int apply(long network, long dataset);
  }

  private int callWith(NativeDataset dataset, Call call) {
    return handle.call(network -> dataset.handle().call(data -> call.apply(network, data)));
  }

  private static NativeDataset ofThisLibrary(BackendDataset resident) {
    if (resident instanceof NativeDataset dataset) {
      return dataset;
    }
    throw new IllegalArgumentException("the data set belongs to another backend");
  }

  @Override
  public float[] read(State state) {
    float[] values = new float[architecture.parameterCount()];
    NativeStatus.check(
        handle.call(
            network ->
                WeftNative.weft_network_read(
                    network, REPLICA, code(state), values, values.length)));
    return values;
  }

  @Override
  public void write(State state, float[] values) {
    if (values.length != architecture.parameterCount()) {
      throw new IllegalArgumentException(
          values.length
              + " values for a network of "
              + architecture.parameterCount()
              + " parameters");
    }
    NativeStatus.check(
        handle.call(
            network ->
                WeftNative.weft_network_write(
                    network, REPLICA, code(state), values, values.length)));
  }

  private static int code(State state) {
    return switch (state) {
      case PARAMETERS -> WeftNative.WEFT_PARAMETERS;
      case FIRST_MOMENTS -> WeftNative.WEFT_FIRST_MOMENTS;
      case SECOND_MOMENTS -> WeftNative.WEFT_SECOND_MOMENTS;
    };
  }

  @Override
  public long step() {
    long[] step = new long[1];
    NativeStatus.check(
        handle.call(network -> WeftNative.weft_network_step(network, REPLICA, step)));
    return step[0];
  }

  @Override
  public void step(long step) {
    NativeStatus.check(
        handle.call(network -> WeftNative.weft_network_set_step(network, REPLICA, step)));
  }

  @Override
  public void close() {
    handle.close();
  }
}
