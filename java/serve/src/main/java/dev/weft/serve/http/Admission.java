package dev.weft.serve.http;

/** Bounds how many requests are in progress and how many bytes of their bodies are in memory. */
public final class Admission {
  private final int requests;
  private final long bytes;
  private int requestsHeld;
  private long bytesHeld;

  /** With the bounds of {@code limits}. */
  public Admission(ServerLimits limits) {
    this.requests = limits.requests();
    this.bytes = limits.bytesInFlight();
  }

  /**
   * Lets a request in.
   *
   * @throws RequestException where too many are in progress
   */
  public synchronized Ticket admit() {
    if (requestsHeld >= requests) {
      throw Problem.busy(requests + " requests are in progress already: try again").exception();
    }
    requestsHeld++;
    return new Ticket();
  }

  /** Requests in progress. */
  public synchronized int requestsHeld() {
    return requestsHeld;
  }

  /** Bytes of their bodies in memory. */
  public synchronized long bytesHeld() {
    return bytesHeld;
  }

  /** What one request holds until it is answered. */
  public final class Ticket implements AutoCloseable {
    private long held;
    private boolean closed;

    /**
     * Takes room for a part of the body.
     *
     * @throws RequestException where there is none left
     */
    void reserve(int length) {
      synchronized (Admission.this) {
        if (closed) {
          return;
        }
        if (bytesHeld + length > bytes) {
          throw Problem.busy("too much is being uploaded already: try again").exception();
        }
        bytesHeld += length;
        held += length;
      }
    }

    @Override
    public void close() {
      synchronized (Admission.this) {
        if (!closed) {
          closed = true;
          bytesHeld -= held;
          requestsHeld--;
        }
      }
    }
  }
}
