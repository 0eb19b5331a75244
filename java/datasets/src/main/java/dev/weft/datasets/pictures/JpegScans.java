package dev.weft.datasets.pictures;

/**
 * Counts the scans of a JPEG (ITU-T T.81, B.1.1 and B.2) without decoding any: a decoder passes
 * over the whole picture for each, so that thousands of empty ones in a small file cost minutes.
 */
final class JpegScans {
  private static final int MARK = 0xff;
  private static final int STUFFED = 0x00;
  private static final int TEMPORARY = 0x01;
  private static final int FIRST_RESTART = 0xd0;
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;

  private JpegScans() {}

  /** How many scans a decoder would come to; what is damaged ends the count where it ends them. */
  static int count(byte[] jpeg) {
    int scans = 0;
    int at = nextMarker(jpeg, 0);
    while (at < jpeg.length) {
      int marker = jpeg[at] & 0xff;
      at++;
      if (marker == END_OF_IMAGE) {
        break;
      }
      if (hasLength(marker)) {
        if (marker == START_OF_SCAN) {
          scans++;
        }
        // Of a segment only what follows its length is passed; a scan's data ends at a marker.
        at += at + 1 < jpeg.length ? Math.max(2, (jpeg[at] & 0xff) << 8 | jpeg[at + 1] & 0xff) : 2;
      }
      at = nextMarker(jpeg, at);
    }
    return scans;
  }

  /** Where the code of the next marker is that is none of a scan's own; the end where none is. */
  private static int nextMarker(byte[] jpeg, int from) {
    for (int i = from; i + 1 < jpeg.length; i++) {
      int code = jpeg[i + 1] & 0xff;
      if ((jpeg[i] & 0xff) == MARK && code != MARK && code != STUFFED && !isRestart(code)) {
        return i + 1;
      }
    }
    return jpeg.length;
  }

  private static boolean isRestart(int code) {
    return code >= FIRST_RESTART && code < START_OF_IMAGE;
  }

  private static boolean hasLength(int marker) {
    return marker != START_OF_IMAGE && marker != TEMPORARY;
  }
}
