package dev.weft.datasets.fashion;

import dev.weft.datasets.fetch.DataListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Fetches the small set in a process of its own, which can be killed. */
final class FetchingProcess {
  private FetchingProcess() {}

  /**
   * Loads it from a world and an address.
   *
   * @param arguments the world's folder and the address
   */
  public static void main(String[] arguments) {
    DataEnvironment environment =
        SmallSet.environment(Path.of(arguments[0]), URI.create(arguments[1]));
    new FashionMnistLoader(environment, DataListener.silent()).load(DataLocation.search());
  }

  static Process start(Path world, URI address) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            FetchingProcess.class.getName(),
            world.toString(),
            address.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
