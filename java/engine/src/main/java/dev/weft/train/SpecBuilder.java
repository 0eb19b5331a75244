package dev.weft.train;

import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Dense;
import dev.weft.nn.Dropout;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;
import dev.weft.nn.Optimizer.Adam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Collects the fields of a {@link TrainingSpec}. The network is given whole, or in the parts that
 * options name: widths, activations of the hidden layers, dropout, loss.
 */
public final class SpecBuilder {
  private Optional<Architecture> given = Optional.empty();
  private Optional<Task> task = Optional.empty();
  private List<Integer> layers = List.of();
  private List<Activation> activations = List.of(Activation.RELU);
  private final TreeMap<Integer, Float> dropout = new TreeMap<>();
  private float masking;
  private Optional<Loss> loss = Optional.empty();
  private int epochs = 1;
  private int batchSize = 32;
  private float learningRate = 0.001f;
  private LearningRateSchedule schedule = LearningRateSchedule.constant();
  private double warmup;
  private Optimizer optimizer = Adam.DEFAULT;
  private OptionalDouble weightDecay = OptionalDouble.empty();
  private double averageDecay;
  private int shift;
  private Validation validation = Validation.none();
  private OptionalInt patience = OptionalInt.empty();
  private ClassWeights classWeights = ClassWeights.none();
  private boolean shuffle = true;
  private long seed;

  SpecBuilder(Architecture network) {
    network(network);
  }

  SpecBuilder(TrainingSpec spec) {
    network(spec.network());
    task = Optional.of(spec.task());
    epochs = spec.epochs();
    batchSize = spec.batchSize();
    learningRate = spec.learningRate();
    schedule = spec.schedule();
    warmup = spec.warmup();
    optimizer = spec.optimizer();
    averageDecay = spec.averageDecay();
    shift = spec.shift();
    validation = spec.validation();
    patience = spec.patience();
    classWeights = spec.classWeights();
    shuffle = spec.shuffle();
    seed = spec.seed();
  }

  private SpecBuilder() {}

  static SpecBuilder ofFacts(Map<String, ?> facts) {
    SpecBuilder builder = new SpecBuilder();
    for (TrainingField field : TrainingFields.ALL) {
      field.setJson(builder, Optional.ofNullable(facts.get(field.name())));
    }
    return builder;
  }

  /** The network, and so its task where none is named. */
  public SpecBuilder network(Architecture network) {
    given = Optional.of(network);
    layers = network.widths();
    List<Activation> hidden =
        network.denseLayers().stream().limit(layers.size() - 2L).map(Dense::activation).toList();
    activations =
        hidden.stream().distinct().count() == 1
            ? hidden.subList(0, 1)
            : hidden.isEmpty() ? List.of(Activation.RELU) : hidden;
    dropout.clear();
    masking = 0;
    List<Dropout> dropouts = network.inputDropout();
    for (int layer = 0; layer < dropouts.size(); layer++) {
      if (dropouts.get(layer).scaled() && dropouts.get(layer).rate() > 0) {
        dropout.put(layer, dropouts.get(layer).rate());
      } else if (layer == 0) {
        masking = dropouts.get(layer).rate();
      }
    }
    loss = Optional.of(network.loss());
    return this;
  }

  /** What the network is trained for, where its loss and outputs do not say it. */
  public SpecBuilder task(Task task) {
    this.task = Optional.of(task);
    return this;
  }

  /** Widths from the input to the output. */
  public SpecBuilder layers(List<Integer> widths) {
    given = Optional.empty();
    layers = List.copyOf(widths);
    return this;
  }

  /** Of the hidden layers: one for all, or one for each. */
  public SpecBuilder activations(List<Activation> hidden) {
    given = Optional.empty();
    activations = List.copyOf(hidden);
    return this;
  }

  /** The rate of dropout behind a hidden layer, from 1; 0 is the input. A rate of 0 removes it. */
  public SpecBuilder dropout(int layer, float rate) {
    given = Optional.empty();
    dropout.put(layer, rate);
    return this;
  }

  /** The part of the input that masking noise zeroes while training; 0 for none. */
  public SpecBuilder maskingNoise(float rate) {
    given = Optional.empty();
    masking = rate;
    return this;
  }

  /** No dropout anywhere, nor masking noise. */
  public SpecBuilder withoutDropout() {
    given = Optional.empty();
    masking = 0;
    dropout.clear();
    return this;
  }

  /** The loss; that of the task where none is named. */
  public SpecBuilder loss(Loss loss) {
    given = Optional.empty();
    this.loss = Optional.of(loss);
    return this;
  }

  /** The number of the last epoch. */
  public SpecBuilder epochs(int epochs) {
    this.epochs = epochs;
    return this;
  }

  /** Samples a step. */
  public SpecBuilder batchSize(int batchSize) {
    this.batchSize = batchSize;
    return this;
  }

  /** The learning rate, from which the schedule goes on. */
  public SpecBuilder learningRate(float rate) {
    this.learningRate = rate;
    return this;
  }

