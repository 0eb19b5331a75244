package dev.weft.app.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.DataException;
import dev.weft.app.Main;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fetch.DataListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs of the application as its users start it, made when first asked for and then shared. Their
 * folders stay in the build's folder beside the screenshots.
 */
final class Weft {
  private static final Path RUNS = Path.of(System.getProperty("weft.runs"));

  private static Optional<FashionMnist> loaded = Optional.empty();

  private Weft() {}

  private static final class Experiments {
    static final Run RUN = run("experiments", "experiments", "--seed", "0");

    private Experiments() {}
  }

  private static final class Shorter {
    static final Run RUN = run("shorter", "experiments", "--seed", "1", "--epochs", "3");

    private Shorter() {}
  }

  /** The three experiments on the real data, whole: some seconds. */
  static Run experiments() {
    data();
    return Experiments.RUN;
  }

  /** The same with another seed and few epochs. */
  static Run shorter() {
    data();
    return Shorter.RUN;
  }

  /** The data set; where it is not on the machine the test is passed over, in CI it fails. */
  static FashionMnist data() {
    if (loaded.isEmpty()) {
      try {
        DataLocation here = DataLocation.search().withoutNetwork();
        loaded = Optional.of(FashionMnist.load(here, DataListener.silent()));
      } catch (DataException e) {
        Assumptions.assumeTrue(System.getenv("CI") != null, e.getMessage());
        throw e;
      }
    }
    return loaded.get();
  }

  /** A folder for something new; what an earlier build left there is gone. */
  static Path folder(String name) {
    Path folder = RUNS.resolve(name);
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> old = Files.walk(folder)) {
          for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
      Files.createDirectories(folder.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** A command that writes its results to a folder of this name. */
  static Run run(String name, String... arguments) {
    Path folder = folder(name);
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addAll(List.of("--out", folder.toString()));
    execute(command.toArray(String[]::new));
    return new Run(folder);
  }

  /** Runs a command line in a process of its own. */
  static String execute(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@../launcher/java.options");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-Dweft.home=" + System.getProperty("weft.home"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), said);
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
