package dev.weft.train;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Why a run stopped before its last epoch. */
public sealed interface StopReason {
  /** The reason in words, for people. */
  String words();

  /** The kind as results name it: {@code early_stopping}... */
  String kind();

  /** val_loss had not improved for as many epochs as the patience allows. */
  record EarlyStopped(String words) implements StopReason {
    static EarlyStopped after(int epochs, Optional<EpochRecord> best) {
      String since =
          best.map(b -> String.format(Locale.ROOT, "since epoch %d (%.4f)", b.epoch(), b.valLoss()))
              .orElse("from the start");
      return new EarlyStopped(
          "early stopping: val_loss has not improved for "
              + epochs
              + (epochs == 1 ? " epoch, " : " epochs, ")
              + since);
    }

    @Override
    public String kind() {
      return "early_stopping";
    }
  }

  /** The loss, val_loss or a parameter was no longer a finite number. */
  record Diverged(String words) implements StopReason {
    private static final String REMEDY = "; try a lower learning rate, or look for NaN in the data";

    static Diverged at(TrainingRun run, Progress progress) {
      int step = Math.max(0, progress.step() - 1);
      float rate = run.plan().learningRate(run.spec(), progress.epoch() - 1, step);
      return new Diverged(
          "diverged: the loss is "
              + progress.loss()
              + " in epoch "
              + progress.epoch()
              + " by step "
              + progress.step()
              + ", where the learning rate is "
              + rate
              + REMEDY);
    }

    /** Seen when the epoch was at its end; {@code what} says of what that is no number. */
    static Diverged after(TrainingRun run, EpochRecord record, String what) {
      return new Diverged(
          "diverged: "
              + what
              + " after epoch "
              + record.epoch()
              + " by step "
              + run.stepsPerEpoch()
              + ", where the learning rate is "
              + record.learningRate()
              + REMEDY);
    }

    @Override
    public String kind() {
      return "diverged";
    }
  }

  /** Somebody wanted it to stop: a listener, Ctrl-C, another thread. */
  record Requested(String words) implements StopReason {
    public Requested {
      Objects.requireNonNull(words, "words");
    }

    @Override
    public String kind() {
      return "requested";
    }
  }

  /** Something failed, which the caller of the trainer has as an exception. */
  record Failed(String words) implements StopReason {
    @Override
    public String kind() {
      return "failed";
    }
  }

  /**
   * A reason that results name.
   *
   * @param kind as {@link #kind} gives it; empty in results of versions that had words alone, which
   *     say it as well
   * @throws IllegalArgumentException for a kind that there is not
   */
  static StopReason of(Optional<String> kind, String words) {
    String named = kind.orElseGet(() -> kindOf(words));
    return switch (named) {
      case "early_stopping" -> new EarlyStopped(words);
      case "diverged" -> new Diverged(words);
      case "requested" -> new Requested(words);
      case "failed" -> new Failed(words);
      default -> throw new IllegalArgumentException("no run stops for the reason '" + named + "'");
    };
  }

  private static String kindOf(String words) {
    return words.startsWith("early stopping")
        ? "early_stopping"
        : words.startsWith("diverged")
            ? "diverged"
            : words.startsWith("failed") ? "failed" : "requested";
  }
}
