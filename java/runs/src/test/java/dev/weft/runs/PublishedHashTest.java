package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.BackendUnavailableException;
import dev.weft.DataException;
import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.InstructionSet;
import dev.weft.backend.cpu.CpuBackend;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.fashion.SyntheticGarments;
import dev.weft.datasets.fetch.DataListener;
import dev.weft.files.Sha256;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hashes that native/README.md publishes are those of the trainings that it names. */
class PublishedHashTest {
  private static final TrainingSpec SPEC =
      Recipe.reference().multiclass().toBuilder().epochs(2).build();

  private static final TrainingSpec AUGMENTED =
      SPEC.toBuilder().shift(1).maskingNoise(0.1f).build();

  private static final Dataset DRAWN = new SyntheticGarments(0).draw().train();

  @ParameterizedTest
  @EnumSource(
      value = InstructionSet.class,
      names = {"BASELINE", "AVX2", "AVX512"})
  void ofFashionMnist(InstructionSet instructions) throws IOException {
    Dataset train;
    try {
      train =
          FashionMnist.load(DataLocation.search().withoutNetwork(), DataListener.silent()).train();
    } catch (DataException e) {
      assumeTrue(System.getenv("CI") != null, "Fashion-MNIST is not on this machine");
      throw e;
    }
    assertPublished("Fashion-MNIST", instructions, SPEC, train);
  }

  @ParameterizedTest
  @EnumSource(
      value = InstructionSet.class,
      names = {"BASELINE", "AVX2", "AVX512"})
  void ofDrawnGarments(InstructionSet instructions) throws IOException {
    assertPublished("synthetic", instructions, SPEC, DRAWN);
  }

  @ParameterizedTest
  @EnumSource(
      value = InstructionSet.class,
      names = {"BASELINE", "AVX2", "AVX512"})
  void ofDrawnGarmentsThatAreShiftedAndMasked(InstructionSet instructions) throws IOException {
    assertPublished("synthetic, shifted and masked", instructions, AUGMENTED, DRAWN);
  }

  private static void assertPublished(
      String data, InstructionSet instructions, TrainingSpec spec, Dataset train)
      throws IOException {
    try (Engine engine = Engine.of(new CpuBackend().open(new ContextOptions(0, 0, instructions)));
        Network network = engine.network(spec)) {
      assertEquals("fused", network.path());
      new Trainer(spec).fit(network, train);
      String hash = Sha256.ofFloats(network.parameters());
      String row = "| " + data + " | " + instructions + " | `" + hash + "` |";
      Path readme = Path.of(System.getProperty("weft.home"), "native", "README.md");
      assertTrue(Files.readAllLines(readme).contains(row), () -> "not published: " + row);
    } catch (BackendUnavailableException e) {
      assumeTrue(false, e.getMessage());
    }
  }
}
