package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.weft.AdamState;
import dev.weft.BackendUnavailableException;
import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.InstructionSet;
import dev.weft.backend.Noise;
import dev.weft.backend.cpu.CpuBackend;
import dev.weft.data.Dataset;
import dev.weft.data.ImageSize;
import dev.weft.files.Sha256;
import dev.weft.model.ModelFile;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;
import dev.weft.nn.Optimizer.Adam;
import dev.weft.nn.Optimizer.AdamW;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole matrix of what must not decide about a result: threads (one, some, more than cores),
 * how epochs are cut into slices, where a run was stopped and went on in another network or,
 * through a file, on another engine, and what else is trained beside it. For each instruction set
 * of this machine, path, batch size and seed all of it ends in one hash of parameters and moments;
 * and other seeds end in others.
 */
@Tag("training")
final class DeterminismTest {
  private static final int EPOCHS = 3;
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /** With which a run also goes on on another engine, and beside others. */
  private static final int MANY = CORES + 2;

  private static final List<Integer> THREADS = List.of(1, 2, 3, MANY);

  /** One step a slice, and as a run has it. */
  private static final List<Double> SLICE_SECONDS = List.of(1e-9, SlicePacer.TARGET_SECONDS);

  @TempDir private Path folder;

  /**
   * What is trained.
   *
   * @param path that takes it
   * @param shift of its images
   */
  private record Problem(
      String name, String path, Architecture architecture, Optimizer optimizer, int shift) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Problem> PROBLEMS =
      List.of(
          new Problem(
              "784-32-32-10 with shifts and masking noise",
              "fused",
              Architecture.inputs(784)
                  .masking(0.1f)
                  .dense(32, Activation.RELU)
                  .dense(32, Activation.RELU)
                  .output(10, Loss.SOFTMAX_CROSS_ENTROPY),
              Adam.DEFAULT,
              1),
          new Problem(
              "784-48-17-10 with dropout, weight decay and clipping",
              "fused",
              Architecture.inputs(784)
                  .dense(48, Activation.TANH)
                  .dropout(0.2f)
                  .dense(17, Activation.RELU)
                  .dropout(0.1f)
                  .output(10, Loss.SOFTMAX_CROSS_ENTROPY),
              new AdamW(0.9, 0.999, 1e-7, 0.004, 0.5),
              0),
          new Problem(
              "100-136-10",
              "general (OpenBLAS)",
              Architecture.inputs(100)
                  .dense(136, Activation.GELU)
                  .dropout(0.2f)
                  .output(10, Loss.SOFTMAX_CROSS_ENTROPY),
              Adam.DEFAULT,
              2));

  static List<Arguments> matrix() {
    return Stream.of(InstructionSet.BASELINE, InstructionSet.AVX2, InstructionSet.AVX512)
        .filter(DeterminismTest::isHere)
        .flatMap(
            instructions ->
                PROBLEMS.stream()
                    .flatMap(
                        problem ->
                            Stream.of(32, 200, 1024)
                                .map(batch -> Arguments.of(instructions, problem, batch))))
        .toList();
  }

  private static boolean isHere(InstructionSet instructions) {
    try {
      engine(instructions, 1).close();
      return true;
    } catch (BackendUnavailableException e) {
      return false;
    }
  }

  private static Engine engine(InstructionSet instructions, int threads) {
    return Engine.of(new CpuBackend().open(new ContextOptions(0, threads, instructions)));
  }

  @ParameterizedTest(name = "{0}, {1}, batch {2}")
  @MethodSource("matrix")
  void seedDataAndOrderAloneDecide(InstructionSet instructions, Problem problem, int batch) {
    List<String> hashes = new ArrayList<>();
    for (long seed = 0; seed < 2; seed++) {
      TrainingSpec spec =
          TrainingSpec.builder(problem.architecture())
              .optimizer(problem.optimizer())
              .epochs(EPOCHS)
              .batchSize(batch)
              .shift(problem.shift())
              .seed(seed)
              .build();
      Optional<String> first = Optional.empty();
      for (int threads : seed == 0 ? THREADS : List.of(MANY)) {
        try (Matrix matrix = new Matrix(problem, spec, engine(instructions, threads))) {
          for (double seconds : SLICE_SECONDS) {
            for (int stop = 0; stop < EPOCHS; stop++) {
              String hash = matrix.hash(stop, seconds);
              String expected = first.orElse(hash);
              first = Optional.of(expected);
              assertEquals(
                  expected,
                  hash,
                  threads + " threads, slices of " + seconds + " s, stopped after epoch " + stop);
            }
          }
          if (threads == MANY) {
            assertEquals(first.orElseThrow(), matrix.besideOthers(), "in a group");
            Path file = folder.resolve("after-1.safetensors");
            matrix.stop(file);
            try (Matrix other = new Matrix(problem, spec, engine(instructions, 1))) {
              assertEquals(first.orElseThrow(), other.goOn(file), "on another engine");
            }
          }
        }
      }
      hashes.add(first.orElseThrow());
    }
    assertNotEquals(hashes.get(0), hashes.get(1), "two seeds");
  }

