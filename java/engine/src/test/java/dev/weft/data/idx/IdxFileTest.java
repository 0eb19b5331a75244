package dev.weft.data.idx;

import static dev.weft.data.idx.IdxBytes.gzip;
import static dev.weft.data.idx.IdxBytes.idx;
import static dev.weft.data.idx.IdxBytes.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
  @TempDir Path folder;

  private Path write(byte[] bytes) {
    return IdxBytes.write(folder.resolve("file-ubyte.gz"), bytes);
  }

  private void fails(Path path, String... fragments) {
    DataException e = assertThrows(DataException.class, () -> IdxFile.read(path));
    assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
    for (String fragment : fragments) {
      assertTrue(e.getMessage().contains(fragment), e.getMessage());
    }
  }

  @Test
  void readsGzipAndPlainAlikeWhateverTheName() {
    byte[] values = random(1, 3 * 5 * 2);
    byte[] plain = idx(values, 3, 5, 2);
    for (byte[] bytes : List.of(plain, gzip(plain))) {
      IdxFile file = IdxFile.read(write(bytes));
      assertEquals(List.of(3, 5, 2), file.dimensions());
      assertEquals(3, file.samples());
      assertEquals(10, file.sampleSize());
      assertArrayEquals(values, file.values());
      assertEquals(IdxBytes.sha256(plain), file.sha256());
    }
  }

  @Test
  void readsMoreThanOneChunk() {
    byte[] values = random(2, 200_001);
    assertArrayEquals(values, IdxFile.read(write(gzip(idx(values, 200_001)))).values());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 10, 18, 40})
  void refusesTruncatedGzip(int kept) {
    byte[] whole = gzip(idx(random(3, 100), 10, 10));
    fails(write(Arrays.copyOf(whole, kept)), "truncated");
  }

  @Test
  void refusesGzipWithoutItsTrailer() {
    byte[] whole = gzip(idx(random(3, 100), 10, 10));
    fails(write(Arrays.copyOf(whole, whole.length - 1)), "truncated");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 15, 16, 115})
  void refusesTruncatedPlainFiles(int kept) {
    fails(write(Arrays.copyOf(idx(random(3, 100), 10, 5, 2), kept)), "truncated");
  }

  @Test
  void refusesATruncatedFileInsideWholeGzip() {
    byte[] whole = idx(random(3, 5000), 50, 100);
    fails(write(gzip(Arrays.copyOf(whole, whole.length - 1))), "50 x 100", "4,999", "truncated");
  }

  @Test
  void refusesTrailingBytes() {
    byte[] whole = idx(random(3, 100), 10, 10);
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    fails(write(longer), "goes on after the 100 values", "10 x 10");
    fails(write(gzip(longer)), "goes on after the 100 values");
  }

  @Test
  void refusesDamagedGzip() {
    byte[] bytes = gzip(idx(random(3, 1000), 10, 100));
    bytes[bytes.length - 6] ^= 1;
    fails(write(bytes), "damaged gzip");
  }

  @Test
  void stopsInflatingABombAtTheSizeItPromises() {
    byte[] bomb = gzip(idx(new byte[64 << 20], 10, 10));
    fails(write(bomb), "goes on after the 100 values");
  }

  @Test
  void asksForNoMemoryThatTheFileCannotFill() {
    byte[] liar = idx(new byte[100], 2_000_000, 1000);
    fails(write(liar), "2000000 x 1000", "cannot hold");
    fails(write(gzip(liar)), "2000000 x 1000", "cannot hold");
  }

  @Test
  void refusesMoreValuesThanAnArrayHolds() {
    fails(write(gzip(idx(new byte[9], 1 << 30, 1 << 30, 1 << 30))), "too large");
  }

  @Test
  void refusesAnotherMagicNumber() {
    fails(write(gzip(idx(0x12340800, random(1, 4), 4))), "magic number 0x12340801");
    fails(write(idx(0x0D00, random(1, 16), 4)), "type 0x0d", "uint8 (0x08)");
  }

  @Test
  void refusesDimensionsThatCannotBe() {
    fails(write(idx(new byte[4])), "0 dimensions");
    fails(write(idx(new byte[4], 1, 1, 1, 1, 1, 1, 1, 1, 4)), "9 dimensions");
    fails(write(idx(new byte[4], 4, 0)), "dimension 2 as 0");
    fails(write(idx(new byte[4], -1, 4)), "dimension 1 as 4294967295");
  }

  @Test
  void namesTheDimensionsItExpected() {
    Path path = write(idx(random(1, 12), 3, 4));
    DataException e = assertThrows(DataException.class, () -> IdxReader.read(path, List.of(4, 3)));
    assertEquals(path + " has the dimensions 3 x 4, expected 4 x 3", e.getMessage());
  }

  @Test
  void refusesWhatIsNeitherGzipNorIdx() {
    fails(write("<!DOCTYPE html>".getBytes()), "neither gzip", "3c 21 44 4f", "web page");
    fails(write("PK\3\4...".getBytes()), "neither gzip", "50 4b 03 04");
  }

  @Test
  void namesWhatIsInTheWay() throws Exception {
    fails(folder.resolve("absent"), "does not exist");
    fails(Files.createDirectory(folder.resolve("images")), "is a folder, expected an IDX file");
  }
}
