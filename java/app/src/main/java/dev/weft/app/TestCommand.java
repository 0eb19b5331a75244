package dev.weft.app;

import dev.weft.UsageException;
import picocli.CommandLine.Command;

/** Stands in the list of commands so that people find it; the launcher runs it. */
@Command(
    name = "test",
    header = "Build everything and pass all tests.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Builds everything and passes all tests, Java and native, in a checkout.",
      ""
    },
    footer = {"", "Example:", "  ./weft test"})
final class TestCommand implements Runnable {
  @Override
  public void run() {
    throw new UsageException(
        "tests are run by the launcher in a checkout of the sources: ./weft test");
  }
}