  /** The trainings on one engine. */
  private static final class Matrix implements AutoCloseable {
    private final TrainingSpec spec;
    private final Engine engine;
    private final ResidentDataset data;

    Matrix(Problem problem, TrainingSpec spec, Engine engine) {
      this.spec = spec;
      this.engine = engine;
      // A partial batch at the end, and fifteen others at most.
      int samples = Math.min(15 * spec.batchSize() + 7, 1100);
      this.data = engine.upload(data(samples, spec.network().inputs()));
      try (Network network = engine.network(spec)) {
        assertEquals(problem.path(), network.path());
      }
    }

    private static Dataset data(int samples, int features) {
      Noise noise = new Noise(3);
      int[] labels = IntStream.range(0, samples).map(i -> i * 7 % 10).toArray();
      List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
      int side = (int) Math.sqrt(features);
      return Dataset.ofPixels(noise.bytes(samples * features), features)
          .withImageSize(new ImageSize(side, side))
          .withLabels(labels, names);
    }

    /** Of a run that is stopped after so many epochs and goes on in another network; 0: is not. */
    String hash(int stop, double sliceSeconds) {
      try (Network network = engine.network(spec)) {
        if (stop == 0) {
          new Trainer(spec, List.of(), 0, sliceSeconds).fit(network, data);
          return hash(network);
        }
        TrainingSpec part = spec.toBuilder().epochs(stop).build();
        new Trainer(part, List.of(), 0, sliceSeconds).fit(network, data);
        try (Network second = engine.network(spec)) {
          second.parameters(network.parameters());
          second.adamState(network.adamState());
          new Trainer(spec, List.of(), stop, sliceSeconds).fit(second, data);
          return hash(second);
        }
      }
    }

    /** Of the second of three that share two places, and differ in seed, rate and epochs. */
    String besideOthers() {
      List<String> hashes = new ArrayList<>();
      TrainingListener hashing =
          new TrainingListener() {
            @Override
            public void trainingEnded(TrainingRun run, History history) {
              hashes.add(hash(run.network()));
            }
          };
      TrainingSpec brief = spec.toBuilder().seed(spec.seed() + 5).epochs(1).build();
      TrainingSpec fast = spec.toBuilder().seed(spec.seed() + 6).learningRate(0.01f).build();
      new GroupTrainer(engine, data, 2)
          .fit(List.of(new Trainer(brief), new Trainer(spec, hashing), new Trainer(fast)));
      return hashes.get(0);
    }

    /** Leaves in a file what a run has after its first epoch. */
    void stop(Path file) {
      try (Network network = engine.network(spec)) {
        new Trainer(spec.toBuilder().epochs(1).build()).fit(network, data);
        network.save(file);
      }
    }

    /** Of a run that goes on from such a file. */
    String goOn(Path file) {
      ModelFile left = ModelFile.read(file);
      try (Network network = engine.network(spec)) {
        network.parameters(left.parameters());
        network.adamState(left.adamState().orElseThrow());
        new Trainer(spec, List.of(), 1, SlicePacer.TARGET_SECONDS).fit(network, data);
        return hash(network);
      }
    }

    private static String hash(Network network) {
      AdamState adam = network.adamState();
      return Sha256.ofFloats(network.parameters())
          + Sha256.ofFloats(adam.firstMoments())
          + Sha256.ofFloats(adam.secondMoments())
          + adam.step();
    }

    @Override
    public void close() {
      data.close();
      engine.close();
    }
  }
}
