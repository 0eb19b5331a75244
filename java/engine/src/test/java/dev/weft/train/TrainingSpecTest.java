package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.data.Dataset;
import dev.weft.data.ImageShift;
import dev.weft.data.ImageSize;
import dev.weft.json.JsonValue;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer.Adam;
import dev.weft.nn.Optimizer.AdamW;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSpecTest {
  /** Every field has another value than the builder's default. */
  private static final TrainingSpec OTHER =
      TrainingSpec.builder(
              Architecture.inputs(4)
                  .masking(0.25f)
                  .dense(5, Activation.GELU)
                  .dense(6, Activation.TANH)
                  .dropout(0.5f)
                  .output(3, Loss.SOFTMAX_CROSS_ENTROPY))
          .epochs(7)
          .batchSize(9)
          .learningRate(0.1f)
          .schedule(LearningRateSchedule.cosine(0, 1e-4f))
          .warmup(0.1)
          .optimizer(new AdamW(0.8, 0.99, 1e-6, 0.01, 2))
          .averageDecay(0.95)
          .shift(1)
          .validation(Validation.fraction(0.3))
          .earlyStopping(4)
          .classWeights(ClassWeights.of(1, 0.5f, 2))
          .shuffle(false)
          .seed(-5)
          .build();

  private static SpecBuilder builder() {
    return TrainingSpec.builder(TinyProblem.PLAIN);
  }

  @Test
  void defaultsAreThoseOfKeras() {
    TrainingSpec spec = builder().build();
    assertEquals(Task.MULTICLASS, spec.task());
    assertEquals(1, spec.epochs());
    assertEquals(32, spec.batchSize());
    assertEquals(Adam.DEFAULT, spec.optimizer());
    assertEquals(0.001f, spec.learningRate());
    assertEquals(LearningRateSchedule.constant(), spec.schedule());
    assertEquals(Validation.none(), spec.validation());
    assertEquals(OptionalInt.empty(), spec.patience());
    assertEquals(ClassWeights.none(), spec.classWeights());
    assertTrue(spec.shuffle());
    assertEquals(0, spec.seed());
  }

  @Test
  void isWhatItsDocumentAndItsOptionsSay() {
    assertEquals(OTHER, TrainingSpec.ofJson(OTHER.toJson()));
    assertEquals(OTHER, TrainingSpec.ofFacts(OTHER.facts()));
    SpecBuilder options = builder();
    for (TrainingField field : TrainingFields.ALL) {
      field.texts(OTHER).forEach(text -> field.set(options, text));
    }
    assertEquals(OTHER, options.build());
    assertEquals(OTHER, OTHER.toBuilder().build());
  }

  @Test
  void everyFieldTellsSpecificationsApart() {
    TrainingSpec plain =
        TrainingSpec.builder(
                Architecture.inputs(4).dense(5, Activation.RELU).output(2, Loss.MEAN_SQUARED_ERROR))
            .build();
    assertEquals(
        TrainingFields.ALL.stream().map(TrainingField::name).toList(),
        plain.differences(OTHER).stream().map(TrainingField::name).toList());
    assertEquals(List.of(), OTHER.differences(TrainingSpec.ofJson(OTHER.toJson())));
  }

  @Test
  void namesInDocumentsAreStable() {
    assertEquals(
        Map.ofEntries(
            Map.entry("task", "multiclass"),
            Map.entry("layers", List.of(4, 5, 6, 3)),
            Map.entry("activation", "gelu,tanh"),
            Map.entry("dropout", Map.of("2", 0.5f)),
            Map.entry("masking_noise", 0.25f),
            Map.entry("shift", 1),
            Map.entry("loss", "categorical_crossentropy"),
            Map.entry("epochs", 7),
            Map.entry("batch_size", 9),
            Map.entry("learning_rate", 0.1f),
            Map.entry("lr_schedule", "cosine:0:1.0E-4"),
            Map.entry("warmup", 0.1),
            Map.entry("optimizer", "adamw"),
            Map.entry("beta1", 0.8),
            Map.entry("beta2", 0.99),
            Map.entry("epsilon", 1e-6),
            Map.entry("weight_decay", 0.01),
            Map.entry("clip_norm", 2.0),
            Map.entry("average_decay", 0.95),
            Map.entry("validation", "0.3"),
            Map.entry("early_stopping", 4),
            Map.entry("class_weights", "1.0,0.5,2.0"),
            Map.entry("shuffle", false),
            Map.entry("seed", -5L)),
        OTHER.facts());
    assertEquals(JsonValue.NULL, builder().build().facts().get("early_stopping"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs | 0 | {epochs} takes 1 to 1000000, not 0",
        "batch_size | 0 | {batch_size} takes 1 to 1000000, not 0",
        "learning_rate | -1 | {learning_rate} takes a positive number, not -1.0",
        "class_weights | 1,2 | {class_weights} names 2 weights, but there are 3 classes",
        "class_weights | 1,-1,1 | not negative: -1.0",
        "class_weights | 0,0,0 | at least one class weight",
        "lr_schedule | cosine:1 | warms up for 1 epochs, which leaves nothing of the 1 of {epochs}",
        "lr_schedule | cosine:0:1 | the final rate of a cosine schedule lies between 0 and",
        "warmup | 1 | {warmup} takes a part of all steps from 0 to below 1, not 1.0",
        "warmup | -0.1 | {warmup} takes a part of all steps from 0 to below 1, not -0.1",
        "warmup | NaN | {warmup} takes a part of all steps from 0 to below 1, not NaN",
        "lr_schedule | sine | expected constant, step:FACTOR:EVERY or cosine",
        "loss | mean_squared_error | {loss} mean_squared_error does not go with {task} multiclass",
        "layers | 4 | {layers} needs at least an input and an output width",
        "layers | 4,0,3 | expected widths separated by commas",
        "activation | relu,tanh | {activation} names 2 functions, but the network has 1 hidden",
        "activation | rellu | 'rellu'",
        "dropout | 0.1@2 | {dropout} names layer 2, but the network has hidden layers 1 to 1",
        "dropout | 1@1 | the rate from 0 to below 1",
        "validation | 1.5 | or a fraction such as 0.2, not '1.5'",
        "early_stopping | 0 | a number of epochs from 1, or off, not '0'",
        "task | guessing | expected one of multiclass, binary, regression, not 'guessing'",
        "optimizer | sgd | 'sgd'",
        "beta1 | 1 | beta1",
        "weight_decay | 0.1 | {weight_decay} 0.1 does not go with {optimizer} adam, which has none",
        "clip_norm | -1 | clipNorm is finite and not negative",
        "average_decay | 1 | {average_decay} takes a number from 0 to below 1, not 1.0",
        "average_decay | NaN | {average_decay} takes a number from 0 to below 1, not NaN",
        "shift | -1 | {shift} takes a number of pixels from 0, not -1",
        "seed | x | expected a whole number, not 'x'",
      })
  void whatCannotBeIsNamed(String name, String text, String expected) {
    TrainingField field =
        TrainingFields.ALL.stream().filter(one -> one.name().equals(name)).findFirst().get();
    SpecBuilder builder = builder().task(Task.MULTICLASS);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              field.set(builder, text);
              builder.build();
            });
    String plain = expected.replaceAll("[{}]", "");
    assertTrue(e.getMessage().contains(plain), e.getMessage());
    if (e instanceof SpecException spec) {
      String options = expected.replaceAll("\\{(\\w+)}", "--$1");
      assertTrue(spec.message(one -> "--" + one).contains(options), spec.message(one -> one));
    }
  }

  @Test
  void theInputIsZeroedInOneWay() {
    SpecBuilder two = builder().dropout(0, 0.1f).maskingNoise(0.2f);
    SpecException e = assertThrows(SpecException.class, two::build);
    assertTrue(e.getMessage().contains("both zero the input"), e.getMessage());
  }

  @Test
  void maskingNoiseIsForTheInput() {
    SpecBuilder hidden =
        TrainingSpec.builder(
            Architecture.inputs(4)
                .dense(5, Activation.RELU)
                .masking(0.1f)
                .output(3, Loss.SOFTMAX_CROSS_ENTROPY));
    SpecException e = assertThrows(SpecException.class, hidden::build);
    assertTrue(e.getMessage().contains("masking_noise is for the input"), e.getMessage());
  }

  @Test
  void oneWarmUpIsEnough() {
    SpecBuilder two = builder().epochs(5).schedule(LearningRateSchedule.cosine(2, 0)).warmup(0.1);
    SpecException e = assertThrows(SpecException.class, two::build);
    assertTrue(e.getMessage().contains("has a warm-up of its own"), e.getMessage());
  }

  @Test
  void documentsOfBeforeHaveWhatAddsNothing() {
    Map<String, Object> facts = new TreeMap<>(OTHER.facts());
    facts.keySet().removeAll(List.of("warmup", "average_decay", "masking_noise", "shift"));
    TrainingSpec expected =
        OTHER.toBuilder().warmup(0).averageDecay(0).maskingNoise(0).shift(0).build();
    assertEquals(expected, TrainingSpec.ofFacts(facts));
  }

  @Test
  void onlyImagesOfUint8AreShifted() {
    Dataset pixels = Dataset.ofPixels(new byte[24], 12);
    Dataset images = pixels.withImageSize(new ImageSize(3, 4));
    Dataset values = Dataset.ofValues(new float[24], 12).withImageSize(new ImageSize(3, 4));
    TrainingSpec spec = builder().shift(2).build();
    assertEquals(Optional.of(new ImageShift(2, new ImageSize(3, 4))), spec.shiftOf(images));
    assertEquals(Optional.empty(), builder().build().shiftOf(pixels));
    for (Dataset none : List.of(pixels, values)) {
      SpecException e = assertThrows(SpecException.class, () -> spec.requireFits(none));
      assertTrue(e.getMessage().startsWith("shift 2 needs images of uint8"), e.getMessage());
    }
    TrainingSpec far = builder().shift(3).build();
    SpecException e = assertThrows(SpecException.class, () -> far.requireFits(images));
    assertTrue(e.getMessage().contains("leaves nothing of images of 3 x 4"), e.getMessage());
  }

  @Test
  void earlyStoppingNeedsSomethingThatValidates() {
    TrainingSpec spec = builder().earlyStopping(3).build();
    SpecException e = assertThrows(SpecException.class, spec::requireValidated);
    assertTrue(e.getMessage().startsWith("early_stopping needs validation"), e.getMessage());
  }

  @Test
  void documentsAreNotBelieved() {
    Map<String, Object> facts = new TreeMap<>(OTHER.facts());
    facts.remove("epochs");
    assertRefused("epochs is missing", facts);
    facts.put("epochs", 1.5);
    assertRefused("epochs: expected a whole number, not 1.5", facts);
    facts.put("epochs", 1L << 40);
    assertRefused("epochs: expected a whole number of at most 32 bits", facts);
    facts.put("epochs", 7);
    facts.put("layers", List.of(4, "5"));
    assertRefused("layers: expected a whole number, not 5", facts);
    assertThrows(IllegalArgumentException.class, () -> TrainingSpec.ofJson("[]"));
    assertThrows(IllegalArgumentException.class, () -> TrainingSpec.ofJson("{"));
  }

  private static void assertRefused(String part, Map<String, Object> facts) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TrainingSpec.ofFacts(facts));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  /** A network that was given is described field by field, and composed anew from that. */
  @Test
  void aNetworkIsTheSameWhenItIsComposedOfItsFields() {
    Architecture plain = Architecture.inputs(4).output(3, Loss.SOFTMAX_CROSS_ENTROPY);
    Architecture mixed =
        Architecture.inputs(4)
            .dropout(0.125f)
            .dense(8, Activation.TANH)
            .dense(6, Activation.RELU)
            .dropout(0.5f)
            .output(3, Loss.SOFTMAX_CROSS_ENTROPY);
    for (Architecture network : List.of(plain, mixed)) {
      SpecBuilder composed =
          TrainingSpec.builder(network).loss(Loss.MEAN_SQUARED_ERROR).loss(network.loss());
      assertEquals(network, composed.build().network());
    }
    assertEquals(
        Architecture.inputs(4)
            .dense(8, Activation.TANH)
            .dense(6, Activation.RELU)
            .output(3, Loss.SOFTMAX_CROSS_ENTROPY),
        TrainingSpec.builder(mixed).withoutDropout().build().network());
  }

  @Test
  void fieldsAreSaidInWords() {
    TrainingSpec spec = builder().dropout(0, 0).shuffle(false).build();
    Map<String, String> words = new TreeMap<>();
    TrainingFields.ALL.forEach(field -> words.put(field.name(), field.words(spec)));
    assertEquals("off", words.get("early_stopping"));
    assertEquals("no", words.get("shuffle"));
    assertEquals(
        "none",
        TrainingFields.ALL.stream()
            .filter(field -> field.name().equals("dropout"))
            .findFirst()
            .orElseThrow()
            .words(builder().withoutDropout().build()));
    assertEquals(Float.toString(spec.learningRate()), words.get("learning_rate"));
    assertEquals(
        "yes",
        TrainingFields.ALL.stream()
            .filter(field -> field.name().equals("shuffle"))
            .findFirst()
            .orElseThrow()
            .words(builder().build()));
  }

  @Test
  void validationOutOfRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Validation.last(-1));
    assertThrows(IllegalArgumentException.class, () -> Validation.fraction(1));
    assertThrows(IllegalArgumentException.class, () -> Validation.fraction(-0.1));
    assertThrows(IllegalArgumentException.class, () -> Validation.fraction(Double.NaN));
    assertEquals(Validation.none(), Validation.last(0));
    assertEquals(Validation.none(), Validation.fraction(0));
  }
}