  /** How the learning rate goes on. */
  public SpecBuilder schedule(LearningRateSchedule schedule) {
    this.schedule = schedule;
    return this;
  }

  /** The part of all steps over which the rate rises linearly before; 0 for none. */
  public SpecBuilder warmup(double part) {
    this.warmup = part;
    return this;
  }

  /** The optimizer. */
  public SpecBuilder optimizer(Optimizer optimizer) {
    this.optimizer = optimizer;
    this.weightDecay = OptionalDouble.empty();
    return this;
  }

  /** Other constants of the optimizer, whichever kind it is. */
  SpecBuilder constants(UnaryOperator<Optimizer> change) {
    this.optimizer = change.apply(optimizer);
    return this;
  }

  /** The optimizer's weight decay; only {@link #build} knows whether the kind has one. */
  SpecBuilder weightDecay(double decay) {
    this.weightDecay = OptionalDouble.of(decay);
    return this;
  }

  /** The decay a step of the exponential average of the parameters; 0 for none. */
  public SpecBuilder averageDecay(double decay) {
    this.averageDecay = decay;
    return this;
  }

  /** The most pixels by which training images are moved; 0 for none. */
  public SpecBuilder shift(int pixels) {
    this.shift = pixels;
    return this;
  }

  /** How much of the end of the training data validates. */
  public SpecBuilder validation(Validation validation) {
    this.validation = validation;
    return this;
  }

  /** Stops after so many epochs without a better val_loss. */
  public SpecBuilder earlyStopping(int patience) {
    return earlyStopping(OptionalInt.of(patience));
  }

  /** The same, or never where empty. */
  public SpecBuilder earlyStopping(OptionalInt patience) {
    this.patience = patience;
    return this;
  }

  /** Factors on the loss of each class. */
  public SpecBuilder classWeights(ClassWeights classWeights) {
    this.classWeights = classWeights;
    return this;
  }

  /** Whether each epoch has an order of its own. */
  public SpecBuilder shuffle(boolean shuffle) {
    this.shuffle = shuffle;
    return this;
  }

  /** Of initial kernels, orders, dropout masks and shifts. */
  public SpecBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * The specification.
   *
   * @throws IllegalArgumentException for a field out of its range, or fields that do not go
   *     together
   */
  public TrainingSpec build() {
    Architecture network = given.orElseGet(this::composed);
    return new TrainingSpec(
        task.orElseGet(() -> Task.of(network.loss(), network.outputs())),
        network,
        epochs,
        batchSize,
        learningRate,
        schedule,
        warmup,
        withWeightDecay(),
        averageDecay,
        shift,
        validation,
        patience,
        classWeights,
        shuffle,
        seed);
  }

  private Optimizer withWeightDecay() {
    if (weightDecay.isEmpty() || weightDecay.getAsDouble() == optimizer.weightDecay()) {
      return optimizer;
    }
    double decay = weightDecay.getAsDouble();
    if (!optimizer.hasWeightDecay()) {
      throw new SpecException(
          "{weight_decay} "
              + decay
              + " does not go with {optimizer} "
              + optimizer.name()
              + ", which has none: take adamw");
    }
    return optimizer.with(
        optimizer.beta1(), optimizer.beta2(), optimizer.epsilon(), decay, optimizer.clipNorm());
  }

  private Architecture composed() {
    if (layers.size() < 2) {
      throw new SpecException(
          "{layers} needs at least an input and an output width, such as 784,10");
    }
    int hidden = layers.size() - 2;
    requireLayers(hidden);
    if (activations.size() != 1 && activations.size() != hidden) {
      throw new SpecException(
          "{activation} names "
              + activations.size()
              + " functions, but the network has "
              + hidden
              + " hidden layers: name one for all, or one for each");
    }
    Architecture.Builder builder = Architecture.inputs(layers.get(0));
    if (masking > 0 && dropout.getOrDefault(0, 0f) > 0) {
      throw new SpecException(
          "{masking_noise} "
              + masking
              + " does not go with {dropout} "
              + dropout.get(0)
              + "@0: both zero the input, so leave one out");
    }
    builder.masking(masking).dropout(dropout.getOrDefault(0, 0f));
    for (int layer = 1; layer <= hidden; layer++) {
      Activation activation = activations.get(activations.size() == 1 ? 0 : layer - 1);
      builder.dense(layers.get(layer), activation).dropout(dropout.getOrDefault(layer, 0f));
    }
    Loss last =
        loss.or(() -> task.map(Task::loss))
            .orElseThrow(() -> new SpecException("{loss} is missing, and {task} with it"));
    return builder.output(layers.get(layers.size() - 1), last);
  }

  private void requireLayers(int hidden) {
    for (int layer : dropout.keySet()) {
      if (layer < 0 || layer > hidden) {
        throw new SpecException(
            "{dropout} names layer "
                + layer
                + ", but the network has "
                + (hidden == 0
                    ? "no hidden layer: 0, the input, is all that can be named"
                    : "hidden layers 1 to " + hidden + " (and 0, the input)"));
      }
    }
  }
}
