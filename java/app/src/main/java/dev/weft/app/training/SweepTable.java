package dev.weft.app.training;

import dev.weft.app.console.Style;
import dev.weft.runs.statistics.Summary;
import dev.weft.runs.sweep.Standing;
import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The best configurations of a search, at most 80 columns wide but for long values. */
final class SweepTable {
  private static final int SHOWN = 10;

  private SweepTable() {}

  static String of(List<Standing> standings, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.strong(
            Format.text(
                "%4s  %-15s  %-15s  %6s  %s",
                "rank", "val_accuracy", "val_loss", "epochs", "configuration")));
    for (int i = 0; i < Math.min(SHOWN, standings.size()); i++) {
      Standing standing = standings.get(i);
      lines.add(
          Format.text(
              "%4d  %-15s  %-15s  %6d  %d: %s",
              i + 1,
              mean(standing, EpochRecord::valAccuracy),
              mean(standing, EpochRecord::valLoss),
              standing.epochs(),
              standing.configuration().number(),
              standing.configuration().words()));
      failures(standing).ifPresent(text -> lines.add("      " + style.bad(text)));
    }
    if (standings.size() > SHOWN) {
      lines.add(style.faint("... and " + (standings.size() - SHOWN) + " more in ranking.csv"));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static Optional<String> failures(Standing standing) {
    return standing
        .failure()
        .map(why -> standing.failed() + " of " + standing.results().size() + " failed: " + why);
  }

  private static String mean(Standing standing, ToDoubleFunction<EpochRecord> figure) {
    return standing.of(figure).map(Summary::words).orElse("-");
  }
}
