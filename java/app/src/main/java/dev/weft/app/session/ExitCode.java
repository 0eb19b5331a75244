package dev.weft.app.session;

/** What the process returns. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** It was asked for something possible and failed: damaged data, no such device, a full disk. */
  public static final int FAILURE = 1;

  /** It was asked for something impossible: an unknown option, values that do not fit. */
  public static final int MISUSE = 2;

  /** Stopped by Ctrl-C: 128 and the number of SIGINT, as shells have it. */
  public static final int INTERRUPTED = 130;

  /** Nobody read the output to its end: 128 and the number of SIGPIPE, as shells have it. */
  public static final int ABANDONED = 141;

  private ExitCode() {}
}
