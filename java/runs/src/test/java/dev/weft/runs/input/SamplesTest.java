package dev.weft.runs.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.UsageException;
import dev.weft.data.Dataset;
import dev.weft.data.Source;
import dev.weft.datasets.fashion.DataLocation;
import dev.weft.datasets.fashion.SyntheticGarments;
import dev.weft.datasets.fetch.DataListener;
import dev.weft.train.SpecException;
import dev.weft.train.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  private static final Source SOURCE = new Source("made for a test", "", true);

  @TempDir private Path folder;

  private static Samples of(Dataset train, Dataset... test) {
    return new Samples(train, Arrays.stream(test).findFirst(), SOURCE, false, Optional.empty());
  }

  private static Dataset values(int features, float... values) {
    return Dataset.ofValues(values, features);
  }

  private static Dataset labelled(int classes) {
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return values(1, 1, 2, 3).withLabels(new int[] {0, 1, 0}, names);
  }

  private static Dataset targets(int width) {
    return values(1, 1, 2).withTargets(new float[2 * width], width);
  }

  private static String misuse(Executable use) {
    return assertThrows(UsageException.class, use).getMessage();
  }

  /** As the command line says it. */
  private static String refused(Executable use) {
    return assertThrows(SpecException.class, use).message(UsageException::option);
  }

  @Test
  void whatIsTestedOnIsAsWideAsWhatIsTrainedOn() {
    assertEquals(
        "the test data has 2 features, the training data 1",
        misuse(() -> of(values(1, 1, 2), values(2, 1, 2))));
    assertEquals(
        "the test data has 3 classes, the training data 2",
        misuse(() -> of(labelled(2), labelled(3))));
    assertEquals(
        "the test data has 1 targets, the training data 2",
        misuse(() -> of(targets(2), targets(1))));
    of(labelled(2), labelled(2));
  }

  /** Sixteen features with these first, all others 0. */
  private static Optional<String> hint(float... first) {
    return of(Dataset.ofValues(Arrays.copyOf(first, 16), 16)).hint();
  }

  @Test
  void aTableThatLooksLikePixelsIsSaidTo() {
    assertTrue(hint(255, 0, 3).orElseThrow().contains("if they are pixels"));
    assertTrue(hint(128).isPresent());
    assertFalse(hint(127).isPresent(), "nothing bright");
    assertFalse(hint(256, 200).isPresent(), "larger than any pixel");
    assertFalse(hint(-1, 200).isPresent());
    assertFalse(hint(0.5f, 200).isPresent(), "no whole number");
    assertFalse(of(Dataset.ofValues(new float[] {200, 1, 2}, 3)).hint().isPresent(), "few");
    assertFalse(of(Dataset.ofPixels(new byte[32], 16)).hint().isPresent(), "pixels already");
  }

  @Test
  void aTaskNeedsItsLabelsOrTargets() {
    Samples classes = of(labelled(3));
    Samples numbers = of(targets(2));
    assertSame(numbers, numbers.forTask(Task.REGRESSION));
    assertSame(classes, classes.forTask(Task.MULTICLASS));
    Samples two = of(labelled(2));
    assertSame(two, two.forTask(Task.BINARY));
    assertTrue(refused(() -> classes.forTask(Task.REGRESSION)).contains("needs targets"));
    assertTrue(
        refused(() -> numbers.forTask(Task.MULTICLASS)).endsWith("targets: try --task regression"));
    assertTrue(
        refused(() -> of(values(1, 1)).forTask(Task.BINARY))
            .endsWith("--task binary needs class labels, but the data has none"));
    assertTrue(
        refused(() -> classes.forTask(Task.BINARY))
            .contains("needs data of 2 classes, this has 3"));
    assertEquals(3, classes.outputs(Task.MULTICLASS));
    assertEquals(1, two.outputs(Task.BINARY));
    assertEquals(2, numbers.outputs(Task.REGRESSION));
  }

  @Test
  void garmentsOfTenClassesAreTwoGroupsForABinaryTask() {
    Samples ten = Samples.of(new SyntheticGarments(1, 40, 20).draw());
    assertTrue(ten.fashion());
    assertEquals(Optional.of(Samples.FASHION), ten.images());
    Samples two = ten.forTask(Task.BINARY);
    assertEquals(2, two.train().classNames().size());
    assertEquals(2, two.test().orElseThrow().classNames().size());
    assertEquals(10, ten.train().classNames().size());
    Samples fewer = ten.withTrain(ten.train().range(0, 7));
    assertEquals(7, fewer.train().size());
    assertEquals(20, fewer.test().orElseThrow().size());
  }

  @Test
  void tablesGoByTheNamesOfTheFirst() throws IOException {
    Path first = Files.writeString(folder.resolve("a.csv"), "x,y,side\n1,2,left\n3,4,right\n");
    Path second = Files.writeString(folder.resolve("b.csv"), "side,y,x\nright,6,5\n");
    Samples read =
        new DataSpec(
                "csv",
                first.toString(),
                Optional.of(second.toString()),
                Optional.of("side"),
                List.of(),
                List.of(),
                false,
                List.of())
            .loading(true)
            .load(DataListener.silent());
    assertEquals("CSV file " + first, read.source().description());
    assertFalse(read.source().synthetic() || read.fashion());
    assertEquals(2, read.train().size());
    Dataset test = read.test().orElseThrow();
    assertEquals(List.of("left", "right"), test.classNames());
    assertEquals(5, test.values().get(0));
    assertEquals(6, test.values().get(1));
    Samples alone =
        new DataSpec(
                "csv",
                first.toString(),
                Optional.empty(),
                Optional.of("side"),
                List.of(),
                List.of(),
                false,
                List.of())
            .loading(true)
            .load(DataListener.silent());
    assertTrue(alone.test().isEmpty());
    assertFalse(alone.source().sha256().equals(read.source().sha256()), "one hash over both");
  }

  @Test
  void aPlaceOfFashionMnistThatIsNotThereIsNamed() {
    String none = folder.resolve("none").toString();
    assertTrue(
        refused(() -> Loading.fashion(none, true)).contains("does not exist: name a folder"));
    assertEquals(DataLocation.parse("synthetic:3"), Loading.fashion("synthetic:3", true).where());
  }
}
