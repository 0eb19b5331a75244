package dev.weft.benchmarks;

import dev.weft.backend.Backend;
import dev.weft.backend.Backends;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The sweeps of the suite. To add a benchmark to it, name it here. */
final class Sweeps {
  static final String BATCH_SIZE = "batch-size";
  static final String WIDTH = "width";
  static final String DEPTH = "depth";
  static final String SAMPLES = "samples";
  static final String THREADS = "threads";

  static final String BACKEND_PARAMETER = "backend";
  static final String BATCH_SIZE_PARAMETER = "batchSize";
  static final String NETWORK_PARAMETER = "network";
  static final String SAMPLES_PARAMETER = "samples";
  static final String THREADS_PARAMETER = "threads";

  private static final String EPOCH = exactly(EpochBenchmark.class, "epoch");

  private static final String WIDE_EPOCHS = EPOCH + "|" + exactly(SgemmsBenchmark.class, "sgemms");

  private Sweeps() {}

  /**
   * All sweeps in the order in which they run.
   *
   * @param backend of all sweeps but those that compare backends
   * @param cores of this machine
   */
  static List<Sweep> all(String backend, int cores) {
    List<String> backends =
        Backends.all().stream()
            .filter(each -> each.availability().available())
            .map(Backend::name)
            .toList();
    List<String> one = List.of(backend);
    // A backend that is not the CPU's has no threads to choose.
    boolean cpu = backend.equals("cpu");
    List<String> ends = cpu ? texts(Stream.of(1, cores).distinct()) : List.of("0");
    List<String> powers = cpu ? texts(powersOfTwo(cores)) : List.of("0");
    return List.of(
        epoch(BATCH_SIZE, "an epoch by batch size")
            .with(BACKEND_PARAMETER, one)
            .with(THREADS_PARAMETER, ends)
            .with(BATCH_SIZE_PARAMETER, List.of("1", "32", "128", "1024", "8192"))
            .sweep(),
        epoch("network", "an epoch by network")
            .with(BACKEND_PARAMETER, one)
            .with(THREADS_PARAMETER, ends)
            .with(BATCH_SIZE_PARAMETER, List.of("32", "1024"))
            .with(
                NETWORK_PARAMETER,
                List.of("784-32-32-10", "784-32-32-1", "784-128-64-10", "784-512-256-10"))
            .sweep(),
        // The products are OpenBLAS's, which says nothing of a GPU.
        new Builder(
                "wide",
                "an epoch of a wide network, and its matrix products alone",
                onGpu(backend) ? EPOCH : WIDE_EPOCHS)
            .with(BACKEND_PARAMETER, one)
            .with(THREADS_PARAMETER, ends)
            .with(BATCH_SIZE_PARAMETER, List.of("32", "128", "1024"))
            .with(NETWORK_PARAMETER, List.of("784-512-256-10"))
            .sweep(),
        epoch("backend", "an epoch by backend")
            .with(BACKEND_PARAMETER, backends)
            .with(THREADS_PARAMETER, List.of("0"))
            .with(BATCH_SIZE_PARAMETER, List.of("32", "1024"))
            .sweep(),
        epoch(WIDTH, "an epoch by width of two hidden layers")
            .with(BACKEND_PARAMETER, one)
            .with(THREADS_PARAMETER, ends)
            .with(NETWORK_PARAMETER, widths(16, 32, 64, 128, 256, 512))
            .sweep(),
        epoch(DEPTH, "an epoch by number of hidden layers of 32")
            .with(BACKEND_PARAMETER, one)
            .with(THREADS_PARAMETER, ends)
            .with(NETWORK_PARAMETER, depths(1, 2, 4, 8))
            .sweep(),
        epoch(SAMPLES, "an epoch by samples")
            .with(BACKEND_PARAMETER, one)
            .with(THREADS_PARAMETER, ends)
            .with(SAMPLES_PARAMETER, List.of("6250", "12500", "25000", "50000"))
            .sweep(),
        epoch(THREADS, "an epoch by threads")
            .with(BACKEND_PARAMETER, one)
            .with(THREADS_PARAMETER, powers)
            .with(BATCH_SIZE_PARAMETER, List.of("32", "128", "1024"))
            .sweep(),
        new Builder("inference", "predictions", any(InferenceBenchmark.class))
            .with(BACKEND_PARAMETER, one)
            .with(THREADS_PARAMETER, ends)
            .sweep(),
        new Builder("single-image", "one prediction", any(SingleImageBenchmark.class))
            .with(BACKEND_PARAMETER, one)
            .with(THREADS_PARAMETER, ends)
            .sweep(),
        new Builder("operations", "single operations", any(OperationsBenchmark.class))
            .with(BACKEND_PARAMETER, backends)
            .sweep(),
        new Builder("data-loading", "loading the data", any(DataLoadingBenchmark.class)).sweep());
  }

