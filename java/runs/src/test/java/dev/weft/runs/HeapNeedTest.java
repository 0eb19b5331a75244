package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AdamState;
import dev.weft.model.ModelFile;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.runs.Pipeline.Start;
import dev.weft.train.History;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the need grows with each array of the size of the parameters. */
class HeapNeedTest {
  private static final TrainingSpec PLAIN =
      PipelineTest.SPEC.toBuilder().validation(Validation.none()).batchSize(32).build();

  /** Two layers of 2 x 8 and 8 x 2 with their biases. */
  private static final long ARRAY = 4L * (2 * 8 + 8 + 8 * 2 + 2);

  private static long need(TrainingSpec spec, Start start, String backend) {
    return HeapNeed.of(PipelineTest.model(spec), start, backend);
  }

  private static long need(TrainingSpec spec) {
    return need(spec, new Start.Seeded(), "cpu");
  }

  private static Start earlier(boolean model, boolean best) {
    float[] some = new float[42];
    ModelFile last =
        new ModelFile(
            PipelineTest.model(PLAIN).metadata("cpu", 1),
            some,
            Optional.of(new AdamState(1, some, some)));
    return new Start.Earlier(
        new EarlierModel(
            Path.of("run"),
            PLAIN,
            new History(List.of(), Optional.empty(), false),
            model ? Optional.of(last) : Optional.empty(),
            best ? Optional.of(some) : Optional.empty()));
  }

  @Test
  void stateAndSamplesAreCounted() {
    long samples = 2 * 400 * 2 * 4;
    assertEquals(4 * ARRAY + ARRAY / 2 + samples + (24 << 20), need(PLAIN));
  }

  @Test
  void whatIsKeptBesidesTakesAnArrayEach() {
    long least = need(PLAIN);
    assertEquals(
        ARRAY, need(PLAIN.toBuilder().validation(Validation.last(10)).build()) - least, "best");
    TrainingSpec averaged = PLAIN.toBuilder().averageDecay(0.9f).build();
    assertEquals(ARRAY, need(averaged) - least, "average");
    assertEquals(ARRAY, need(PLAIN, new Start.Given(new float[42]), "cpu") - least, "given");
    assertEquals(0, need(PLAIN, earlier(false, false), "cpu") - least);
    assertEquals(ARRAY, need(PLAIN, earlier(false, true), "cpu") - least);
    assertEquals(3 * ARRAY, need(PLAIN, earlier(true, false), "cpu") - least);
    assertEquals(5 * ARRAY, need(averaged, earlier(true, false), "cpu") - least);
    // Plain Java keeps as much again, and what units have for the samples of a batch, or of 256.
    long units = 2 + 8 + 2;
    assertEquals(
        6 * ARRAY + 3 * units * 256 * 4, need(PLAIN, new Start.Seeded(), "java") - least, "java");
    TrainingSpec large = PLAIN.toBuilder().batchSize(300).build();
    assertEquals(
        6 * ARRAY + 3 * units * 300 * 4, need(large, new Start.Seeded(), "java") - least, "java");
    assertEquals(
        2 * ARRAY,
        need(averaged, new Start.Seeded(), "java") - need(PLAIN, new Start.Seeded(), "java"));
  }

  @Test
  void aModelThatNoHeapHoldsIsRefusedWithTheRemedy() {
    HeapNeed.require(PipelineTest.model(PLAIN), new Start.Seeded(), "cpu");
    long heap = Runtime.getRuntime().maxMemory();
    // A kernel of the heap's size, of which state and plain arrays make several.
    int wide = (int) Math.min(46_000, Math.sqrt(heap / 4.0));
    Architecture huge =
        Architecture.inputs(2)
            .dense(wide, Activation.RELU)
            .dense(wide, Activation.RELU)
            .output(2, Loss.SOFTMAX_CROSS_ENTROPY);
    ModelRun model = PipelineTest.model(TrainingSpec.builder(huge).build());
    long need = HeapNeed.of(model, new Start.Seeded(), "cpu");
    assertTrue(need > heap, need + " bytes of " + heap);
    String said =
        assertThrows(HeapException.class, () -> HeapNeed.require(model, new Start.Seeded(), "cpu"))
            .getMessage();
    assertTrue(said.contains("WEFT_HEAP"), said);
  }
}
