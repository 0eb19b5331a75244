package dev.weft.runs;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a training leaves a checkpoint: always after a complete epoch. It prints as options spell
 * it: {@code 5} epochs, {@code 30s}, {@code 2m}, {@code off}.
 */
public sealed interface CheckpointInterval {
  /** What can be lost without anybody's noticing, and no epoch of a fast training waits for. */
  CheckpointInterval DEFAULT = new Time(Duration.ofSeconds(2));

  /** After every so many epochs; the next one begins when the checkpoint is on the disk. */
  record Epochs(int epochs) implements CheckpointInterval {
    public Epochs {
      requirePositive(epochs);
    }

    @Override
    public String toString() {
      return Integer.toString(epochs);
    }
  }

  /**
   * After an epoch where the last one was begun so long ago, or fifty times as long as a core is
   * busy with it: it costs at most two hundredths of the time, and a state of 100 MB is written
   * every 25 s. It is written while the next epoch trains.
   */
  record Time(Duration least) implements CheckpointInterval {
    public Time {
      requirePositive(least.toSeconds());
    }

    @Override
    public String toString() {
      long seconds = least.toSeconds();
      return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
  }

  /** Never. */
  record Never() implements CheckpointInterval {
    @Override
    public String toString() {
      return "off";
    }
  }

  private static void requirePositive(long number) {
    if (number < 1) {
      throw new IllegalArgumentException("checkpoints are at least 1 apart, not " + number);
    }
  }

  /**
   * What a text spells.
   *
   * @throws IllegalArgumentException where it spells none
   */
  static CheckpointInterval parse(String text) {
    Matcher number = Pattern.compile("0*([1-9]\\d{0,6})([sm]?)").matcher(text.strip());
    if (text.strip().equals("off")) {
      return new Never();
    }
    if (!number.matches()) {
      throw new IllegalArgumentException(
          "expected a number of epochs such as 5, a time such as 30s or 2m, or off, not '"
              + text
              + "'");
    }
    int count = Integer.parseInt(number.group(1));
    return switch (number.group(2)) {
      case "s" -> new Time(Duration.ofSeconds(count));
      case "m" -> new Time(Duration.ofMinutes(count));
      default -> new Epochs(count);
    };
  }
}
