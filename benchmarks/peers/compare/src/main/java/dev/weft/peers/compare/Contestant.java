package dev.weft.peers.compare;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One way of doing the work: a framework, a form of its loop, a number of threads.
 *
 * @param key what {@code --only} names
 * @param name for people
 * @param form how the loop is written
 * @param threads it may use
 * @param oneSamples samples of the part of an epoch that is measured at batch size 1
 * @param program the command without the harness's arguments
 * @param environment that it needs
 */
record Contestant(
    String key,
    String name,
    String form,
    int threads,
    int oneSamples,
    List<String> program,
    Map<String, String> environment) {
  private static final int EPOCH = 50_000;
  private static final List<Integer> THREADS = List.of(1, 2);

  /** All of them; {@code peers} is the folder benchmarks/peers. */
  static List<Contestant> all(Path peers, Machine machine) {
    Map<String, String> blas = new HashMap<>();
    // Older OpenBLAS releases than Weft's do not know every core; told the truth, they run at
    // speed.
    machine.openblasCore().ifPresent(core -> blas.put("OPENBLAS_CORETYPE", core));
    List<String> nd4j =
        List.of(
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Dorg.bytedeco.javacpp.nopointergc=true",
            "-Dorg.bytedeco.javacpp.platform.extension=" + machine.nd4jExtension());
    List<Contestant> all = new ArrayList<>();
    for (int threads : THREADS) {
      String count = Integer.toString(threads);
      Map<String, String> openmp = with(blas, "OMP_NUM_THREADS", count);
      // One pool of threads in a process: PyTorch's own, not OpenBLAS's beside it.
      Map<String, String> torch = with(blas, "OPENBLAS_NUM_THREADS", "1");
      List<String> weft = java(peers, "weft", "WeftPeer", List.of());
      List<String> djl = java(peers, "djl", "DjlPeer", List.of());
      List<String> tensorflow = java(peers, "tensorflow", "TensorFlowPeer", List.of());
      List<String> dl4j = java(peers, "dl4j", "Dl4jPeer", nd4j);
      List<String> pytorch = python(peers, "pytorch_peer.py");
      all.add(new Contestant("weft", "Weft", "api", threads, EPOCH, weft, Map.of()));
      all.add(new Contestant("djl", "DJL, PyTorch", "trainer", threads, EPOCH / 20, djl, Map.of()));
      all.add(new Contestant("djl", "DJL, PyTorch", "hand", threads, EPOCH / 10, djl, Map.of()));
      all.add(
          new Contestant(
              "tensorflow",
              "TensorFlow Java",
              "gather",
              threads,
              EPOCH / 10,
              tensorflow,
              Map.of()));
      all.add(
          new Contestant(
              "tensorflow",
              "TensorFlow Java",
              "unrolled",
              threads,
              EPOCH / 10,
              tensorflow,
              Map.of()));
      all.add(new Contestant("dl4j", "Deeplearning4j", "fit", threads, EPOCH / 50, dl4j, openmp));
      all.add(
          new Contestant("pytorch", "PyTorch", "idiomatic", threads, EPOCH / 20, pytorch, torch));
      all.add(new Contestant("pytorch", "PyTorch", "hand", threads, EPOCH / 10, pytorch, torch));
    }
    all.add(
        new Contestant(
            "sklearn",
            "scikit-learn",
            "partial_fit",
            1,
            EPOCH / 20,
            python(peers, "sklearn_peer.py"),
            with(blas, "OPENBLAS_NUM_THREADS", "1")));
    return all;
  }

  /** The command that measures the sgemm peak. */
  static List<String> peak(Path peers, int threads, int repeats) {
    List<String> command = new ArrayList<>(java(peers, "weft", "SgemmPeak", List.of()));
    command.add("threads=" + threads);
    command.add("repeats=" + repeats);
    return command;
  }

  /** For people: name, form and threads. */
  String label() {
    return title() + ", " + threads + (threads == 1 ? " thread" : " threads");
  }

  /** For people: name and form. */
  String title() {
    return name + " (" + form + ")";
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> more = new HashMap<>(map);
    more.put(name, value);
    return Map.copyOf(more);
  }

  private static List<String> java(Path peers, String module, String main, List<String> options) {
    Path target = peers.resolve(module).resolve("target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms1g", "-Xmx2g"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*",
            "dev.weft.peers." + main));
    return command;
  }

  /** Debian's own Python: another one on the path does not have Debian's packages. */
  private static List<String> python(Path peers, String script) {
    return List.of("/usr/bin/python3", "-B", peers.resolve("python").resolve(script).toString());
  }
}
