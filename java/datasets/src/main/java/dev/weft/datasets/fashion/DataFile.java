package dev.weft.datasets.fashion;

import dev.weft.files.Sha256;
import java.util.List;

/**
 * One file of a published data set.
 *
 * @param name its name without {@code .gz}
 * @param bytes its length when inflated
 * @param sha256 the SHA-256 of the inflated bytes, in hexadecimal
 */
public record DataFile(String name, long bytes, String sha256) {
  /** One hash for a whole set: that of the listing that {@code sha256sum} prints of its files. */
  static String hashOf(List<DataFile> files) {
    StringBuilder listing = new StringBuilder();
    for (DataFile file : files) {
      listing.append(file.sha256()).append("  ").append(file.name()).append('\n');
    }
    return Sha256.ofText(listing.toString());
  }
}
