package dev.weft.train;

import dev.weft.data.Dataset;
import dev.weft.data.ImageShift;
import dev.weft.data.ImageSize;
import dev.weft.json.JsonReader;
import dev.weft.json.JsonWriter;
import dev.weft.nn.Architecture;
import dev.weft.nn.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that decides how a network is trained, apart from data and device: what {@link
 * Trainer} follows, what recipes are made of, what options override, what results and model files
 * record and what a resumed run is held against. {@link TrainingFields#ALL} is the table of its
 * fields.
 *
 * @param task what the network is trained for
 * @param network its layers with their dropout, and its loss
 * @param epochs the number of the last epoch, 1 to {@link #MAX}: where a run is resumed, those
 *     before count
 * @param batchSize samples a step, 1 to {@link #MAX}; the last batch of an epoch may have fewer
 * @param learningRate the first, or the highest of a schedule that rises; positive
 * @param schedule how it goes on
 * @param warmup the part of all steps over which the rate rises linearly before, from 0 to below 1
 * @param optimizer its other constants
 * @param averageDecay of the exponential average of the parameters, taken after each step, from 0
 *     to below 1; 0 for none. With one, it is the average that validates, that early stopping, the
 *     best weights and the evaluation at the end take, and that is saved; training itself goes on
 *     from the parameters that are averaged, which a checkpoint has besides
 * @param shift the most whole pixels by which training images are moved, anew for each sample and
 *     step, in both directions; 0 for none. Only {@linkplain Dataset#imageSize images} of uint8 can
 *     be, and those that validate or are evaluated stay where they are
 * @param validation how much of the end of the training data validates
 * @param patience epochs without a better val_loss before training stops, at least 1; empty for
 *     never
 * @param classWeights factors on the loss of each class
 * @param shuffle whether each epoch takes the samples in an order of its own, else in file order
 * @param seed of initial kernels, orders, dropout masks and shifts
 */
public record TrainingSpec(
    Task task,
    Architecture network,
    int epochs,
    int batchSize,
    float learningRate,
    LearningRateSchedule schedule,
    double warmup,
    Optimizer optimizer,
    double averageDecay,
    int shift,
    Validation validation,
    OptionalInt patience,
    ClassWeights classWeights,
    boolean shuffle,
    long seed) {
  /** The most epochs and the largest batch that may be asked for. */
  public static final int MAX = 1_000_000;

  /**
   * Checks that the fields go together.
   *
   * @throws SpecException where they do not
   */
  public TrainingSpec {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(classWeights, "classWeights");
    require(epochs >= 1 && epochs <= MAX, "{epochs} takes 1 to " + MAX, epochs);
    require(batchSize >= 1 && batchSize <= MAX, "{batch_size} takes 1 to " + MAX, batchSize);
    require(
        learningRate > 0 && learningRate < Float.POSITIVE_INFINITY,
        "{learning_rate} takes a positive number",
        learningRate);
    require(
        averageDecay >= 0 && averageDecay < 1,
        "{average_decay} takes a number from 0 to below 1",
        averageDecay);
    require(shift >= 0, "{shift} takes a number of pixels from 0", shift);
    require(
        patience.isEmpty() || patience.getAsInt() >= 1,
        "{early_stopping} takes at least 1 epoch, or off",
        patience.orElse(0));
    network.inputDropout().stream()
        .skip(1)
        .filter(dropout -> !dropout.scaled())
        .findFirst()
        .ifPresent(
            dropout -> {
              throw new SpecException("{masking_noise} is for the input, not for a hidden layer");
            });
    new LearningRateSchedule.Warmup(warmup, schedule).check(learningRate, epochs);
    if (classWeights instanceof ClassWeights.Given given) {
      requireOneWeightPerClass(given.weights().size(), network.classes());
    }
    if (task != Task.REGRESSION && !network.loss().equals(task.loss())) {
      throw new SpecException(
          "{loss} "
              + network.loss()
              + " does not go with {task} "
              + task
              + ", whose loss is "
              + task.loss());
    }
  }

  /** The learning rates: the schedule, behind the warm-up where there is one. */
  public LearningRateSchedule rates() {
    return warmup == 0 ? schedule : LearningRateSchedule.warmup(warmup, schedule);
  }

  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new SpecException(expected + ", not " + found);
    }
  }

  private static void requireOneWeightPerClass(int weights, int classes) {
    if (weights != classes) {
      throw new SpecException(
          "{class_weights} names "
              + weights
              + " weights, but "
              + (classes == 0
                  ? "the outputs are not classes"
                  : "there are " + classes + " classes"));
    }
  }

  /**
   * Requires that something validates where a stop depends on it: only a set given apart makes up
   * for a validation of none.
   *
   * @throws SpecException where nothing does
   */
  public TrainingSpec requireValidated() {
    if (patience.isPresent() && validation.isNone()) {
      throw new SpecException(
          "{early_stopping} needs validation samples: leave {validation} above 0, or add"
              + " {early_stopping} off");
    }
    return this;
  }

  /**
   * How images are shifted, if they are.
   *
   * @throws SpecException where the samples are no images of uint8, or too small
   */
  public Optional<ImageShift> shiftOf(Dataset samples) {
    if (shift == 0) {
      return Optional.empty();
    }
    if (!samples.isUint8() || samples.imageSize().isEmpty()) {
      throw new SpecException(
          "{shift} " + shift + " needs images of uint8 whose width and height are known");
    }
    return shiftOf(samples.imageSize().get());
  }

  /**
   * The same for images of uint8 of this size.
   *
   * @throws SpecException where they are too small
   */
  public Optional<ImageShift> shiftOf(ImageSize size) {
    if (shift == 0) {
      return Optional.empty();
    }
    if (shift >= Math.min(size.width(), size.height())) {
      throw new SpecException(
          "{shift} "
              + shift
              + " leaves nothing of images of "
              + size.width()
              + " x "
              + size.height()
              + " pixels");
    }
    return Optional.of(new ImageShift(shift, size));
  }

  /**
   * Requires that the data leaves samples to train on, has the labels that class weights need, and
   * consists of images where they are shifted.
   *
   * @throws SpecException where it does not
   */
  public TrainingSpec requireFits(Dataset samples) {
    shiftOf(samples);
    classWeights.of(samples.range(0, trainSamples(samples.size())));
    return this;
  }

  /**
   * The first samples of {@code available}, which train.
   *
   * @throws SpecException where the validation leaves none
   */
  public int trainSamples(int available) {
    int validated = validation.samples(available);
    if (validated >= available) {
      throw new SpecException(
          "{validation} "
              + validation
              + " leaves nothing to train on: there are "
              + available
              + " training samples");
    }
    return available - validated;
  }

  /** Starts from the defaults of Keras: one epoch, batches of 32, Adam at 0.001, shuffled. */
  public static SpecBuilder builder(Architecture network) {
    return new SpecBuilder(network);
  }

  /** A builder that starts from this. */
  public SpecBuilder toBuilder() {
    return new SpecBuilder(this);
  }

  /** All fields by name as JSON has them: texts, numbers, booleans, lists, maps, null. */
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    TrainingFields.ALL.forEach(field -> facts.put(field.name(), field.json(this)));
    return facts;
  }

  /**
   * What {@link #facts} are of.
   *
   * @throws IllegalArgumentException where a field is missing or makes no sense; the message begins
   *     with its name
   */
  public static TrainingSpec ofFacts(Map<String, ?> facts) {
    return SpecBuilder.ofFacts(facts).build();
  }

  /** {@link #facts} as a JSON document, for a model file. */
  public String toJson() {
    return JsonWriter.write(facts());
  }

  /**
   * What {@link #toJson} gave.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  public static TrainingSpec ofJson(String json) {
    if (!(JsonReader.read(json) instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("a training is a JSON object, not " + json);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    map.forEach((name, value) -> facts.put((String) name, value));
    return ofFacts(facts);
  }

  /** The fields in which another specification differs. */
  public List<TrainingField> differences(TrainingSpec other) {
    return TrainingFields.ALL.stream()
        .filter(field -> !field.texts(this).equals(field.texts(other)))
        .toList();
  }
}
