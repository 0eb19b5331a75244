package dev.weft.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of this module in a process of its own, with the options of this process. */
final class ChildJvm {
  private ChildJvm() {}

  /** The process, not started; what it says on standard error goes to that of this process. */
  static ProcessBuilder of(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("--class-path");
    command.add(System.getProperty("java.class.path"));
    String data = System.getProperty(BenchmarkData.PROPERTY);
    if (data != null) {
      command.add("-D" + BenchmarkData.PROPERTY + "=" + data);
    }
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
