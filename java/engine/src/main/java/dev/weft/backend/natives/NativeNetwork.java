package dev.weft.backend.natives;

import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.DatasetFit;
import dev.weft.backend.Lifetime;
import dev.weft.backend.PlacedSlice;
import dev.weft.backend.RangeMetrics;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import dev.weft.binding.WeftNative;
import dev.weft.nn.Architecture;
import java.util.List;
import java.util.function.LongToIntFunction;

/** A network in the native library's memory: one replica of those that a group has. */
final class NativeNetwork implements BackendNetwork {
  private final NativeGroup group;
  private final int replica;
  private final Runnable atClose;
  private final Architecture architecture;
  private final Lifetime lifetime = new Lifetime("the network");

  /**
   * The network in a place of a group.
   *
   * @param atClose what else is to be closed with it
   */
  NativeNetwork(NativeGroup group, int replica, Runnable atClose) {
    this.group = group;
    this.replica = replica;
    this.atClose = atClose;
    this.architecture = group.architecture();
  }

  @Override
  public SliceResult train(BackendDataset resident, TrainingSlice slice) {
    lifetime.requireOpen();
    return group.train(resident, List.of(new PlacedSlice(replica, slice))).get(0);
  }

  @Override
  public RangeMetrics evaluate(BackendDataset resident, int from, int to) {
    lifetime.requireOpen();
    NativeDataset dataset = NativeDataset.ofThisLibrary(resident);
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
                    replica,
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
    lifetime.requireOpen();
    NativeDataset dataset = NativeDataset.ofThisLibrary(resident);
    DatasetFit.requireFeatures(architecture, dataset.data());
    DatasetFit.requireRange(dataset.data(), from, to);
    float[] outputs = new float[Math.multiplyExact(to - from, architecture.outputs())];
    NativeStatus.check(
        callWith(
            dataset,
            (network, data) ->
                WeftNative.weft_network_predict(
                    network, replica, data, from, (long) to - from, outputs, outputs.length)));
    return outputs;
  }

  @Override
  public float[] predictRows(float[] rows) {
    int samples = DatasetFit.requireRows(architecture, rows);
    float[] outputs = new float[Math.multiplyExact(samples, architecture.outputs())];
    NativeStatus.check(
        call(
            network ->
                WeftNative.weft_network_predict_rows(
                    network, replica, rows, rows.length, outputs, outputs.length)));
    return outputs;
  }

  @Override
  public String path() {
    lifetime.requireOpen();
    return group.path();
  }

  /** A native call with the handles of this network and of a data set. */
  private interface Call {
    int apply(long network, long dataset);
  }

  private int call(LongToIntFunction call) {
    lifetime.requireOpen();
    return group.handle().call(call);
  }

  private int callWith(NativeDataset dataset, Call call) {
    return call(network -> dataset.handle().call(data -> call.apply(network, data)));
  }

  @Override
  public float[] read(State state) {
    float[] values = new float[architecture.parameterCount()];
    NativeStatus.check(
        call(
            network ->
                WeftNative.weft_network_read(
                    network, replica, code(state), values, values.length)));
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
        call(
            network ->
                WeftNative.weft_network_write(
                    network, replica, code(state), values, values.length)));
  }

  private static int code(State state) {
    return switch (state) {
      case PARAMETERS -> WeftNative.WEFT_PARAMETERS;
      case FIRST_MOMENTS -> WeftNative.WEFT_FIRST_MOMENTS;
      case SECOND_MOMENTS -> WeftNative.WEFT_SECOND_MOMENTS;
      case AVERAGE -> WeftNative.WEFT_AVERAGE;
    };
  }

  @Override
  public boolean hasAverage() {
    int[] has = new int[1];
    NativeStatus.check(call(network -> WeftNative.weft_network_has_average(network, replica, has)));
    return has[0] == 1;
  }

  @Override
  public long step() {
    long[] step = new long[1];
    NativeStatus.check(call(network -> WeftNative.weft_network_step(network, replica, step)));
    return step[0];
  }

  @Override
  public void step(long step) {
    NativeStatus.check(call(network -> WeftNative.weft_network_set_step(network, replica, step)));
  }

  @Override
  public void close() {
    lifetime.close();
    atClose.run();
  }
}
