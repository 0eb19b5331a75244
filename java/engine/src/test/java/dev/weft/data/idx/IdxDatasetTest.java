package dev.weft.data.idx;

import static dev.weft.data.idx.IdxBytes.gzip;
import static dev.weft.data.idx.IdxBytes.idx;
import static dev.weft.data.idx.IdxBytes.labels;
import static dev.weft.data.idx.IdxBytes.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.DataException;
import dev.weft.data.Dataset;
import dev.weft.data.TrainTest;
import dev.weft.data.csv.CsvDataset;
import dev.weft.data.csv.CsvFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class IdxDatasetTest {
  private static final List<String> TEN_NAMES =
      IntStream.range(0, 10).mapToObj(i -> "class " + i).toList();

  @TempDir Path folder;

  private Path write(String name, byte[] bytes) {
    return IdxBytes.write(folder.resolve(name), bytes);
  }

  private static void fails(Executable call, String... fragments) {
    DataException e = assertThrows(DataException.class, call);
    for (String fragment : fragments) {
      assertTrue(e.getMessage().contains(fragment), e.getMessage());
    }
  }

  @Test
  void readsAPairOfAnySize() {
    byte[] values = random(1, 4 * 3 * 5 * 2);
    Path images = write("images", idx(values, 4, 3, 5, 2));
    Path labels = write("labels.gz", gzip(idx(new byte[] {0, 2, 1, 2}, 4)));
    Dataset data = IdxDataset.read(images, labels);
    assertEquals(4, data.size());
    assertEquals(30, data.features());
    assertEquals(List.of("0", "1", "2"), data.classNames());
    assertArrayEquals(new int[] {0, 2, 1, 2}, data.labels());
    byte[] pixels = new byte[values.length];
    data.pixels().get(pixels);
    assertArrayEquals(values, pixels);
  }

  @Test
  void takesClassNamesAndChecksTheLabelsAgainstThem() {
    Path images = write("images", idx(random(1, 8), 4, 2));
    Path labels = write("labels", idx(new byte[] {0, 1, 0, (byte) 200}, 4));
    fails(
        () -> IdxDataset.read(images, labels, List.of("cat", "dog")),
        "sample 3",
        "label 200",
        "0 to 1",
        labels.toString());
    assertEquals(201, IdxDataset.read(images, labels).classNames().size());
  }

  @Test
  void refusesFilesThatDoNotBelongTogether() {
    Path images = write("images", idx(random(1, 8), 4, 2));
    Path three = write("three", idx(new byte[3], 3));
    Path zeros = write("zeros", idx(new byte[4], 4));
    fails(() -> IdxDataset.read(images, three), "4 images", "3 labels");
    fails(() -> IdxDataset.read(images, images), "labels of 1 dimension");
    fails(() -> IdxDataset.read(zeros, zeros), "images of 2 dimensions");
    fails(() -> IdxDataset.read(images, zeros), "labels of 1 class");
  }

  private void writeFolder(String prefix, String join, String suffix, int testSide) {
    write(
        prefix + "train-images" + join + "idx3-ubyte" + suffix, gzip(idx(random(1, 90), 10, 3, 3)));
    write(prefix + "train-labels" + join + "idx1-ubyte" + suffix, gzip(idx(labels(10), 10)));
    write(
        prefix + "t10k-images" + join + "idx3-ubyte" + suffix,
        gzip(idx(random(2, 5 * testSide * testSide), 5, testSide, testSide)));
    write(prefix + "t10k-labels" + join + "idx1-ubyte" + suffix, gzip(idx(labels(5), 5)));
  }

  @Test
  void findsThePairsOfAFolder() {
    writeFolder("", "-", ".gz", 3);
    TrainTest data = IdxDataset.readFolder(folder);
    assertEquals("10 samples of 9 uint8 features, 10 classes", data.train().toString());
    assertEquals("5 samples of 9 uint8 features, 10 classes", data.test().toString());
  }

  @Test
  void findsEmnistNames() {
    writeFolder("emnist-digits-", ".", "", 3);
    assertEquals(10, IdxDataset.readFolder(folder).train().size());
    writeFolder("emnist-mnist-", ".", "", 3);
    Path meant = folder.resolve("emnist-digits-train-labels.idx1-ubyte");
    fails(
        () -> IdxDataset.readFolder(folder),
        "several files of train-labels",
        "name one file of the set that is meant in place of the folder, such as " + meant);
    assertEquals(10, IdxDataset.readFolder(meant).train().size());
    Path unknown = write("letters.bin", new byte[4]);
    fails(() -> IdxDataset.readFolder(unknown), "letters.bin is not a folder, and no file whose");
  }

  @Test
  void aFileNamesTheSetOfAFolderWithSeveral() {
    writeFolder("emnist-letters-", "-", ".gz", 3);
    write("emnist-digits-train-images-idx3-ubyte", idx(random(1, 40), 10, 2, 2));
    write("emnist-digits-train-labels-idx1-ubyte", idx(labels(10), 10));
    write("emnist-digits-test-images-idx3-ubyte", idx(random(1, 20), 5, 2, 2));
    write("emnist-digits-test-labels-idx1-ubyte", idx(labels(5), 5));
    Path digits = folder.resolve("emnist-digits-test-images-idx3-ubyte");
    assertEquals(4, IdxDataset.readFolder(digits).train().features());
    Path letters = folder.resolve("emnist-letters-train-images-idx3-ubyte.gz");
    assertEquals(9, IdxDataset.readFolder(letters).test().features());
    assertEquals(TEN_NAMES, IdxDataset.readFolder(letters, TEN_NAMES).train().classNames());
  }

  @Test
  void twoFilesOfOneSetAreAmbiguous() {
    writeFolder("", "-", "", 3);
    writeFolder("", ".", "", 3);
    fails(() -> IdxDataset.readFolder(folder), "several files of", "leave one of them there");
  }

  @Test
  void saysWhatAFolderLacks() {
    write("train-images-idx3-ubyte", idx(random(1, 90), 10, 3, 3));
    fails(() -> IdxDataset.readFolder(folder), "no file of train-labels", "-idx1-ubyte.gz");
    fails(() -> IdxDataset.readFolder(folder.resolve("none")), "does not exist");
  }

  @Test
  void trainingAndTestImagesMustBeOfOneSize() {
    writeFolder("", "-", "", 4);
    fails(() -> IdxDataset.readFolder(folder, TEN_NAMES), "same size");
  }

  @Test
  void aPointerOfGitLfsIsNamed() {
    byte[] pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
            .getBytes(StandardCharsets.US_ASCII);
    Path file = write("train-images-idx3-ubyte.gz", pointer);
    fails(() -> IdxFile.read(file), "a Git LFS pointer", "git lfs pull");
    fails(() -> CsvDataset.read(file, CsvFormat.labels("-1")), "Git LFS pointer", "git lfs pull");
  }
}
