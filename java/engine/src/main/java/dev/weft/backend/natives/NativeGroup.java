package dev.weft.backend.natives;

import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendGroup;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.DatasetFit;
import dev.weft.backend.PlacedSlice;
import dev.weft.backend.SliceResult;
import dev.weft.binding.WeftNative;
import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Dropout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A network of the native library with its replicas, each of them a place of the group. */
final class NativeGroup implements BackendGroup {
  private final NativeContext context;
  private final Architecture architecture;
  private final NativeHandle handle;
  private final NativeNetwork[] networks;

  private NativeGroup(NativeContext context, Architecture architecture, long[] seeds) {
    this.context = context;
    this.architecture = architecture;
    this.handle =
        new NativeHandle(
            "the network", create(context, architecture, seeds), WeftNative::weft_network_destroy);
    this.networks = new NativeNetwork[seeds.length];
  }

  static NativeGroup of(NativeContext context, Architecture architecture, int places) {
    if (places < 1 || places > WeftNative.WEFT_MAX_REPLICAS) {
      throw new IllegalArgumentException(
          "a group has 1 to " + WeftNative.WEFT_MAX_REPLICAS + " places, not " + places);
    }
    return new NativeGroup(context, architecture, new long[places]);
  }

  /** A network that is alone in its group and frees it when it is closed. */
  static NativeNetwork ofOne(NativeContext context, Architecture architecture, long seed) {
    NativeGroup group = new NativeGroup(context, architecture, new long[] {seed});
    group.networks[0] = new NativeNetwork(group, 0, group.handle::close);
    return group.networks[0];
  }

  private static long create(NativeContext context, Architecture architecture, long[] seeds) {
    List<Dense> dense = architecture.denseLayers();
    List<Dropout> inputDropout = architecture.inputDropout();
    long[] network = new long[1];
    try (WeftNative.weft_dense_layer layers = new WeftNative.weft_dense_layer(dense.size())) {
      for (int i = 0; i < dense.size(); i++) {
        layers
            .getPointer(i)
            .units(dense.get(i).units())
            .activation(dense.get(i).activation().code())
            .activation_parameter(dense.get(i).activation().parameter().orElse(0f))
            .input_dropout(inputDropout.get(i).rate())
            .unscaled_dropout(inputDropout.get(i).scaled() ? 0 : 1);
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
                          seeds,
                          seeds.length,
                          network)));
    }
    return network[0];
  }

  Architecture architecture() {
    return architecture;
  }

  NativeHandle handle() {
    return handle;
  }

  String path() {
    int[] path = new int[1];
    NativeStatus.check(handle.call(network -> WeftNative.weft_network_path(network, path)));
    return context.pathName(path[0]);
  }

  @Override
  public int places() {
    return networks.length;
  }

  @Override
  public BackendNetwork begin(int place, long seed) {
    Objects.checkIndex(place, places());
    if (networks[place] != null) {
      networks[place].close();
    }
    NativeNetwork network = new NativeNetwork(this, place, () -> {});
    float[] zeros = new float[architecture.parameterCount()];
    // Parameters that are written end the average of those before.
    for (State state : List.of(State.PARAMETERS, State.FIRST_MOMENTS, State.SECOND_MOMENTS)) {
      network.write(state, zeros);
    }
    network.step(0);
    NativeStatus.check(handle.call(group -> WeftNative.weft_network_set_seed(group, place, seed)));
    networks[place] = network;
    return network;
  }

  @Override
  public List<SliceResult> train(BackendDataset resident, List<PlacedSlice> slices) {
    handle.requireOpen();
    NativeDataset dataset = NativeDataset.ofThisLibrary(resident);
    DatasetFit.requireTrainable(architecture, dataset.data());
    PlacedSlice.requireTogether(slices, networks);
    for (PlacedSlice placed : slices) {
      DatasetFit.requireClassWeights(architecture, dataset.data(), placed.slice().classWeights());
      DatasetFit.requireOrder(dataset.data(), placed.slice());
      DatasetFit.requireShift(dataset.data(), placed.slice());
    }
    if (slices.isEmpty()) {
      return List.of();
    }
    try (NativePlans plans = new NativePlans(places(), slices)) {
      NativeStatus.check(
          handle.call(
              network ->
                  dataset
                      .handle()
                      .call(
                          data ->
                              WeftNative.weft_network_train(
                                  network,
                                  data,
                                  plans.samples(),
                                  plans.batchSize(),
                                  plans.plans(),
                                  places()))));
      return plans.results();
    }
  }

  @Override
  public void close() {
    Arrays.stream(networks).filter(Objects::nonNull).forEach(NativeNetwork::close);
    handle.close();
  }
}
