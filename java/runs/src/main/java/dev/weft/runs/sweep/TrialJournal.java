package dev.weft.runs.sweep;

import dev.weft.data.Source;
import dev.weft.files.AtomicFile;
import dev.weft.files.IoErrors;
import dev.weft.files.Sha256;
import dev.weft.runs.ComputedBy;
import dev.weft.runs.HistoryReport;
import dev.weft.runs.Json;
import dev.weft.runs.JsonField;
import dev.weft.runs.RunException;
import dev.weft.runs.RunFolder;
import dev.weft.train.EpochRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The trainings of a search that came to their end, a line each in a file of its folder from when
 * they did. One that an earlier search left of the very same training is not done again: same
 * specification, fold, data, version and whatever else the last bits depend on.
 */
public final class TrialJournal {
  private final Path file;
  private final String shared;
  private final Map<String, Line> left = new LinkedHashMap<>();

  /**
   * What a line says.
   *
   * @param key a hash over everything that the training depends on
   * @param epochs of the training
   * @param failure why it has no figures
   */
  private record Line(String key, List<EpochRecord> epochs, Optional<String> failure) {}

  /**
   * Takes up what earlier searches left.
   *
   * @param computedBy what last bits depend on beside specification and data
   * @param warn takes words for people
   */
  public TrialJournal(
      RunFolder folder, Source source, ComputedBy computedBy, Consumer<String> warn) {
    this.file = folder.trials();
    this.shared = source.sha256() + "\n" + computedBy;
    for (Path earlier : folder.earlierTrials()) {
      read(earlier, warn);
    }
    AtomicFile.write(
        file, String.join("", left.values().stream().map(line -> Json.line(line) + "\n").toList()));
  }

  private void read(Path earlier, Consumer<String> warn) {
    List<String> lines;
    try {
      lines = new String(Files.readAllBytes(earlier), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot read " + earlier, e);
    }
    for (int i = 0; i < lines.size(); i++) {
      try {
        Line line = line(JsonField.document(earlier, lines.get(i)));
        left.put(line.key, line);
      } catch (RunException e) {
        // The last line is cut off where a process was killed while it wrote it.
        if (i < lines.size() - 1) {
          warn.accept(JsonField.line(earlier, i) + " is damaged; that training is done again");
        }
      }
    }
  }

  private static Line line(JsonField document) {
    return new Line(
        document.member("key").text(),
        HistoryReport.epochs(document.member("epochs")),
        document.optional("failure").map(JsonField::text));
  }

  /** What a training depends on, as a hash. */
  String key(Trial trial, int folds) {
    return Sha256.ofText(
        trial.spec().toJson() + "\nfold " + trial.fold() + " of " + folds + "\n" + shared);
  }

  /** Whether no training came to its end yet. */
  public boolean isEmpty() {
    return left.isEmpty();
  }

  /** What is known of a training by its key. */
  Optional<TrialResult> find(Trial trial, String key) {
    return Optional.ofNullable(left.get(key))
        .map(line -> new TrialResult(trial, line.epochs, line.failure));
  }

  /** Writes a result down. */
  void keep(String key, TrialResult result) {
    Line line = new Line(key, result.epochs(), result.failure());
    left.put(key, line);
    try {
      Files.writeString(
          file, Json.line(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw IoErrors.unchecked("cannot write to " + file, e);
    }
  }
}
