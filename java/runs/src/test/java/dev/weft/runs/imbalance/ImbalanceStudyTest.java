package dev.weft.runs.imbalance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Engine;
import dev.weft.data.Dataset;
import dev.weft.data.Source;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.runs.Pipeline;
import dev.weft.runs.StopSignal;
import dev.weft.runs.TrainedModel;
import dev.weft.runs.imbalance.ImbalanceReport.Row;
import dev.weft.runs.input.Samples;
import dev.weft.runs.statistics.Judgement;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two overlapping classes, of which the second becomes rare. */
class ImbalanceStudyTest {
  private static final Samples SAMPLES =
      new Samples(
          data(1, 1200),
          Optional.of(data(2, 600)),
          new Source("drawn for a test", "", true),
          false,
          Optional.empty());

  private static final TrainingSpec SPEC =
      TrainingSpec.builder(
              Architecture.inputs(1)
                  .dense(4, Activation.TANH)
                  .output(2, Loss.SOFTMAX_CROSS_ENTROPY))
          .epochs(12)
          .batchSize(16)
          .learningRate(0.02f)
          .validation(Validation.last(200))
          .build();

  private static Dataset data(long seed, int samples) {
    Random random = new Random(seed);
    float[] values = new float[samples];
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = i % 2;
      values[i] = (float) random.nextGaussian() + 1.5f * labels[i];
    }
    return Dataset.ofValues(values, 1).withLabels(labels, List.of("common", "rare"));
  }

  private static Optional<ImbalanceStudy.Outcome> run(
      String profile, List<Long> seeds, List<TrainedModel> trained) {
    try (Engine engine = Engine.open("java", 1)) {
      return new ImbalanceStudy(
              new Pipeline(engine, new StopSignal(), name -> List.of()),
              "own",
              SPEC,
              SAMPLES,
              Profile.parse(profile),
              seeds,
              trained::add)
          .run();
    }
  }

  @Test
  void eachRemedyHelpsTheRareClassAndTheReportSaysSo() {
    List<TrainedModel> trained = new ArrayList<>();
    ImbalanceStudy.Outcome outcome = run("20", List.of(1L, 2L, 3L, 4L, 5L), trained).orElseThrow();
    assertArrayEquals(new int[] {500, 25}, outcome.trainCounts());
    assertArrayEquals(new int[] {100, 5}, outcome.validationCounts());
    assertEquals(15, trained.size());
    List<Row> rows = ImbalanceReport.rows(outcome.test());
    assertEquals(List.of(Remedy.values()), rows.stream().map(Row::remedy).toList());
    Row none = rows.get(0);
    assertTrue(none.change().isEmpty());
    // It answers "common" nearly always.
    assertTrue(none.recalls().get(1).mean() < 0.4, none.toString());
    for (Row row : rows.subList(1, 4)) {
      assertTrue(row.recalls().get(1).mean() > none.recalls().get(1).mean() + 0.2, row.toString());
      assertTrue(row.balancedAccuracy().mean() > 0.7, row.toString());
      assertEquals(Judgement.HOLDS, row.change().orElseThrow().judgement());
      assertTrue(row.change().orElseThrow().pValue() < 0.05);
      assertTrue(row.change().orElseThrow().words().startsWith("helps. Balanced accuracy +0."));
    }
  }

  @Test
  void whatIsTakenAwayIsTheSameForAllAndTheRestStays() {
    UnequalClasses unequal = UnequalClasses.of(SAMPLES, Profile.parse("1,0.1"), SPEC);
    Dataset train = unequal.samples().train();
    assertEquals(500 + 50 + 100 + 10, train.size());
    assertEquals(110, unequal.fitted(SPEC).validation().samples(train.size()));
    assertEquals(
        train.values(),
        UnequalClasses.of(SAMPLES, Profile.parse("1,0.1"), SPEC).samples().train().values());
    assertArrayEquals(new double[] {10.0 / 11, 1.0 / 11}, unequal.shares(), 1e-12);
    Dataset repeated = unequal.oversampled().train();
    assertEquals(500 + 500 + 110, repeated.size());
    assertArrayEquals(new int[] {500, 500}, repeated.first(1000).classCounts());
    assertEquals(train.last(110).values(), repeated.last(110).values());
    // Each of the 50 is there ten times.
    Map<Float, Long> times =
        IntStream.range(500, 1000)
            .boxed()
            .collect(Collectors.groupingBy(i -> repeated.values().get(i), Collectors.counting()));
    assertEquals(50, times.size());
    assertTrue(times.values().stream().allMatch(count -> count == 10), times.toString());
    IllegalArgumentException nothing =
        assertThrows(
            IllegalArgumentException.class,
            () -> UnequalClasses.of(SAMPLES, Profile.parse("10000"), SPEC));
    assertTrue(nothing.getMessage().contains("leaves nothing to train on of rare"));
  }

  @Test
  void thresholdsMoveByTheShares() {
    Predictions answers =
        new Predictions(
            List.of("a", "b"),
            new int[] {1, 0},
            new int[] {0, 0},
            new float[] {0.8f, 0.2f, 0.95f, 0.05f});
    Evaluation moved = ImbalanceStudy.moved(answers, new double[] {0.9, 0.1});
    assertEquals(1, moved.accuracy());
  }

  /** A single seed has no differences to test. */
  @Test
  void oneSeedTellsNothing() {
    List<Row> rows =
        ImbalanceReport.rows(run("4", List.of(1L), new ArrayList<>()).orElseThrow().test());
    assertTrue(rows.stream().allMatch(row -> row.change().isEmpty()));
  }

  @Test
  void aRemedyThatDoesTheSameIsNotToldApart() {
    Evaluation some =
        Evaluation.ofPredictions(List.of("a", "b"), new int[] {0, 1}, new int[] {0, 0});
    List<Evaluation> six = Collections.nCopies(6, some);
    Map<Remedy, List<Evaluation>> test = new EnumMap<>(Remedy.class);
    for (Remedy remedy : Remedy.values()) {
      test.put(remedy, six);
    }
    for (Row row : ImbalanceReport.rows(test).subList(1, 4)) {
      assertEquals(1, row.change().orElseThrow().pValue());
      assertEquals(Judgement.CANNOT_BE_TOLD, row.change().orElseThrow().judgement());
    }
    assertEquals(0.5, some.balancedAccuracy());
  }
}
