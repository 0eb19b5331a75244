package dev.weft.datasets.pictures;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats of pictures that are read, told by their first bytes and never by a file's name. */
public enum ImageFormat {
  PNG("\u0089PNG\r\n\u001a\n"),
  JPEG("\u00ff\u00d8\u00ff"),
  GIF("GIF8"),
  BMP("BM");

  /** How many bytes tell a format. */
  public static final int MAGIC_BYTES = 8;

  private final byte[] magic;

  ImageFormat(String magic) {
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The format of a file that begins so, if it is one of these. */
  public static Optional<ImageFormat> of(byte[] start) {
    for (ImageFormat format : values()) {
      if (format.begins(start)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean begins(byte[] start) {
    if (start.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (start[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
