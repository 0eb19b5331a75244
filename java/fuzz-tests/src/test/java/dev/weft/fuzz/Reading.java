package dev.weft.fuzz;

import dev.weft.UsageException;
import dev.weft.WeftException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What any reader may do with what it is given: read it, or refuse it in words. */
public final class Reading {
  private static final int LONGEST = 4000;
  private static final Path FOLDER = folder();

  private Reading() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("weft-fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with this content, which the next call with its name replaces. */
  public static Path file(String name, byte[] content) {
    try {
      Path file = FOLDER.resolve(name);
      file.toFile().deleteOnExit();
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of those files. */
  public static Path files() {
    return FOLDER;
  }

  /** Runs a reader; whatever it throws but an exception that is documented is a fault. */
  public static void of(Runnable reader) {
    try {
      reader.run();
    } catch (WeftException | UsageException | UncheckedIOException e) {
      requireWords(e.getMessage());
    }
  }

  /** Requires that a message is one. */
  public static void requireWords(String message) {
    if (message == null || message.isBlank() || message.length() > LONGEST) {
      throw new AssertionError("no message for people: " + message);
    }
  }
}