  /**
   * Checks values that are to replace those of sweeps.
   *
   * @return them
   * @throws IllegalArgumentException for a parameter that no benchmark has, or a value that is none
   */
  static Map<String, List<String>> requireParameters(Map<String, List<String>> parameters) {
    parameters.forEach(
        (name, values) -> {
          switch (name) {
            case BACKEND_PARAMETER -> values.forEach(Backends::select);
            case NETWORK_PARAMETER -> values.forEach(NetworkShape::parse);
            case BATCH_SIZE_PARAMETER, SAMPLES_PARAMETER, "batch", "parameters" ->
                values.forEach(value -> requireNumber(name, value, 1));
            case THREADS_PARAMETER -> values.forEach(value -> requireNumber(name, value, 0));
            case "shape" -> values.forEach(DenseOperands::requireShape);
            default ->
                throw new IllegalArgumentException(
                    "no benchmark has a parameter '"
                        + name
                        + "'; there are backend, threads, network, batchSize, samples (of epochs),"
                        + " shape, batch, parameters (of operations)");
          }
        });
    return parameters;
  }

  /** Whether a choice such as {@code cuda:1} computes beyond the reach of the CPU's limit. */
  static boolean onGpu(String backend) {
    return backend.equals("cuda") || backend.startsWith("cuda:");
  }

  private static void requireNumber(String name, String value, int least) {
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < least) {
      throw new IllegalArgumentException(
          "the parameter " + name + " takes whole numbers from " + least + ", not '" + value + "'");
    }
  }

  private static Builder epoch(String name, String title) {
    return new Builder(name, title, EPOCH);
  }

  private static String any(Class<?> benchmarks) {
    return exactly(benchmarks, "") + ".*";
  }

  private static String exactly(Class<?> benchmarks, String method) {
    return "^" + benchmarks.getName().replace(".", "\\.") + "\\." + method;
  }

  private static List<String> widths(int... widths) {
    List<String> networks = new ArrayList<>();
    for (int width : widths) {
      networks.add(new NetworkShape(List.of(784, width, width, 10)).toString());
    }
    return networks;
  }

  private static List<String> depths(int... depths) {
    List<String> networks = new ArrayList<>();
    for (int depth : depths) {
      networks.add("784" + "-32".repeat(depth) + "-10");
    }
    return networks;
  }

  private static Stream<Integer> powersOfTwo(int cores) {
    TreeSet<Integer> threads = new TreeSet<>(List.of(cores));
    for (int n = 1; n < cores; n *= 2) {
      threads.add(n);
    }
    return threads.stream();
  }

  private static List<String> texts(Stream<Integer> numbers) {
    return numbers.map(String::valueOf).toList();
  }

  /** Collects parameters in order. */
  private static final class Builder {
    private final String name;
    private final String title;
    private final String benchmarks;
    private final Map<String, List<String>> parameters = new LinkedHashMap<>();

    Builder(String name, String title, String benchmarks) {
      this.name = name;
      this.title = title;
      this.benchmarks = benchmarks;
    }

    Builder with(String parameter, List<String> values) {
      parameters.put(parameter, values);
      return this;
    }

    Sweep sweep() {
      return new Sweep(name, title, benchmarks, parameters);
    }
  }
}
