package dev.weft.datasets.fashion;

import dev.weft.files.Sha256;
import java.util.List;

/** One hash for a whole set: that of the listing that {@code sha256sum} prints of its files. */
final class FashionMnistHash {
  private FashionMnistHash() {}

  static String of(List<DataFile> files) {
    StringBuilder listing = new StringBuilder();
    for (DataFile file : files) {
      listing.append(file.sha256()).append("  ").append(file.name()).append('\n');
    }
    return Sha256.ofText(listing.toString());
  }
}
