package dev.weft.datasets.fashion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.datasets.fetch.DataListener;
import dev.weft.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RealFashionMnistTest {
  /** Reads the real set where a machine has it; the loader itself checks the hashes. */
  @Test
  void readsTheRealSet() {
    List<Path> places = DataEnvironment.ofProcess().places();
    assumeTrue(
        places.stream()
            .anyMatch(
                place ->
                    new FashionMnistFolder(place, FashionMnistFiles.PUBLISHED).missing().isEmpty()),
        "Fashion-MNIST is not on this machine");
    FashionMnist data =
        FashionMnist.load(DataLocation.search().withoutNetwork(), DataListener.silent());
    assertEquals(60_000, data.train().size());
    assertEquals(10_000, data.test().size());
    assertEquals(784, data.train().features());
    for (int count : data.train().classCounts()) {
      assertEquals(6_000, count);
    }
    for (int count : data.test().classCounts()) {
      assertEquals(1_000, count);
    }
    assertEquals(9, data.train().label(0), "the first training image is an ankle boot");
    assertFalse(data.source().synthetic());
  }

  @Test
  void theListingInTheRepositoryIsTheOneThatIsChecked() throws IOException {
    Path listing;
    try (Stream<Path> up =
        Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)) {
      listing =
          up.map(p -> p.resolve("data/SHA256SUMS")).filter(Files::exists).findFirst().orElseThrow();
    }
    List<String> expected =
        FashionMnist.files().stream().map(file -> file.sha256() + "  " + file.name()).toList();
    assertEquals(expected, Files.readAllLines(listing));
    assertEquals(Sha256.ofText(Files.readString(listing)), DataFile.hashOf(FashionMnist.files()));
  }
}
