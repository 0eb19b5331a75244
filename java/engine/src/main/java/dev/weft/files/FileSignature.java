package dev.weft.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Files that are told by their first bytes, whatever their names. */
public enum FileSignature {
  /** HDF5, in which Keras keeps weights. */
  HDF5("HDF5, as of Keras", new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'}),
  /** A zip, which .keras files and those of torch.save are. */
  ZIP("a zip, as of Keras or of torch.save", new byte[] {'P', 'K', 3, 4}),
  /** What Git keeps in place of a large file until that is fetched. */
  GIT_LFS(
      "a Git LFS pointer in place of the file, which git lfs pull fetches",
      "version https://git-lfs".getBytes(StandardCharsets.US_ASCII));

  /** As many bytes as the longest of them has. */
  public static final int HEAD_BYTES = 24;

  private final String words;
  private final byte[] first;

  FileSignature(String words, byte[] first) {
    this.words = words;
    this.first = first;
  }

  /** What a file is by its first bytes, {@link #HEAD_BYTES} of them or all; empty for others. */
  public static Optional<FileSignature> of(byte[] head) {
    return Arrays.stream(values())
        .filter(
            kind ->
                head.length >= kind.first.length
                    && Arrays.equals(head, 0, kind.first.length, kind.first, 0, kind.first.length))
        .findFirst();
  }

  /** The kind for people, to go on from "it is". */
  @Override
  public String toString() {
    return words;
  }
}
