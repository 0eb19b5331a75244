package dev.weft.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The string constants of a class. The compiler copies a {@code static final} string into each
 * class that names it, so that nothing else in the bytecode tells where it came from. Where a text
 * is put together, {@code '\1'} stands for each part that is no constant.
 */
final class StringConstants {
  private static final int MAGIC = 0xCAFEBABE;

  private StringConstants() {}

  static List<String> of(JavaClass javaClass) {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                javaClass.getSource().orElseThrow().getUri().toURL().openStream()))) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + javaClass.getName(), e);
    }
  }

  /** Reads the table of constants, section 4.4 of the JVM's specification. */
  private static List<String> read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("not a class file");
    }
    in.skipNBytes(4);
    int count = in.readUnsignedShort();
    Map<Integer, String> texts = new HashMap<>();
    List<Integer> strings = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, in.readUTF());
        case 8 -> strings.add(in.readUnsignedShort());
        case 7, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          // A long or double takes two places.
          in.skipNBytes(8);
          i++;
        }
        default -> throw new IOException("constant of an unknown kind, " + tag);
      }
    }
    return strings.stream().map(texts::get).toList();
  }
}
