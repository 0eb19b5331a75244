package dev.weft.backend;

/** Whether a closeable thing is still open, and the error where it is used after its end. */
public final class Lifetime {
  private final String what;
  private volatile boolean closed;

  public Lifetime(String what) {
    this.what = what;
  }

  /** Throws {@link IllegalStateException} after {@link #close}. */
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException(what + " has been closed");
    }
  }

  /** Ends the lifetime; a second call does nothing. */
  public void close() {
    closed = true;
  }
}
