package dev.weft.runs;

import dev.weft.WeftException;
import dev.weft.text.Format;

/** A model that Java's heap cannot hold while it is trained: the message names need and limit. */
public final class HeapException extends WeftException {
  private static final long serialVersionUID = 1L;

  HeapException(long parameters, long need, long limit) {
    super(
        Format.text(
            "a network of %,d parameters needs about %,d MiB of Java's heap to be trained and"
                + " saved, more than the %,d MiB that it may have: allow more with WEFT_HEAP=%dg"
                + " in the environment (or -Xmx%dg among Java's options), or take a smaller"
                + " network",
            parameters, need >> 20, limit >> 20, gigabytes(need), gigabytes(need)));
  }

  private static long gigabytes(long need) {
    return (need * 11 / 10 >> 30) + 1;
  }
}
