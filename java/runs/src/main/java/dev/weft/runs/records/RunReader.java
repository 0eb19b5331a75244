package dev.weft.runs.records;

import dev.weft.UsageException;
import dev.weft.runs.JsonField;
import dev.weft.runs.RunException;
import dev.weft.runs.RunFolder;
import dev.weft.runs.records.RecordedRun.Figures;
import dev.weft.runs.records.RecordedRun.Result;
import dev.weft.text.Format;
import dev.weft.train.TrainingField;
import dev.weft.train.TrainingFields;
import dev.weft.train.TrainingSpec;
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
  public static RecordedRun read(Path folder, String name) {
    RunFolder.repair(folder);
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
    JsonField document = JsonField.document(file);
    if (document.optional("ranking").isPresent()) {
      throw new RunException(
          folder + " is a search: its page and ranking.csv have its configurations side by side");
    }
    boolean experiments = document.optional("experiments").isPresent();
    if (!experiments && document.optional("history").isEmpty()) {
      throw new RunException(
          file + " is not from a run of weft: it has neither /experiments nor /history");
    }
    JsonField provenance = document.member("provenance");
    Map<String, String> facts = facts(provenance);
    document.optional("resumed").ifPresent(resumed -> facts.put("resumed", resumed(resumed)));
    return new RecordedRun(
        name,
        folder.toString(),
        document.member("synthetic").truth(),
        facts,
        settings(provenance),
        experiments ? experiments(document, folder) : training(document, folder));
  }

  private static Map<String, String> facts(JsonField provenance) {
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
      facts.put(
          fact.replace('_', ' '), provenance.optional(fact).map(JsonField::written).orElse("-"));
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

  private static String resumed(JsonField list) {
    String where =
        list.elements().stream()
            .map(one -> "after epoch " + one.member("after_epoch").written())
            .collect(Collectors.joining(", "));
    return where.isEmpty() ? "no" : where;
  }

  private static Map<String, String> settings(JsonField provenance) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (JsonField model : provenance.member("configuration").members()) {
      // A training names its model by what it is for, as the experiments do.
      String name = model.name().equals("train") ? model.member("task").text() : model.name();
      TrainingSpec spec = model.training();
      for (TrainingField field : TrainingFields.ALL) {
        settings.put(name + ": " + field.name().replace('_', ' '), field.words(spec));
      }
    }
    return settings;
  }

  private static List<Result> experiments(JsonField document, Path folder) {
    List<Result> results = new ArrayList<>();
    if (document.member("experiments").elements().isEmpty()) {
      throw new RunException(
          folder + " is not the folder of a complete run: its experiments did not come to an end");
    }
    for (JsonField experiment : document.member("experiments").elements()) {
      String model = modelName(experiment.member("name"));
      Path history = folder.resolve(RunFolder.historyFile(model));
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
  private static String modelName(JsonField field) {
    String name = field.text();
    if (!name.matches("[a-z0-9_-]{1,40}")) {
      throw field.wrong("is not the name of a model");
    }
    return name;
  }

  private static List<Result> training(JsonField document, Path folder) {
    JsonField plan = document.member("provenance").member("configuration").member("train");
    String model = modelName(plan.member("task"));
    JsonField history = document.member("history");
    Optional<JsonField> best = document.optional("best");
    return List.of(
        new Result(
            model,
            (int) document.member("epochs").number(),
            history.member("seconds_per_epoch").number(),
            figures(document),
            best.map(RunReader::figures).orElse(Figures.NONE),
            HistoryCsv.read(folder.resolve(RunFolder.historyFile(model)))));
  }

  private static Figures figures(JsonField of) {
    return new Figures(
        of.member("test_accuracy").number(),
        of.member("test_loss").number(),
        of.optional("val_accuracy").map(JsonField::number).orElse(Double.NaN),
        of.optional("val_loss").map(JsonField::number).orElse(Double.NaN));
  }
}
