package dev.weft.app.models;

import dev.weft.Summary;
import dev.weft.app.console.Console;
import dev.weft.app.console.Style;
import dev.weft.app.options.FileArgument;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import dev.weft.files.IoErrors;
import dev.weft.model.ModelFile;
import dev.weft.runs.Json;
import dev.weft.text.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what is in a model file. */
@Command(
    name = "show",
    header = "Show what is in a model file.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Shows the network of a model file, where it comes from, and the range of each tensor's"
          + " values.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft show model.safetensors",
      "  weft show runs/X/multiclass.safetensors --json"
    })
public final class ShowCommand implements Callable<Integer> {
  private static final int COLUMNS = 100;
  private static final int NAME = 14;

  /** As many classes or columns are named. */
  private static final int NAMED = 100;

  @Parameters(paramLabel = "MODEL", description = "A safetensors file.")
  private Path model;

  @Mixin private OutputOptions output;

  private final Session session;

  public ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Console console = session.console(output);
    FileArgument.requireReadable(model.toString(), model);
    ModelFile file = ModelFile.read(model);
    ModelReport report = ModelReport.of(model.toString(), size(), file);
    if (console.json()) {
      console.raw(Json.write(report));
      return ExitCode.OK;
    }
    console.result(Summary.of(file.metadata().architecture()));
    facts(report).forEach(console::result);
    console.result("");
    tensors(report, console.style()).forEach(console::result);
    if (!report.sound()) {
      console.warn(
          model + " has parameters that are NaN or infinite: it cannot be evaluated or asked");
    }
    return ExitCode.OK;
  }

  private long size() {
    try {
      return Files.size(model);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot read " + model, e);
    }
  }

  private static List<String> facts(ModelReport report) {
    List<String> lines = new ArrayList<>();
    lines.addAll(fact("file", report.file() + Format.text(", %,d bytes", report.bytes())));
    lines.addAll(fact("task", report.task()));
    lines.addAll(names("classes", report.classNames()));
    lines.addAll(names("features", report.featureNames()));
    lines.addAll(names("targets", report.targetNames()));
    lines.addAll(fact("recipe", report.recipe() + ", seed " + report.seed()));
    lines.addAll(fact("data", "SHA-256 " + report.dataHash()));
    lines.addAll(fact("parameters", "SHA-256 " + report.parameterHash()));
    report.extra().forEach((name, value) -> lines.addAll(fact(name.replace('_', ' '), value)));
    lines.addAll(fact("trained by", "Weft " + report.version() + " on " + report.backend()));
    lines.addAll(
        fact(
            "Adam's state",
            report.adamStep().map(step -> "after " + step + " updates").orElse("none")));
    return lines;
  }

  private static List<String> names(String kind, List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    int more = names.size() - NAMED;
    String listed = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return fact(kind, more > 0 ? listed + " and " + more + " more" : listed);
  }

  /** A name and its value, broken between words where it is long. */
  private static List<String> fact(String name, String value) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(Format.text("%-" + NAME + "s", Format.printable(name)));
    boolean first = true;
    for (String word : Format.printable(value).split(" ")) {
      if (!first && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(NAME));
      }
      line.append(" ").append(word);
      first = false;
    }
    lines.add(line.toString());
    return lines;
  }

  private static List<String> tensors(ModelReport report, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.strong(
            Format.text(
                "%-18s %12s %10s %10s %10s %16s",
                "Tensor", "Shape", "Min", "Max", "Mean", "NaN or infinite")));
    lines.add(style.faint("-".repeat(81)));
    for (ModelReport.Tensor tensor : report.tensors()) {
      String line =
          Format.text(
              "%-18s %12s %10s %10s %10s %16d",
              tensor.name(),
              tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(" x ")),
              Format.decimal(tensor.min()),
              Format.decimal(tensor.max()),
              Format.decimal(tensor.mean()),
              tensor.unsound());
      lines.add(tensor.unsound() > 0 ? style.bad(line) : line);
    }
    return lines;
  }
}
