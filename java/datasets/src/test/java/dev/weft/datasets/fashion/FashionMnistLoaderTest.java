package dev.weft.datasets.fashion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.DataException;
import dev.weft.data.Source;
import dev.weft.data.idx.IdxBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistLoaderTest {
  private static final DataLocation OFFLINE = DataLocation.search().withoutNetwork();

  @TempDir Path world;

  private final Heard heard = new Heard();

  private FashionMnist load(DataLocation where) {
    return new FashionMnistLoader(SmallSet.environment(world), heard).load(where);
  }

  private Optional<Path> find(DataLocation where) {
    return new FashionMnistLoader(SmallSet.environment(world), heard).find(where);
  }

  private String failure(DataLocation where) {
    return assertThrows(DataException.class, () -> load(where)).getMessage();
  }

  private static void contains(String text, String... fragments) {
    for (String fragment : fragments) {
      assertTrue(text.contains(fragment), text);
    }
  }

  @Test
  void looksInEachPlaceInOrder() {
    List<Path> places =
        List.of(
            world.resolve("project/data/fashion-mnist"),
            world.resolve("elsewhere/data/fashion-mnist"),
            world.resolve("system"),
            world.resolve("keras/datasets/fashion-mnist"),
            world.resolve("project/data/FashionMNIST/raw"),
            world.resolve("elsewhere/data/FashionMNIST/raw"),
            world.resolve("project/FashionMNIST/raw"),
            world.resolve("elsewhere/FashionMNIST/raw"));
    // Filled from the last to the first, so that each is preferred to those behind it.
    for (int i = places.size() - 1; i >= 0; i--) {
      SmallSet.write(places.get(i));
      Source source = load(OFFLINE).source();
      assertEquals("Fashion-MNIST from " + places.get(i), source.description());
      assertEquals(Optional.of(places.get(i)), find(OFFLINE));
    }
    assertEquals(List.of(), heard.warnings);
  }

  @Test
  void findsNothingWhereFilesAreMissing() {
    assertEquals(Optional.empty(), find(OFFLINE));
    assertEquals(Optional.empty(), find(DataLocation.folder(world)));
    assertEquals(Optional.empty(), find(DataLocation.synthetic(1)));
    SmallSet.write(world.resolve("mine/raw"));
    assertEquals(
        Optional.of(world.resolve("mine/raw")), find(DataLocation.folder(world.resolve("mine"))));
  }

  @Test
  void givesTheWholeSet() {
    SmallSet.write(world.resolve("system"));
    FashionMnist data = load(DataLocation.search());
    assertEquals("400 samples of 64 uint8 features, 10 classes", data.train().toString());
    assertEquals("100 samples of 64 uint8 features, 10 classes", data.test().toString());
    assertEquals(FashionMnist.CLASS_NAMES, data.test().classNames());
    assertEquals(1, data.train().label(0));
    assertEquals(DataFile.hashOf(SmallSet.FILES.descriptions()), data.source().sha256());
  }

  @Test
  void readsPlainFilesAsTorchvisionLeavesThem() {
    Path raw = world.resolve("mine/FashionMNIST/raw");
    for (FashionMnistFile file : SmallSet.FILES.all()) {
      IdxBytes.write(raw.resolve(file.fileName()), SmallSet.right(file.fileName()));
    }
    for (String asked : List.of("mine/FashionMNIST/raw", "mine/FashionMNIST", "mine")) {
      assertEquals(
          "Fashion-MNIST from " + raw,
          load(DataLocation.folder(world.resolve(asked))).source().description());
    }
  }

  @Test
  void passesOverADamagedCopyWithAWarning() {
    Path damaged = world.resolve("project/data/fashion-mnist");
    SmallSet.write(damaged);
    Path labels = damaged.resolve("t10k-labels-idx1-ubyte.gz");
    IdxBytes.write(labels, new byte[] {1, 2, 3, 4, 5});
    SmallSet.write(world.resolve("system"));
    FashionMnist data = load(OFFLINE);
    assertEquals("Fashion-MNIST from " + world.resolve("system"), data.source().description());
    assertEquals(1, heard.warnings.size());
    contains(heard.warnings.get(0), labels.toString(), "neither gzip");
  }

  @Test
  void aDamagedFolderThatWasAskedForIsAnError() {
    Path damaged = world.resolve("mine");
    SmallSet.write(damaged);
    SmallSet.write(world.resolve("system"));
    byte[] whole = IdxBytes.gzip(SmallSet.right("train-images-idx3-ubyte"));
    Path images = damaged.resolve("train-images-idx3-ubyte.gz");
    IdxBytes.write(images, Arrays.copyOf(whole, whole.length / 2));
    contains(failure(DataLocation.folder(damaged)), images.toString(), "truncated");
  }

  @Test
  void tellsDigitsUnderFashionNames() {
    Path folder = world.resolve("mine");
    for (FashionMnistFile file : SmallSet.FILES.all()) {
      IdxBytes.write(
          folder.resolve(file.gzipName()), IdxBytes.gzip(SmallSet.digits(file.fileName())));
    }
    contains(
        failure(DataLocation.folder(folder)),
        "expected the SHA-256 " + SmallSet.FILES.trainImages().sha256(),
        "found " + SmallSet.FILES.trainImages().digitsSha256(),
        "handwritten digits of MNIST");
  }

  @Test
  void tellsOtherContentFromDigits() {
    Path folder = world.resolve("mine");
    SmallSet.write(folder);
    byte[] blank = new byte[SmallSet.TRAIN * 64];
    IdxBytes.write(
        folder.resolve("train-images-idx3-ubyte.gz"),
        IdxBytes.gzip(IdxBytes.idx(blank, SmallSet.TRAIN, 8, 8)));
    contains(failure(DataLocation.folder(folder)), "same format but other content");
  }

  @Test
  void saysWhatAFolderLacks() throws Exception {
    Path folder = world.resolve("mine");
    contains(failure(DataLocation.folder(folder)), folder.toString(), "there is no such folder");
    Files.createDirectories(folder);
    contains(failure(DataLocation.folder(folder)), "it has no train-images-idx3-ubyte");
    SmallSet.write(folder);
    Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
    contains(failure(DataLocation.folder(folder)), "it has no t10k-images-idx3-ubyte (nor");
    Path file = Files.writeString(world.resolve("a-file"), "text");
    contains(failure(DataLocation.folder(file)), "it is not a folder");
  }

  @Test
  void aFolderInPlaceOfAFileIsAnError() throws Exception {
    Path folder = world.resolve("mine");
    SmallSet.write(folder);
    Path plain = Files.createDirectory(folder.resolve("train-labels-idx1-ubyte"));
    contains(failure(DataLocation.folder(folder)), plain + " is a folder, expected an IDX file");
  }

  @Test
  void withoutNetworkItListsWhatWasTriedAndWhatToDo() {
    String message = failure(OFFLINE);
    contains(
        message,
        world.resolve("project/data/fashion-mnist") + ": there is no such folder",
        world.resolve("system").toString(),
        world.resolve("keras").toString(),
        "the network: not tried",
        "--data synthetic",
        "dataset-fashion-mnist",
        "t10k-labels-idx1-ubyte");
    assertTrue(Files.notExists(world.resolve("project")), "nothing is created");
  }
}
