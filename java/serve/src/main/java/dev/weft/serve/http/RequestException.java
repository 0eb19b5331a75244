package dev.weft.serve.http;

/** Ends the handling of a request with a {@link Problem}. */
public final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  RequestException(Problem problem) {
    // Somebody else's mistake: where in our code it was found is of no use, and costs time.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
