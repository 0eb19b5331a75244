package dev.weft.runs;

import dev.weft.UsageException;
import dev.weft.model.ModelFile;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.StopReason;
import dev.weft.train.TrainingField;
import dev.weft.train.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an earlier run left of one model, as much as it takes to go on.
 *
 * @param folder of the run, as it was named
 * @param spec how it was trained
 * @param history its complete epochs, and why it stopped
 * @param last the model with the optimizer's state after the last of them; empty where there was
 *     none
 * @param bestParameters those after the epoch with the lowest val_loss, where there is one
 */
public record EarlierModel(
    Path folder,
    TrainingSpec spec,
    History history,
    Optional<ModelFile> last,
    Optional<float[]> bestParameters) {
  /** What decides when a run ends, and nothing of what happens until then. */
  private static final Set<String> MAY_CHANGE = Set.of("epochs", "early_stopping");

  /** What may keep a training that diverged from doing so again. */
  private static final Set<String> REMEDIES =
      Set.of("learning_rate", "lr_schedule", "warmup", "clip_norm");

  /** Its complete epochs. */
  public List<EpochRecord> epochs() {
    return history.epochs();
  }

  /** Why the training diverged, in words, where it did: what there is of it is from before. */
  Optional<String> divergence() {
    return history
        .stopReason()
        .filter(StopReason.Diverged.class::isInstance)
        .map(StopReason::words);
  }

  /**
   * Requires that a run can go on from this one: only what decides when it ends may be another, and
   * where it diverged something must be that keeps it from doing so again.
   *
   * @param complete whether the run came to its end
   * @throws UsageException where {@code now} contradicts it, or nothing is left to train
   */
  public void requireContinuedBy(TrainingSpec now, boolean complete) {
    boolean diverged = divergence().isPresent();
    boolean remedied = false;
    for (TrainingField field : spec.differences(now)) {
      boolean remedy = diverged && REMEDIES.contains(field.name());
      boolean rates = !diverged && field.name().equals("epochs") && spec.rates().dependsOnEpochs();
      if (rates || !remedy && !MAY_CHANGE.contains(field.name())) {
        throw contradiction(field, now, rates ? " and rates that follow from it" : "");
      }
      remedied |= remedy;
    }
    if (diverged && !remedied) {
      throw new UsageException(
          "the run "
              + folder
              + " "
              + divergence().get()
              + ": to train on after epoch "
              + epochs().size()
              + ", the last sound one, add a --learning-rate below "
              + spec.learningRate()
              + " (or --clip-norm)");
    }
    requireSomethingLeft(now, complete && !diverged);
  }

  private UsageException contradiction(TrainingField field, TrainingSpec now, String more) {
    return contradiction(
        folder,
        typed(field.option(), field.texts(now)),
        field.texts(spec).isEmpty() ? "without it" : "with " + typed(field, spec) + more);
  }

  /** What says that something named now is not what the run had. */
  public static UsageException contradiction(Path folder, String now, String before) {
    return new UsageException(
        now
            + " contradicts the run "
            + folder
            + ", which was trained "
            + before
            + ": leave it out");
  }

  private static String typed(TrainingField field, TrainingSpec spec) {
    return typed(field.option(), field.texts(spec));
  }

  private static String typed(String option, List<String> values) {
    return values.isEmpty()
        ? option
        : (option + " " + String.join(" " + option + " ", values)).stripTrailing();
  }

  private void requireSomethingLeft(TrainingSpec now, boolean complete) {
    int trained = epochs().size();
    String has = "the run " + folder + " has " + trained + " epochs already";
    if (now.epochs() < trained) {
      throw new UsageException("--epochs " + now.epochs() + ": " + has + "; name a larger number");
    }
    if (!complete) {
      return;
    }
    if (now.epochs() == trained) {
      throw new UsageException(
          has + ", all that it was to have: to train on, add --epochs with a larger number");
    }
    Optional<StopReason> early =
        history.stopReason().filter(StopReason.EarlyStopped.class::isInstance);
    if (early.isPresent() && now.patience().equals(spec.patience())) {
      throw new UsageException(
          "the run "
              + folder
              + " came to its end after "
              + trained
              + " epochs ("
              + early.get().words()
              + "): to train on, add --early-stopping off, or with a larger number");
    }
  }
}
