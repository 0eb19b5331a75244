package dev.weft.app.options;

import dev.weft.UsageException;
import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer.Adam;
import dev.weft.runs.PlanReport;
import dev.weft.runs.training.ClassWeighting;
import dev.weft.runs.training.ModelPlan;
import dev.weft.runs.training.NetworkPlan;
import dev.weft.runs.training.Recipe;
import dev.weft.runs.training.Schedule;
import dev.weft.runs.training.Task;
import dev.weft.runs.training.ValidationSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What is trained and how: a recipe, and what options change about it. */
public final class TrainOptions {
  private static final ValidationSize OTHER_DATA = new ValidationSize.Fraction(0.2);

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "reference",
      description = "What holds where no option says otherwise: reference or notebook.")
  private String recipe;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "multiclass, binary (Fashion-MNIST: clothing or not) or regression.")
  private Optional<Task> task;

  @Option(
      names = "--layers",
      paramLabel = "WIDTHS",
      converter = Converters.Layers.class,
      description =
          "Widths from the input to the output. Default: 784,32,32,10, or what the data needs.")
  private Optional<List<Integer>> layers;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      converter = Converters.ActivationName.class,
      description =
          "Of hidden layers: relu, leaky_relu:SLOPE, sigmoid, tanh, gelu or linear. Default: relu.")
  private Optional<Activation> activation;

  @Option(
      names = "--dropout",
      paramLabel = "RATE@LAYER",
      converter = Converters.DropoutAt.class,
      description = "After hidden LAYER, from 1; 0 is the input. May be repeated; 0@1 removes one.")
  private List<DropoutOption> dropout = List.of();

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      converter = Converters.LossName.class,
      description =
          "mean_squared_error, binary_crossentropy or categorical_crossentropy. Default: the"
              + " task's.")
  private Optional<Loss> loss;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "At most so many epochs. Default: 50, binary 25.")
  private Optional<Integer> epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "Samples a step. Default: 32.")
  private Optional<Integer> batchSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Adam's learning rate. Default: 0.001.")
  private Optional<Float> learningRate;

  @Option(
      names = "--lr-schedule",
      paramLabel = "SCHEDULE",
      converter = Converters.ScheduleText.class,
      description =
          "constant, step:FACTOR:EVERY (epochs) or cosine[:WARMUP_EPOCHS[:FINAL]], FINAL being"
              + " the last rate.")
  private Optional<Schedule> schedule;

  @Option(
      names = "--beta1",
      paramLabel = "B",
      description = "Adam's decay of first moments. Default: 0.9.")
  private Optional<Double> beta1;

  @Option(
      names = "--beta2",
      paramLabel = "B",
      description = "Adam's decay of second moments. Default: 0.999.")
  private Optional<Double> beta2;

  @Option(names = "--epsilon", paramLabel = "E", description = "Adam's epsilon. Default: 1e-7.")
  private Optional<Double> epsilon;

  @Option(
      names = "--validation",
      paramLabel = "N",
      converter = Converters.Validation.class,
      description =
          "The last N training samples, or a fraction such as 0.2, validate; 0 for none."
              + " Default: 10000, of other data than Fashion-MNIST 0.2.")
  private Optional<ValidationSize> validation;

  @Option(
      names = "--early-stopping",
      paramLabel = "PATIENCE",
      converter = Converters.Patience.class,
      description = "Stop after so many epochs without a better val_loss, or off. Default: 5.")
  private Optional<OptionalInt> patience;

  @Option(
      names = "--class-weights",
      paramLabel = "WEIGHTS",
      converter = Converters.ClassWeights.class,
      description = "balanced, none, or one factor a class: w0,w1,...")
  private Optional<ClassWeighting> classWeights;

  @Option(
      names = "--train-range",
      paramLabel = "A:B",
      converter = Converters.Range.class,
      description = "Take the training samples A to B-1 only; the last of them validate.")
  private Optional<SampleRange> trainRange;

  @Option(names = "--no-shuffle", description = "Take samples in file order in every epoch.")
  private boolean noShuffle;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of initial weights, orders and dropout. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** The task: as asked for, multiclass by default, regression where the data has targets. */
  public Task task(boolean targets) {
    return task.orElse(targets ? Task.REGRESSION : Task.MULTICLASS);
  }

  /** The widths that were asked for. */
  public Optional<List<Integer>> layers() {
    return layers;
  }

  /** The training samples that were asked for. */
  public Optional<SampleRange> trainRange() {
    return trainRange;
  }

  /**
   * All of it as options that say the same whatever a recipe says, where task and widths were
   * given.
   *
   * @throws UsageException where it does not go together
   */
  public Map<String, List<String>> spelledOut() {
    return PlanReport.of(plan(task.orElseThrow(), false, layers)).options();
  }

  /** The recipe's name. */
  public String recipe() {
    return recipe;
  }

  /**
   * Everything together.
   *
   * @param fashion whether the data is Fashion-MNIST, which the recipes are made for
   * @param widths of the network; empty while the data that decides them is not loaded
   * @throws UsageException where it does not go together
   */
  public ModelPlan plan(Task task, boolean fashion, Optional<List<Integer>> widths) {
    ModelPlan base = UsageException.interpreting(() -> Recipe.named(recipe)).plan(task);
    return UsageException.interpreting(
        () ->
            new ModelPlan(
                task,
                network(base, task, fashion, widths),
                epochs.orElse(base.epochs()),
                batchSize.orElse(base.batchSize()),
                learningRate.orElse(base.learningRate()),
                schedule.orElse(base.schedule()),
                new Adam(
                    beta1.orElse(base.optimizer().beta1()),
                    beta2.orElse(base.optimizer().beta2()),
                    epsilon.orElse(base.optimizer().epsilon())),
                validation(base, fashion),
                patience(base, fashion),
                classWeights.orElse(base.classWeights()),
                base.shuffle() && !noShuffle,
                seed));
  }

  private ValidationSize validation(ModelPlan base, boolean fashion) {
    return validation.orElse(fashion ? base.validation() : OTHER_DATA);
  }

  /**
   * Where nothing validates nothing can stop early; that is an error only where it was asked for.
   */
  private OptionalInt patience(ModelPlan base, boolean fashion) {
    boolean validates = !validation(base, fashion).none();
    return patience.orElse(validates ? base.patience() : OptionalInt.empty());
  }

  private NetworkPlan network(
      ModelPlan base, Task task, boolean fashion, Optional<List<Integer>> widths) {
    Map<Integer, Float> rates = new TreeMap<>(layers.isPresent() ? Map.of() : dropoutOf(base));
    for (DropoutOption option : dropout) {
      rates.put(option.layer(), option.rate());
    }
    NetworkPlan network =
        new NetworkPlan(
            widths.or(() -> layers).orElseGet(() -> placeholder(base, task, fashion)),
            activation.orElse(base.network().activation()),
            rates,
            loss(task));
    network.architecture();
    return network;
  }

  private static Map<Integer, Float> dropoutOf(ModelPlan base) {
    return base.network().dropout();
  }

  private Loss loss(Task task) {
    Loss chosen = loss.orElse(task.loss());
    if (task != Task.REGRESSION && chosen != task.loss()) {
      throw new UsageException(
          "--loss "
              + chosen.kerasName()
              + " does not go with --task "
              + task
              + ", whose loss is "
              + task.loss().kerasName());
    }
    return chosen;
  }

  /** The recipe's hidden layers between widths that stand in for those of the data. */
  private List<Integer> placeholder(ModelPlan base, Task task, boolean fashion) {
    if (fashion) {
      return base.network().layers();
    }
    int outputs =
        switch (task) {
          case BINARY, REGRESSION -> 1;
          case MULTICLASS ->
              classWeights
                  .filter(ClassWeighting.Given.class::isInstance)
                  .map(given -> ((ClassWeighting.Given) given).weights().size())
                  .orElse(2);
        };
    return fitted(task, 1, outputs);
  }

  /** The recipe's hidden layers between the widths of data. */
  public List<Integer> fitted(Task task, int inputs, int outputs) {
    List<Integer> widths = new ArrayList<>(Recipe.named(recipe).plan(task).network().layers());
    widths.set(0, inputs);
    widths.set(widths.size() - 1, outputs);
    return List.copyOf(widths);
  }
}
