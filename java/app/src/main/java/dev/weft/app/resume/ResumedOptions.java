package dev.weft.app.resume;

import dev.weft.UsageException;
import dev.weft.app.DataOptions;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.Converters;
import dev.weft.app.options.TrainOptions;
import dev.weft.runs.training.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options of a training that goes on: those of the earlier run, spelled out, and of the ones
 * typed now what says when the run ends, where its data lies and what computes it. All others have
 * to be what they were.
 */
public final class ResumedOptions {
  private static final String EPOCHS = "--epochs";
  private static final String PATIENCE = "--early-stopping";

  /** What decides when a run ends, and nothing of what happens until then. */
  private static final Set<String> MAY_CHANGE = Set.of(EPOCHS, PATIENCE);

  private final EarlierRun run;
  private final Map<String, List<String>> given = new LinkedHashMap<>();

  /** What {@code command} says, on top of what the run had. */
  public ResumedOptions(EarlierRun run, ParseResult command) {
    this.run = run;
    for (OptionSpec option : command.matchedOptions()) {
      given.put(
          option.longestName(),
          option.typeInfo().isBoolean() ? List.of() : option.originalStringValues());
    }
  }

  /**
   * How to train.
   *
   * @throws UsageException where an option contradicts the run, or nothing is left to train
   */
  public TrainOptions training() {
    Map<String, List<String>> stored = stored();
    Map<String, List<String>> options = new LinkedHashMap<>(stored);
    for (String name : names(new TrainOptions())) {
      if (given.containsKey(name)) {
        options.put(name, given.get(name));
      }
    }
    requireTask(stored.get("--task"));
    TrainOptions before = parsed(new TrainOptions(), arguments(stored));
    TrainOptions now = parsed(new TrainOptions(), arguments(options));
    requireSame(spelledOut(before), spelledOut(now));
    requireSomethingLeft(spelledOut(now));
    return now;
  }

  /** Before all others, since what they may be depends on it. */
  private void requireTask(List<String> task) {
    List<String> asked = given.getOrDefault("--task", task);
    if (!asked.get(0).equalsIgnoreCase(task.get(0))) {
      throw contradiction("--task", "with " + typed("--task", task));
    }
  }

  private UsageException contradiction(String name, String before) {
    return new UsageException(
        typed(name, given.getOrDefault(name, List.of()))
            + " contradicts the run "
            + run.folder()
            + ", which was trained "
            + before
            + ": leave it out");
  }

  private Map<String, List<String>> stored() {
    Map<String, List<String>> stored = new LinkedHashMap<>();
    stored.put("--recipe", List.of(run.last().metadata().recipe()));
    stored.putAll(run.plan().options());
    run.trainRange().ifPresent(range -> stored.put("--train-range", List.of(range)));
    return stored;
  }

  /** Options in one spelling each, so that 0.10 is 0.1. */
  private static Map<String, List<String>> spelledOut(TrainOptions options) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("--recipe", List.of(options.recipe()));
    all.putAll(options.spelledOut());
    options.trainRange().ifPresent(range -> all.put("--train-range", List.of(range.toString())));
    return all;
  }

  private void requireSame(Map<String, List<String>> before, Map<String, List<String>> now) {
    Map<String, List<String>> all = new LinkedHashMap<>(before);
    all.putAll(now);
    for (String name : all.keySet()) {
      boolean same = now.containsKey(name) && now.get(name).equals(before.get(name));
      if (same || MAY_CHANGE.contains(name) && !ratesDependOn(name, now)) {
        continue;
      }
      String with =
          before.containsKey(name) ? "with " + typed(name, before.get(name)) : "without it";
      throw contradiction(
          name, with + (ratesDependOn(name, now) ? " and rates that follow from it" : ""));
    }
  }

  /** The rates of half a cosine follow from the number of epochs. */
  private static boolean ratesDependOn(String name, Map<String, List<String>> plan) {
    return name.equals(EPOCHS) && plan.get("--lr-schedule").get(0).startsWith("cosine");
  }

  private static String typed(String name, List<String> values) {
    return values.isEmpty() ? name : name + " " + String.join(" " + name + " ", values);
  }

  private void requireSomethingLeft(Map<String, List<String>> now) {
    int trained = run.earlier().epochs().size();
    int epochs = Integer.parseInt(now.get(EPOCHS).get(0));
    String has = "the run " + run.folder() + " has " + trained + " epochs already";
    if (epochs < trained) {
      throw new UsageException(EPOCHS + " " + epochs + ": " + has + "; name a larger number");
    }
    if (!run.complete()) {
      return;
    }
    if (epochs == trained) {
      throw new UsageException(
          has + ", all that it was to have: to train on, add " + EPOCHS + " with a larger number");
    }
    boolean early = run.stopReason().filter(reason -> reason.startsWith("early stop")).isPresent();
    if (early && now.get(PATIENCE).equals(run.plan().options().get(PATIENCE))) {
      throw new UsageException(
          "the run "
              + run.folder()
              + " came to its end after "
              + trained
              + " epochs ("
              + run.stopReason().get()
              + "): to train on, add "
              + PATIENCE
              + " off, or with a larger number");
    }
  }

  /** What to read: what is named now, or the place of before. */
  public DataOptions data() {
    List<String> arguments = new ArrayList<>();
    boolean named = false;
    for (String name : names(new DataOptions())) {
      named |= given.containsKey(name) && !name.equals("--offline");
    }
    if (named) {
      names(new DataOptions())
          .forEach(name -> arguments.addAll(given.containsKey(name) ? typedNow(name) : List.of()));
    } else {
      arguments.addAll(run.input().arguments());
      if (given.containsKey("--offline")) {
        arguments.add("--offline");
      }
    }
    return parsed(new DataOptions(), arguments);
  }

  private List<String> typedNow(String name) {
    return arguments(Map.of(name, given.get(name)));
  }

  /** What to compute on: what is named now, or the backend of before. */
  public BackendOptions backend() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        given.containsKey("--backend")
            ? typedNow("--backend")
            : List.of("--backend=" + run.backend()));
    if (given.containsKey("--threads")) {
      arguments.addAll(typedNow("--threads"));
    }
    return parsed(new BackendOptions(), arguments);
  }

  private static List<String> names(Object options) {
    return new CommandLine(options)
        .getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
  }

  private static List<String> arguments(Map<String, List<String>> options) {
    List<String> arguments = new ArrayList<>();
    options.forEach(
        (name, values) -> {
          if (values.isEmpty()) {
            arguments.add(name);
          }
          values.forEach(value -> arguments.add(name + "=" + value));
        });
    return arguments;
  }

  private static <T> T parsed(T options, List<String> arguments) {
    CommandLine line = new CommandLine(options);
    line.registerConverter(Task.class, Converters.choice(Task.class));
    try {
      line.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new UsageException(e.getMessage(), e);
    }
    return options;
  }
}
