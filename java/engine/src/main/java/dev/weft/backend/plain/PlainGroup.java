package dev.weft.backend.plain;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendGroup;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.Lifetime;
import dev.weft.backend.PlacedSlice;
import dev.weft.backend.SliceResult;
import dev.weft.nn.Architecture;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Networks in plain Java, trained one after the other. */
final class PlainGroup implements BackendGroup {
  private final Lifetime lifetime = new Lifetime("the network");
  private final BackendContext context;
  private final Architecture architecture;
  private final PlainNetwork[] networks;

  PlainGroup(BackendContext context, Architecture architecture, int places) {
    if (places < 1) {
      throw new IllegalArgumentException("a group has at least 1 place, not " + places);
    }
    this.context = context;
    this.architecture = architecture;
    this.networks = new PlainNetwork[places];
  }

  @Override
  public int places() {
    return networks.length;
  }

  @Override
  public BackendNetwork begin(int place, long seed) {
    lifetime.requireOpen();
    Objects.checkIndex(place, places());
    if (networks[place] != null) {
      networks[place].close();
    }
    networks[place] = new PlainNetwork(context, architecture, seed);
    return networks[place];
  }

  @Override
  public List<SliceResult> train(BackendDataset data, List<PlacedSlice> slices) {
    lifetime.requireOpen();
    PlacedSlice.requireTogether(slices, networks);
    return slices.stream().map(s -> networks[s.place()].train(data, s.slice())).toList();
  }

  @Override
  public void close() {
    lifetime.close();
    Arrays.stream(networks).filter(Objects::nonNull).forEach(PlainNetwork::close);
  }
}
