package dev.weft.train;

import dev.weft.json.JsonValue;
import dev.weft.nn.Activation;
import dev.weft.nn.Dense;
import dev.weft.nn.Dropout;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of a {@link TrainingSpec}'s fields, in the order in which results name them. From it
 * come the options of the command line and their help, the JSON of results and model files, and the
 * differences that resuming and comparing name. A new field is a component of the record, a setter
 * of {@link SpecBuilder} and a row here.
 */
public final class TrainingFields {
  private static final TrainingField TASK =
      text(
              "task",
              "TASK",
              "multiclass, binary (Fashion-MNIST: clothing or not) or regression.",
              TrainingSpec::task,
              Task::parse,
              SpecBuilder::task)
          .withChoices(Stream.of(Task.values()).map(Task::toString).toList());

  private static final TrainingField LAYERS =
      new TrainingField(
          "layers",
          "WIDTHS",
          "Widths from the input to the output; for other data what that needs at both ends.",
          spec -> List.of(joined(spec.network().widths())),
          spec -> spec.network().widths(),
          (builder, text) -> builder.layers(widths(text)),
          (builder, json) ->
              builder.layers(JsonValue.list(json).stream().map(JsonValue::integer).toList()));

  private static final TrainingField ACTIVATION =
      text(
              "activation",
              "NAME",
              "Of hidden layers: "
                  + Activation.names()
                  + "; one for all, or one for each separated by commas.",
              spec -> joined(activations(spec)),
              text -> Arrays.stream(text.split(",", -1)).map(TrainingFields::activation).toList(),
              SpecBuilder::activations)
          .withChoices(Activation.KINDS.stream().map(Activation::toString).toList());

  private static final TrainingField DROPOUT =
      new TrainingField(
              "dropout",
              "RATE@LAYER",
              "After hidden LAYER, from 1; 0 is the input. May be repeated; 0@1 removes one.",
              spec ->
                  rates(spec).entrySet().stream()
                      .map(e -> e.getValue() + "@" + e.getKey())
                      .toList(),
              TrainingFields::rates,
              TrainingFields::addDropout,
              (builder, json) ->
                  JsonValue.map(json)
                      .forEach(
                          (layer, rate) ->
                              builder.dropout(
                                  SpecText.integer(layer, layer, "the number of a layer"),
                                  (float) JsonValue.number(rate))))
          .repeated();

  private static final TrainingField MASKING_NOISE =
      new TrainingField(
              "masking_noise",
              "RATE",
              "Zero this part of the input while training, and leave the rest as it is: dropout"
                  + " without scaling.",
              spec -> List.of(Float.toString(maskingNoise(spec))),
              TrainingFields::maskingNoise,
              (builder, text) -> builder.maskingNoise(rate(text)),
              (builder, json) -> builder.maskingNoise((float) JsonValue.number(json)))
          .addedLater();

  private static final TrainingField SHIFT =
      count(
              "shift",
              "Move each training image by up to so many whole pixels in both directions, anew at"
                  + " each step; 0 for none.",
              TrainingSpec::shift,
              SpecBuilder::shift)
          .addedLater();

  private static final TrainingField LOSS =
      text(
              "loss",
              "NAME",
              Loss.names() + ". By default the task's.",
              spec -> spec.network().loss(),
              text -> Loss.parse(SpecText.lower(text)),
              SpecBuilder::loss)
          .withChoices(Loss.KINDS.stream().map(Loss::toString).toList());

  private static final TrainingField LEARNING_RATE =
      new TrainingField(
          "learning_rate",
          "RATE",
          "The optimizer's learning rate.",
          spec -> List.of(Float.toString(spec.learningRate())),
          TrainingSpec::learningRate,
          (builder, text) -> builder.learningRate(SpecText.single(text)),
          (builder, json) -> builder.learningRate((float) JsonValue.number(json)));

  private static final TrainingField SCHEDULE =
      text(
          "lr_schedule",
          "SCHEDULE",
          "constant, step:FACTOR:EVERY (epochs) or cosine[:WARMUP_EPOCHS[:FINAL]], FINAL being the"
              + " last rate.",
          TrainingSpec::schedule,
          LearningRateSchedule::parse,
          SpecBuilder::schedule);

  private static final TrainingField WARMUP =
      real(
              "warmup",
              "PART",
              "Raise the rate linearly over this part of all steps, such as 0.1; the schedule has those"
                  + " left.",
              TrainingSpec::warmup,
              SpecBuilder::warmup)
          .addedLater();

  private static final TrainingField OPTIMIZER =
      text(
              "optimizer",
              "NAME",
              Optimizer.names() + ".",
              spec -> spec.optimizer().name(),
              text -> Optimizer.named(SpecText.lower(text)),
              SpecBuilder::optimizer)
          .withChoices(Optimizer.kinds().stream().map(Optimizer::name).toList());

