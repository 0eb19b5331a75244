package dev.weft.peers.compare;

import dev.weft.peers.compare.Results.Accuracy;
import dev.weft.peers.compare.Results.Failure;
import dev.weft.peers.compare.Results.Inference;
import dev.weft.peers.compare.Results.Peak;
import dev.weft.peers.compare.Results.Training;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of cpu-peers.md. */
final class MarkdownReport {
  private static final String WEFT = "Weft";

  /** A framework with a form of its loop, on any number of threads. */
  private record Way(String peer, String form) {
    boolean of(Training t) {
      return peer.equals(t.peer()) && form.equals(t.form());
    }

    boolean of(Inference i) {
      return peer.equals(i.peer()) && form.equals(i.form());
    }

    @Override
    public String toString() {
      return peer + " (" + form + ")";
    }
  }

  private final Results results;
  private final List<Integer> batches;
  private final List<Way> ways;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(Results results) {
    this.results = results;
    batches = results.training().stream().map(Training::batch).distinct().sorted().toList();
    ways = results.training().stream().map(t -> new Way(t.peer(), t.form())).distinct().toList();
  }

  static String of(Results results) {
    MarkdownReport report = new MarkdownReport(results);
    report.head();
    report.failures();
    report.epochs();
    report.ratios();
    report.accuracy();
    report.inference();
    report.limit();
    report.versions();
    return report.text.toString();
  }

  private void head() {
    line("# Weft and other frameworks, same work, same machine, one run");
    line("");
    line(
        "Training 784-32-32-10 on the first 50,000 images of Fashion-MNIST, float32, ReLU, softmax");
    line(
        "cross-entropy, Adam 0.001 (0.9, 0.999, 1e-7), shuffled every epoch, every sample used in");
    line("every epoch, all data in memory. Each contestant runs in a process of its own, in turn,");
    line("in rounds; a warm-up epoch a process, then timed ones; medians over all rounds. See");
    line("benchmarks/peers/README.md.");
    line("");
    line("- command: `" + results.command() + "`");
    line(
        "- "
            + results.started()
            + ", "
            + number(results.durationSeconds())
            + " s, rounds: "
            + results.rounds()
            + (results.quick() ? ", QUICK: not for comparison" : ""));
    line("- commit: " + results.commit());
    line("- data: " + results.dataHash());
    results.machine().forEach((name, value) -> line("- " + name + ": " + value));
    line("");
  }

  private void failures() {
    if (results.failures().isEmpty()) {
      return;
    }
    line("## Failed");
    line("");
    for (Failure failure : results.failures()) {
      line("- " + failure.contestant() + ", round " + failure.round() + ": " + failure.reason());
    }
    line("");
  }

  private void epochs() {
    line("## Seconds per epoch (median, least to most)");
    line("");
    header("framework | threads", batches.stream().map(b -> "batch " + b).toList());
    trainingRows(t -> range(t.secondsPerEpoch(), 1) + (t.scaled() ? " *" : ""));
    line("");
    line("\\* measured on a part of the epoch and scaled to 50,000 samples.");
    line("");
  }

  private void ratios() {
    line("## Times as long as Weft, each with its best number of threads (in brackets)");
    line("");
    header("framework", batches.stream().map(b -> "batch " + b).toList());
    Way weft = new Way(WEFT, "api");
    for (Way way : ways) {
      row(
          way.toString(),
          batches,
          batch -> best(way, batch).filter(t -> best(weft, batch).isPresent()),
          t ->
              number(
                      t.secondsPerEpoch().median()
                          / best(weft, t.batch()).orElseThrow().secondsPerEpoch().median())
                  + " ("
                  + t.threads()
                  + ")");
    }
    line("");
  }

