package dev.weft.app.training;

import dev.weft.app.console.Console;
import dev.weft.app.console.Tenths;
import dev.weft.runs.sweep.Objective;
import dev.weft.runs.sweep.Sweep;
import dev.weft.runs.sweep.TrialResult;
import dev.weft.text.Format;
import java.util.Optional;

/** Says how far a search is, a tenth of its trainings at a time, and what failed of it at once. */
final class SweepLines {
  private final Console console;
  private final Objective objective;
  private Optional<TrialResult> best = Optional.empty();

  SweepLines(Console console, Objective objective) {
    this.console = console;
    this.objective = objective;
  }

  void known(Sweep.Progress progress) {
    TrialResult last = progress.last();
    last.failure()
        .ifPresent(
            why ->
                console.log(
                    "configuration "
                        + last.trial().configuration().number()
                        + ", seed "
                        + last.trial().seed()
                        + " has no figures: "
                        + why));
    if (last.figures().isPresent() && best.filter(before -> !better(last, before)).isEmpty()) {
      best = Optional.of(last);
    }
    int done = progress.done();
    int all = progress.trainings();
    if (Tenths.isReached(done, all)) {
      console.log(
          Format.text(
                  "%d of %d trainings of up to %d epochs", done, all, last.trial().spec().epochs())
              + best.map(found -> "; the best so far: " + words(found)).orElse(""));
    }
  }

  private boolean better(TrialResult one, TrialResult other) {
    double first = objective.of(one.figures().orElseThrow());
    double second = objective.of(other.figures().orElseThrow());
    return objective == Objective.VAL_LOSS ? first < second : first > second;
  }

  private String words(TrialResult result) {
    return Format.text(
        "%s %s (configuration %d)",
        objective,
        Format.decimal(objective.of(result.figures().orElseThrow())),
        result.trial().configuration().number());
  }
}
