package dev.weft.app.options;

import dev.weft.runs.CheckpointInterval;
import dev.weft.runs.Checkpoints;
import dev.weft.runs.RunDescription;
import dev.weft.runs.RunFolder;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Whether, when and how many checkpoints a run leaves in its folder. */
public final class CheckpointOptions {
  @Option(
      names = "--checkpoint-every",
      paramLabel = "WHEN",
      converter = Interval.class,
      description =
          "Leave a checkpoint for --resume after every N epochs, or after an epoch once Ns or Nm"
              + " have gone by (seconds, minutes), or off. Default: 2s.")
  private Optional<CheckpointInterval> every;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "K",
      converter = Count.class,
      defaultValue = "" + Checkpoints.KEEP,
      description =
          "Keep the last K while the run is on; a complete run needs none. Default:"
              + " ${DEFAULT-VALUE}.")
  private int keep;

  /** What {@code --checkpoint-every} takes. */
  static final class Interval implements ITypeConverter<CheckpointInterval> {
    @Override
    public CheckpointInterval convert(String text) throws Exception {
      return Converters.of(CheckpointInterval::parse).convert(text);
    }
  }

  /** What {@code --keep-checkpoints} takes. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) throws Exception {
      return Converters.of(Count::parse).convert(text);
    }

    private static int parse(String text) {
      if (!text.strip().matches("0*[1-9]\\d{0,3}")) {
        throw new IllegalArgumentException("expected a number from 1 to 9999, not '" + text + "'");
      }
      return Integer.parseInt(text.strip());
    }
  }

  /** Whether the options ask for checkpoints in so many words. */
  public boolean asked() {
    return every.filter(interval -> !(interval instanceof CheckpointInterval.Never)).isPresent();
  }

  /** Whether there will be some in the folder of a run. */
  public boolean wanted() {
    return every.isEmpty() || asked();
  }

  /**
   * The checkpoints of a run.
   *
   * @param warn takes words for people
   */
  public Checkpoints in(RunFolder folder, RunDescription description, Consumer<String> warn) {
    return new Checkpoints(
        folder, every.orElse(CheckpointInterval.DEFAULT), keep, description, warn);
  }
}
