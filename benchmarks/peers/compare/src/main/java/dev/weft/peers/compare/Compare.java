package dev.weft.peers.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.peers.compare.Results.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs every contestant in turn, each in a process of its own, round after round, so that a machine
 * that slows down slows all of them; then writes cpu-peers.json, .md and .svg. Ends with status 1
 * where a contestant failed, and says so in the results.
 *
 * <p>{@code weft.home} names the checkout; benchmarks/peers/run.sh sets it.
 */
public final class Compare {
  private static final List<Integer> PEAK_THREADS = List.of(1, 2);

  private final Plan plan;
  private final Path peers;
  private final Path logs;
  private final List<Contestant> contestants;
  private final Collector collector = new Collector();
  private final List<Failure> failures = new ArrayList<>();

  private Compare(Plan plan, Path peers, List<Contestant> contestants) {
    this.plan = plan;
    this.peers = peers;
    this.contestants = contestants;
    logs = peers.resolve("target/logs");
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("weft.home"));
    Path peers = home.resolve("benchmarks/peers");
    Machine machine = Machine.ofThis();
    List<Contestant> all = Contestant.all(peers, machine);
    Set<String> keys = all.stream().map(Contestant::key).collect(Collectors.toSet());
    Plan plan;
    try {
      plan = Plan.of(arguments, home.resolve("benchmarks/results"), keys);
    } catch (IllegalArgumentException e) {
      System.err.println("peers: " + e.getMessage());
      System.exit(2);
      return;
    }
    Compare compare = new Compare(plan, peers, all.stream().filter(plan::includes).toList());
    Instant started = Instant.now();
    FashionMnist data = FashionMnist.load();
    compare.run(compare.write(data));
    Results results = compare.results(arguments, started, home, machine, data);
    Files.createDirectories(plan.results());
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(plan.results().resolve("cpu-peers.json").toFile(), results);
    Files.writeString(plan.results().resolve("cpu-peers.md"), MarkdownReport.of(results));
    EpochChart.write(plan.results().resolve("cpu-peers.svg"), results);
    System.err.println("peers: written to " + plan.results());
    System.exit(results.failures().isEmpty() ? 0 : 1);
  }

  /** The uint8 of the data set as bare files, so that no peer needs a reader or a check. */
  private Path write(FashionMnist data) throws IOException {
    Path folder = Files.createDirectories(peers.resolve("target/data"));
    write(folder, "train", data.train().first(Results.EPOCH));
    write(folder, "test", data.test());
    return folder;
  }

  private static void write(Path folder, String part, Dataset data) throws IOException {
    ByteBuffer pixels = data.pixels();
    byte[] images = new byte[pixels.remaining()];
    pixels.get(images);
    Files.write(folder.resolve(part + "-images"), images);
    byte[] labels = new byte[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) data.label(i);
    }
    Files.write(folder.resolve(part + "-labels"), labels);
  }

  private void run(Path data) throws IOException, InterruptedException {
    Files.createDirectories(logs);
    for (int round = 1; round <= plan.rounds(); round++) {
      for (int threads : PEAK_THREADS) {
        peak(threads, round);
      }
      for (Contestant contestant : contestants) {
        contest(contestant, data, round);
      }
    }
  }

  private void peak(int threads, int round) throws IOException, InterruptedException {
    String label = "sgemm peak, threads: " + threads;
    say(label, round);
    Path log = logs.resolve("peak-" + threads + "-" + round + ".log");
    List<String> command = Contestant.peak(peers, threads, plan.peakRepeats());
    Measured measured = Measured.of(command, Map.of(), log, plan.limit());
    measured.lines().forEach(line -> collector.addPeak(threads, line));
    note(label, round, measured);
  }

  private void contest(Contestant contestant, Path data, int round)
      throws IOException, InterruptedException {
    say(contestant.label(), round);
    String name = contestant.key() + "-" + contestant.form() + "-" + contestant.threads();
    List<String> command = new ArrayList<>(contestant.program());
    command.addAll(plan.arguments(contestant, data, round));
    Measured measured =
        Measured.of(
            command,
            contestant.environment(),
            logs.resolve(name + "-" + round + ".log"),
            plan.limit());
    measured.lines().forEach(line -> collector.add(contestant, line));
    note(contestant.label(), round, measured);
  }

  private void say(String label, int round) {
    System.err.println("peers: round " + round + " of " + plan.rounds() + ": " + label);
  }

  private void note(String label, int round, Measured measured) {
    measured
        .failure()
        .ifPresent(
            reason -> {
              System.err.println("peers: FAILED: " + reason);
              failures.add(new Failure(label, round, reason));
            });
  }

  private Results results(
      String[] arguments, Instant started, Path home, Machine machine, FashionMnist data)
      throws IOException, InterruptedException {
    String command = "benchmarks/peers/run.sh " + String.join(" ", arguments);
    return new Results(
        command.strip(),
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1e3,
        commit(home),
        machine.description(),
        data.source().sha256(),
        plan.rounds(),
        plan.quick(),
        collector.facts(),
        collector.peaks(),
        collector.training(),
        collector.accuracy(),
        collector.inference(),
        failures);
  }

  /** The checkout's revision, with {@code -dirty} where files of it were changed. */
  private static String commit(Path home) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
            .directory(home.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return git.waitFor() == 0 ? answer.strip() : "unknown";
  }
}
