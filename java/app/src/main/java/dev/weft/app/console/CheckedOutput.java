package dev.weft.app.console;

import dev.weft.files.IoErrors;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Standard output that remembers why it failed: a {@link PrintStream} goes on in silence, and a
 * result that was cut short would look like one that is whole.
 */
public final class CheckedOutput extends PrintStream {
  private final Remembering target;

  private CheckedOutput(Remembering target, Charset charset) {
    super(new BufferedOutputStream(target), true, charset);
    this.target = target;
  }

  /** Onto any stream. */
  public static CheckedOutput of(OutputStream target, Charset charset) {
    return new CheckedOutput(new Remembering(target), charset);
  }

  /** The process's own. */
  public static CheckedOutput ofProcess() {
    // Later releases of Java have the first, and earlier ones for terminals the second.
    String charset =
        System.getProperty(
            "stdout.encoding",
            System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name()));
    return of(new FileOutputStream(FileDescriptor.out), Charset.forName(charset));
  }

  /** Why something could not be written, in words; empty where all was. */
  public Optional<String> failure() {
    flush();
    return Optional.ofNullable(target.failure).map(IoErrors::reason);
  }

  /** Whether nobody reads any more, as where {@code head} has seen enough. */
  public boolean isAbandoned() {
    return failure().filter(reason -> reason.contains("Broken pipe")).isPresent();
  }

  private static final class Remembering extends FilterOutputStream {
    private IOException failure;

    Remembering(OutputStream target) {
      super(target);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }
}