  private static final TrainingField BETA1 =
      constant(
          "beta1",
          "B",
          "The optimizer's decay of first moments.",
          Optimizer::beta1,
          (o, beta1) -> o.with(beta1, o.beta2(), o.epsilon(), o.weightDecay(), o.clipNorm()));

  private static final TrainingField BETA2 =
      constant(
          "beta2",
          "B",
          "The optimizer's decay of second moments.",
          Optimizer::beta2,
          (o, beta2) -> o.with(o.beta1(), beta2, o.epsilon(), o.weightDecay(), o.clipNorm()));

  private static final TrainingField EPSILON =
      constant(
          "epsilon",
          "E",
          "The optimizer's epsilon.",
          Optimizer::epsilon,
          (o, epsilon) -> o.with(o.beta1(), o.beta2(), epsilon, o.weightDecay(), o.clipNorm()));

  private static final TrainingField WEIGHT_DECAY =
      new TrainingField(
              "weight_decay",
              "W",
              "How strongly adamw draws kernels to 0, times the learning rate; 0.004 where nothing"
                  + " is said.",
              spec ->
                  spec.optimizer().hasWeightDecay()
                      ? List.of(Double.toString(spec.optimizer().weightDecay()))
                      : List.of(),
              spec -> spec.optimizer().weightDecay(),
              (builder, text) -> builder.weightDecay(SpecText.real(text)),
              (builder, json) -> builder.weightDecay(JsonValue.number(json)))
          .addedLater();

  private static final TrainingField CLIP_NORM =
      constant(
              "clip_norm",
              "C",
              "Scale gradients down to this norm over all tensors; 0 leaves them as they are.",
              Optimizer::clipNorm,
              (o, norm) -> o.with(o.beta1(), o.beta2(), o.epsilon(), o.weightDecay(), norm))
          .addedLater();

  private static final TrainingField AVERAGE_DECAY =
      real(
              "average_decay",
              "D",
              "Validate, evaluate and save the weights' exponential average with this decay a step, such"
                  + " as 0.9995; 0 for the weights themselves.",
              TrainingSpec::averageDecay,
              SpecBuilder::averageDecay)
          .addedLater();

  private static final TrainingField VALIDATION =
      text(
          "validation",
          "N",
          "The last N training samples, or a fraction such as 0.2, validate; 0 for none. Of other"
              + " data than Fashion-MNIST 0.2 where nothing is said.",
          TrainingSpec::validation,
          Validation::parse,
          SpecBuilder::validation);

  private static final TrainingField EARLY_STOPPING =
      new TrainingField(
          "early_stopping",
          "PATIENCE",
          "Stop after so many epochs without a better val_loss, or off.",
          spec -> List.of(spec.patience().isPresent() ? "" + spec.patience().getAsInt() : "off"),
          spec -> spec.patience().isPresent() ? spec.patience().getAsInt() : JsonValue.NULL,
          (builder, text) -> builder.earlyStopping(patience(text)),
          (builder, json) ->
              builder.earlyStopping(
                  JsonValue.isNull(json)
                      ? OptionalInt.empty()
                      : OptionalInt.of(JsonValue.integer(json))));

  private static final TrainingField CLASS_WEIGHTS =
      text(
          "class_weights",
          "WEIGHTS",
          "balanced, none, or one factor a class: w0,w1,...",
          TrainingSpec::classWeights,
          ClassWeights::parse,
          SpecBuilder::classWeights);

  private static final TrainingField SHUFFLE =
      new TrainingField(
              "shuffle",
              "",
              "Take samples in file order in every epoch.",
              spec -> spec.shuffle() ? List.of() : List.of(""),
              TrainingSpec::shuffle,
              (builder, text) -> builder.shuffle(false),
              (builder, json) -> builder.shuffle(JsonValue.truth(json)))
          .withOption("--no-shuffle");

  private static final TrainingField SEED =
      new TrainingField(
          "seed",
          "N",
          "Of initial weights, orders, dropout and shifts.",
          spec -> List.of(Long.toString(spec.seed())),
          TrainingSpec::seed,
          (builder, text) -> builder.seed(SpecText.whole(text)),
          (builder, json) -> builder.seed(JsonValue.whole(json)));

  /** All of them. */
  public static final List<TrainingField> ALL =
      List.of(
          TASK,
          LAYERS,
          ACTIVATION,
          DROPOUT,
          MASKING_NOISE,
          SHIFT,
          LOSS,
          count("epochs", "At most so many epochs.", TrainingSpec::epochs, SpecBuilder::epochs),
          count("batch_size", "Samples a step.", TrainingSpec::batchSize, SpecBuilder::batchSize),
          LEARNING_RATE,
          SCHEDULE,
          WARMUP,
          OPTIMIZER,
          BETA1,
          BETA2,
          EPSILON,
          WEIGHT_DECAY,
          CLIP_NORM,
          AVERAGE_DECAY,
          VALIDATION,
          EARLY_STOPPING,
          CLASS_WEIGHTS,
          SHUFFLE,
          SEED);

