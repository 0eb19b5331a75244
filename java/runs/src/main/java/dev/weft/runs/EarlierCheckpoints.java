package dev.weft.runs;

import dev.weft.ModelFileException;
import dev.weft.UsageException;
import dev.weft.train.Task;
import dev.weft.train.TrainingCheckpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run that did not come to its end, not even by Ctrl-C, left to go on from.
 *
 * @param run what the checkpoints say of their run
 * @param models the newest sound checkpoint of each model that was begun, by name
 * @param notes which of them are not sound
 */
record EarlierCheckpoints(
    JsonField run, Map<String, TrainingCheckpoint> models, List<String> notes) {
  /**
   * Reads those in a folder.
   *
   * @throws UsageException where there are none
   * @throws RunException where none of a model is sound
   */
  static EarlierCheckpoints read(Path folder) {
    List<String> notes = new ArrayList<>();
    Map<String, TrainingCheckpoint> models = new LinkedHashMap<>();
    for (Task task : Task.values()) {
      newest(folder, task.toString(), notes)
          .ifPresent(checkpoint -> models.put(task.toString(), checkpoint));
    }
    if (models.isEmpty()) {
      throw new UsageException(
          "--resume "
              + folder
              + " has nothing to go on from: it has no "
              + RunFolder.RESULTS
              + " and no checkpoint");
    }
    TrainingCheckpoint any = models.values().iterator().next();
    String run = any.model().metadata().extra().get(Checkpoints.RUN);
    if (run == null) {
      throw new RunException(folder + ": its checkpoints do not say what they are of");
    }
    return new EarlierCheckpoints(JsonField.document(folder, run), models, notes);
  }

  private static Optional<TrainingCheckpoint> newest(
      Path folder, String model, List<String> notes) {
    List<String> damaged = new ArrayList<>();
    for (Path file : RunContents.checkpoints(folder, model)) {
      try {
        TrainingCheckpoint sound = TrainingCheckpoint.read(file);
        damaged.forEach(why -> notes.add(why + "; the checkpoint before it is taken"));
        return Optional.of(sound);
      } catch (ModelFileException e) {
        damaged.add(e.getMessage());
      }
    }
    if (!damaged.isEmpty()) {
      throw new RunException(
          "no checkpoint in " + folder + " is sound: " + String.join("; ", damaged));
    }
    return Optional.empty();
  }
}
