package dev.weft.app.training;

import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.Reporting;
import dev.weft.app.session.Session;
import dev.weft.files.AtomicFile;
import dev.weft.report.compare.RunComparison;
import dev.weft.report.html.Pages;
import dev.weft.runs.records.RecordedRun;
import dev.weft.runs.records.RunReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts runs side by side. */
@Command(
    name = "compare",
    header = "Put runs side by side in one report.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Reads the folders that experiments and train left and writes one HTML page: what differs in"
          + " configuration, the figures in a table, the curves laid over each other.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft compare runs/seed-0 runs/seed-7",
      "  weft compare runs/* --out all.html",
      "  weft compare runs/a runs/b --json"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int MOST = 100;

  @Parameters(
      paramLabel = "RUN",
      arity = "2..*",
      description = "The folder of a run; two at least.")
  private List<Path> folders;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "compare.html",
      description = "Where the page goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private OutputOptions output;

  private final Session session;

  public CompareCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Console console = session.console(output);
    requireFile();
    if (folders.size() > MOST) {
      throw new UsageException("compare takes at most " + MOST + " runs, not " + folders.size());
    }
    List<RecordedRun> runs = new ArrayList<>();
    List<String> names = names(folders);
    for (int i = 0; i < folders.size(); i++) {
      runs.add(RunReader.read(folders.get(i), names.get(i)));
    }
    RunComparison comparison = new RunComparison(runs);
    AtomicFile.write(out, Pages.compare(comparison.page()));
    List<String> lines = new ArrayList<>(CompareTable.lines(comparison));
    lines.addAll(List.of("", "Report in " + out));
    return Reporting.end(console, comparison, lines);
  }

  private void requireFile() {
    Path parent = out.toAbsolutePath().normalize().getParent();
    if (Files.isDirectory(out) || parent == null) {
      throw new UsageException("--out " + out + " is a folder, expected the name of a file");
    }
    if (!Files.isDirectory(parent)) {
      throw new UsageException("--out " + out + ": the folder " + parent + " does not exist");
    }
  }

  /** The shortest ends of the paths that tell the folders from each other. */
  public static List<String> names(List<Path> folders) {
    List<Path> paths = folders.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    Set<Path> different = new HashSet<>();
    for (Path path : paths) {
      if (!different.add(path)) {
        throw new UsageException("the run " + path + " is named twice");
      }
    }
    int longest = paths.stream().mapToInt(Path::getNameCount).max().orElse(1);
    for (int parts = 1; parts < longest; parts++) {
      int kept = parts;
      List<String> names = paths.stream().map(path -> end(path, kept)).toList();
      if (new HashSet<>(names).size() == names.size()) {
        return names;
      }
    }
    return paths.stream().map(Path::toString).toList();
  }

  private static String end(Path path, int parts) {
    int count = path.getNameCount();
    return count == 0
        ? path.toString()
        : path.subpath(Math.max(0, count - parts), count).toString();
  }
}