  private void accuracy() {
    if (results.accuracy().isEmpty()) {
      return;
    }
    line("## Test accuracy after ten epochs at batch 32");
    line("");
    line("The check that the same work was done: 0.855 to 0.873 is expected.");
    line("");
    header("framework | threads", List.of("accuracy"));
    for (Accuracy a : results.accuracy()) {
      line(
          "| "
              + new Way(a.peer(), a.form())
              + " | "
              + a.threads()
              + " | "
              + String.format(Locale.ROOT, "%.4f", a.value())
              + " |");
    }
    line("");
  }

  private void inference() {
    if (results.inference().isEmpty()) {
      return;
    }
    line("## Inference (median, least to most)");
    line("");
    line("All test images in one call, from resident data to classes; one image, from a float");
    line("array to its class.");
    line("");
    header("framework | threads", List.of("10,000 images, ms", "one image, us"));
    rows(
        List.of(10_000, 1),
        (way, threads, images) ->
            results.inference().stream()
                .filter(i -> way.of(i) && i.threads() == threads && i.images() == images)
                .findFirst(),
        i -> range(i.seconds(), i.images() == 1 ? 1e6 : 1e3));
    line("");
  }

  private void limit() {
    line("## The limit: sgemm, 4096 cubed");
    line("");
    for (Peak peak : results.peaks()) {
      line("- threads: " + peak.threads() + ": " + range(peak.gflops(), 1) + " GFLOP/s");
    }
    line("");
    line(
        "Useful work of training, "
            + number(Results.FLOP_PER_SAMPLE)
            + " FLOP a sample, as a part");
    line("of that peak on as many threads:");
    line("");
    header("framework | threads", batches.stream().map(b -> "batch " + b).toList());
    trainingRows(t -> String.format(Locale.ROOT, "%.1f %%", 100 * t.fractionOfPeak()));
    line("");
  }

  private void versions() {
    line("## Versions and settings, as each reports them");
    line("");
    results.facts().forEach((name, facts) -> line("- " + name + ": `" + facts + "`"));
  }

  private Stream<Training> training(Way way, int batch) {
    return results.training().stream().filter(t -> way.of(t) && t.batch() == batch);
  }

  private Optional<Training> best(Way way, int batch) {
    return training(way, batch).min(Comparator.comparingDouble(t -> t.secondsPerEpoch().median()));
  }

  private List<Integer> threadsOf(Way way) {
    return results.training().stream()
        .filter(way::of)
        .map(Training::threads)
        .distinct()
        .sorted()
        .toList();
  }

  private void header(String left, List<String> columns) {
    line("| " + left + " | " + String.join(" | ", columns) + " |");
    line("|" + "---|".repeat(left.split("\\|").length) + "---:|".repeat(columns.size()));
  }

  /** What was measured of a framework on some threads, at a batch size or number of images. */
  private interface Finder<V> {
    Optional<V> find(Way way, int threads, int key);
  }

  /** A row for each framework and number of threads. */
  private <V> void rows(List<Integer> keys, Finder<V> finder, Function<V, String> show) {
    for (Way way : ways) {
      for (int threads : threadsOf(way)) {
        row(way + " | " + threads, keys, key -> finder.find(way, threads, key), show);
      }
    }
  }

  private void trainingRows(Function<Training, String> show) {
    rows(
        batches,
        (way, threads, batch) ->
            training(way, batch).filter(t -> t.threads() == threads).findFirst(),
        show);
  }

  private <K, V> void row(
      String left, List<K> keys, Function<K, Optional<V>> find, Function<V, String> show) {
    List<String> cells = new ArrayList<>();
    keys.forEach(key -> cells.add(find.apply(key).map(show).orElse("")));
    line(cells.stream().collect(Collectors.joining(" | ", "| " + left + " | ", " |")));
  }

  private static String range(Statistic statistic, double factor) {
    Statistic s = statistic.times(factor);
    return number(s.median()) + " (" + number(s.min()) + " to " + number(s.max()) + ")";
  }

  /** Three digits that count. */
  private static String number(double value) {
    if (Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value))));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
