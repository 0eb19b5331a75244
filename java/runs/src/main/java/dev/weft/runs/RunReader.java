package dev.weft.runs;

import dev.weft.UsageException;
import dev.weft.runs.Run.Figures;
import dev.weft.runs.Run.Result;
import dev.weft.text.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what a run of {@code experiments} or {@code train} left, believing nothing unchecked. */
public final class RunReader {
  private RunReader() {}

  /**
   * Reads a folder.
   *
   * @param name by which it is to be told from others
   * @throws UsageException where there is no such folder
   * @throws RunException where it is no run's, or damaged
   */
  public static Run read(Path folder, String name) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          folder
              + (Files.exists(folder) ? " is not a folder" : " does not exist")
              + ": name the folder of a run, such as runs/TIME");
    }
    Path file = folder.resolve(RunFolder.RESULTS);
    if (!Files.isRegularFile(file)) {
      throw new RunException(
          folder + " is not the folder of a complete run: it has no " + RunFolder.RESULTS);
    }
    Field document = Field.document(file);
    boolean experiments = document.optional("experiments").isPresent();
    if (!experiments && document.optional("history").isEmpty()) {
      throw new RunException(
          file + " is not from a run of weft: it has neither /experiments nor /history");
    }
    Field provenance = document.member("provenance");
    Map<String, String> facts = facts(provenance);
    document.optional("resumed").ifPresent(resumed -> facts.put("resumed", resumed(resumed)));
    return new Run(
        name,
        folder.toString(),
        document.member("synthetic").truth(),
        facts,
        settings(provenance),
        experiments ? experiments(document, folder) : training(document, folder));
  }

  private static Map<String, String> facts(Field provenance) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String fact :
        List.of(
            "command",
            "started",
            "duration_seconds",
            "seed",
            "data_source",
            "data_hash",
            "backend",
            "device",
            "threads",
            "os",
            "arch",
            "processors",
            "git_commit")) {
      facts.put(fact.replace('_', ' '), provenance.optional(fact).map(Field::written).orElse("-"));
    }
    provenance
        .optional("started")
        .ifPresent(started -> facts.replace("started", Format.time(started.time())));
    provenance
        .optional("versions")
        .ifPresent(
            versions ->
                versions
                    .members()
                    .forEach(version -> facts.put("version of " + version.name(), version.text())));
    return facts;
  }

  private static String resumed(Field list) {
    String where =
        list.elements().stream()
            .map(one -> "after epoch " + one.member("after_epoch").written())
            .collect(Collectors.joining(", "));
    return where.isEmpty() ? "no" : where;
  }

  private static Map<String, String> settings(Field provenance) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Field model : provenance.member("configuration").members()) {
      // A training names its model by what it is for, as the experiments do.
      String name = model.name().equals("train") ? model.member("task").text() : model.name();
      for (Field setting : model.members()) {
        settings.put(name + ": " + setting.name().replace('_', ' '), setting.written());
      }
    }
    return settings;
  }

  private static List<Result> experiments(Field document, Path folder) {
    List<Result> results = new ArrayList<>();
    for (Field experiment : document.member("experiments").elements()) {
      String model = modelName(experiment.member("name"));
      Path history = folder.resolve("history-" + model + ".csv");
      boolean own = !model.equals("binarized");
      results.add(
          new Result(
              model,
              (int) experiment.member("epochs").number(),
              experiment.member("seconds_per_epoch").number(),
              figures(experiment),
              figures(experiment.member("best")),
              own ? HistoryCsv.read(history) : List.of()));
    }
    return results;
  }

  /** A name that becomes part of a file's name. */
  private static String modelName(Field field) {
    String name = field.text();
    if (!name.matches("[a-z0-9_-]{1,40}")) {
      throw field.wrong("is not the name of a model");
    }
    return name;
  }

  private static List<Result> training(Field document, Path folder) {
    Field plan = document.member("provenance").member("configuration").member("train");
    String model = modelName(plan.member("task"));
    Field history = document.member("history");
    Optional<Field> best = document.optional("best");
    return List.of(
        new Result(
            model,
            (int) document.member("epochs").number(),
            history.member("seconds_per_epoch").number(),
            figures(document),
            best.map(RunReader::figures).orElse(Figures.NONE),
            HistoryCsv.read(folder.resolve("history-" + model + ".csv"))));
  }

  private static Figures figures(Field of) {
    return new Figures(
        of.member("test_accuracy").number(),
        of.member("test_loss").number(),
        of.optional("val_accuracy").map(Field::number).orElse(Double.NaN),
        of.optional("val_loss").map(Field::number).orElse(Double.NaN));
  }
}
