package dev.weft.runs;

import dev.weft.ModelFileException;
import dev.weft.backend.DeviceInfo;
import dev.weft.model.ModelFile;
import dev.weft.runs.TrainedModel.Best;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.TrainingCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The models of a run's further seeds, each in a file of its own from when it is trained. One that
 * an earlier run left of the very same training is not trained again: same specification, data,
 * version and whatever else the last bits depend on.
 */
public final class SeedModels {
  /** The fact of a file that says what its bits depend on beside specification and data. */
  private static final String COMPUTED_BY = "computed_by";

  private static final String SEED = "-seed-";

  private final RunFolder folder;
  private final List<Path> earlier;
  private final String computedBy;
  private final Consumer<String> warn;

  /**
   * Those of a run.
   *
   * @param resumed the folder of the run that this one goes on with, if any
   * @param device that computes
   * @param warn takes words for people
   */
  public SeedModels(
      RunFolder folder, Optional<Path> resumed, DeviceInfo device, Consumer<String> warn) {
    this.folder = folder;
    this.earlier = new ArrayList<>(List.of(folder.written(), folder.target()));
    resumed.ifPresent(earlier::add);
    this.computedBy = ComputedBy.of(device).toString();
    this.warn = warn;
  }

  private static String fileName(ModelRun run) {
    return RunFolder.modelFile(run.name() + SEED + run.spec().seed());
  }

  /** Whether a file of a run's folder is the model of a further seed. */
  public static boolean isSeedFile(String name) {
    return name.contains(SEED);
  }

  /** Writes one as soon as it is trained. */
  public void keep(TrainedModel model) {
    ModelFile last = model.last();
    ModelFile marked =
        new ModelFile(
            last.metadata().with(COMPUTED_BY, computedBy), last.parameters(), last.adamState());
    new TrainingCheckpoint(
            marked, model.history().epochs(), model.best().map(best -> best.model().parameters()))
        .save(folder.file(fileName(model.run())));
  }

  /** What an earlier run left of this training, which is this run's then. */
  public Optional<TrainedModel> find(ModelRun run) {
    for (Path place : earlier) {
      Path file = place.resolve(fileName(run));
      if (!Files.isRegularFile(file)) {
        continue;
      }
      try {
        TrainingCheckpoint left = TrainingCheckpoint.read(file);
        if (isOf(run, left.model())) {
          TrainedModel model = trained(run, left);
          if (!place.equals(folder.written())) {
            keep(model);
          }
          return Optional.of(model);
        }
      } catch (ModelFileException e) {
        warn.accept(e.getMessage() + "; that seed is trained again");
      }
    }
    return Optional.empty();
  }

  private boolean isOf(ModelRun run, ModelFile model) {
    Map<String, String> facts = model.metadata().extra();
    return computedBy.equals(facts.get(COMPUTED_BY))
        && run.spec().toJson().equals(facts.get("training"))
        && run.samples().source().sha256().equals(model.metadata().dataHash());
  }

  private static TrainedModel trained(ModelRun run, TrainingCheckpoint left) {
    History history = new History(left.epochs(), Optional.empty(), false);
    Optional<EpochRecord> best = left.bestParameters().flatMap(parameters -> history.best());
    String backend = left.model().metadata().backend();
    return new TrainedModel(
        run,
        history,
        left.model(),
        best.map(epoch -> Best.of(run, backend, epoch, left.bestParameters().orElseThrow())),
        false);
  }
}