  private TrainingFields() {}

  /** A field that is a text in JSON, too. */
  private static <T> TrainingField text(
      String name,
      String label,
      String help,
      Function<TrainingSpec, Object> get,
      Function<String, T> parse,
      BiFunction<SpecBuilder, T, SpecBuilder> set) {
    return new TrainingField(
        name,
        label,
        help,
        spec -> List.of(get.apply(spec).toString()),
        spec -> get.apply(spec).toString(),
        (builder, text) -> set.apply(builder, parse.apply(text)),
        (builder, json) -> set.apply(builder, parse.apply(JsonValue.text(json))));
  }

  private static TrainingField count(
      String name,
      String help,
      Function<TrainingSpec, Integer> get,
      BiFunction<SpecBuilder, Integer, SpecBuilder> set) {
    return new TrainingField(
        name,
        "N",
        help,
        spec -> List.of(get.apply(spec).toString()),
        get::apply,
        (builder, text) -> set.apply(builder, SpecText.integer(text, text, "a whole number")),
        (builder, json) -> set.apply(builder, JsonValue.integer(json)));
  }

  private static TrainingField real(
      String name,
      String label,
      String help,
      Function<TrainingSpec, Double> get,
      BiFunction<SpecBuilder, Double, SpecBuilder> set) {
    return new TrainingField(
        name,
        label,
        help,
        spec -> List.of(get.apply(spec).toString()),
        get::apply,
        (builder, text) -> set.apply(builder, SpecText.real(text)),
        (builder, json) -> set.apply(builder, JsonValue.number(json)));
  }

  /** One of the optimizer's constants. */
  private static TrainingField constant(
      String name,
      String label,
      String help,
      Function<Optimizer, Double> get,
      BiFunction<Optimizer, Double, Optimizer> with) {
    return real(
        name,
        label,
        help,
        spec -> get.apply(spec.optimizer()),
        (builder, value) -> builder.constants(optimizer -> with.apply(optimizer, value)));
  }

  private static String joined(List<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Integer> widths(String text) {
    String expected = "widths separated by commas, such as 784,32,32,10";
    List<Integer> widths = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int width = SpecText.integer(part, text, expected);
      if (width < 1) {
        throw SpecText.wrong(text, expected);
      }
      widths.add(width);
    }
    return widths;
  }

  private static Activation activation(String text) {
    return Activation.parse(SpecText.lower(text));
  }

  /** Of the hidden layers: one where all have the same. */
  private static List<Activation> activations(TrainingSpec spec) {
    List<Dense> dense = spec.network().denseLayers();
    List<Activation> hidden =
        dense.stream().limit(dense.size() - 1L).map(Dense::activation).toList();
    return hidden.isEmpty()
        ? List.of(Activation.RELU)
        : hidden.stream().distinct().count() == 1 ? hidden.subList(0, 1) : hidden;
  }

  /** The rates of dropout by the hidden layer that they follow; 0 is the input. */
  private static Map<String, Float> rates(TrainingSpec spec) {
    Map<String, Float> rates = new LinkedHashMap<>();
    List<Dropout> before = spec.network().inputDropout();
    for (int layer = 0; layer < before.size(); layer++) {
      if (before.get(layer).scaled() && before.get(layer).rate() > 0) {
        rates.put(Integer.toString(layer), before.get(layer).rate());
      }
    }
    return rates;
  }

  /** The rate of masking noise on the input. */
  private static float maskingNoise(TrainingSpec spec) {
    Dropout input = spec.network().inputDropout().get(0);
    return input.scaled() ? 0 : input.rate();
  }

  private static float rate(String text) {
    String expected = "a rate from 0 to below 1";
    float rate = SpecText.decimal(text, text, expected);
    if (!(rate >= 0 && rate < 1)) {
      throw SpecText.wrong(text, expected);
    }
    return rate;
  }

  private static void addDropout(SpecBuilder builder, String text) {
    String expected = "RATE@LAYER, such as 0.2@1 (after the first hidden layer)";
    String[] parts = text.split("@", -1);
    if (parts.length != 2) {
      throw SpecText.wrong(text, expected);
    }
    float rate = SpecText.decimal(parts[0], text, expected);
    int layer = SpecText.integer(parts[1], text, expected);
    if (!(rate >= 0 && rate < 1) || layer < 0) {
      throw SpecText.wrong(text, expected + ", the rate from 0 to below 1, the layer from 0");
    }
    builder.dropout(layer, rate);
  }

  private static OptionalInt patience(String text) {
    if (text.equalsIgnoreCase("off")) {
      return OptionalInt.empty();
    }
    String expected = "a number of epochs from 1, or off";
    int epochs = SpecText.integer(text, text, expected);
    if (epochs < 1) {
      throw SpecText.wrong(text, expected);
    }
    return OptionalInt.of(epochs);
  }
}
