package dev.weft.backend.plain;

import dev.weft.backend.Availability;
import dev.weft.backend.Backend;
import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendGroup;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.CheckedOperations;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.DatasetFit;
import dev.weft.backend.DeviceInfo;
import dev.weft.backend.Lifetime;
import dev.weft.backend.Operations;
import dev.weft.data.Dataset;
import dev.weft.nn.Architecture;
import java.util.Map;

/**
 * The backend {@code java}: one thread of plain Java. It is the specification in code, the oracle
 * of the tests, and what runs where there is no native library.
 */
public final class PlainBackend implements Backend {
  @Override
  public String name() {
    return "java";
  }

  @Override
  public Availability availability() {
    return Availability.yes("plain Java, 1 thread");
  }

  @Override
  public BackendContext open(ContextOptions options) {
    if (options.device() != 0) {
      throw new IllegalArgumentException("the backend java has only device 0");
    }
    return new Context();
  }

  private static final class Context implements BackendContext {
    private final Lifetime lifetime = new Lifetime("the java backend's context");

    @Override
    public DeviceInfo info() {
      lifetime.requireOpen();
      String jvm = System.getProperty("java.vm.name") + " " + Runtime.version();
      return new DeviceInfo("java", "plain Java, 1 thread, " + jvm, 1, Map.of());
    }

    @Override
    public BackendDataset upload(Dataset data) {
      lifetime.requireOpen();
      DatasetFit.requireSamples(data);
      return new PlainDataset(this, data);
    }

    @Override
    public BackendNetwork create(Architecture architecture, long seed) {
      lifetime.requireOpen();
      return new PlainNetwork(this, architecture, seed);
    }

    @Override
    public int places() {
      return 1;
    }

    @Override
    public BackendGroup createGroup(Architecture architecture, int places) {
      lifetime.requireOpen();
      return new PlainGroup(this, architecture, places);
    }

    @Override
    public Operations operations() {
      lifetime.requireOpen();
      return new CheckedOperations(lifetime::requireOpen, new PlainOperations());
    }

    @Override
    public void close() {
      lifetime.close();
    }
  }
}
