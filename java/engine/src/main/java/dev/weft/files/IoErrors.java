package dev.weft.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Puts into words why something failed: many exceptions of the platform carry a bare name. */
public final class IoErrors {
  private IoErrors() {}

  /** An exception whose message says what failed, such as "cannot read FILE", and why. */
  public static UncheckedIOException unchecked(String what, IOException cause) {
    return new UncheckedIOException(new IOException(what + ": " + reason(cause), cause));
  }

  /** Why something failed, in words that follow a colon. */
  public static String reason(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
        return "the host name cannot be resolved (no network?)";
      }
      if (t instanceof HttpConnectTimeoutException) {
        return "no connection within the time limit";
      }
      if (t instanceof HttpTimeoutException) {
        return "no answer within the time limit";
      }
    }
    if (failure instanceof ConnectException) {
      return "no connection" + detail(failure);
    }
    if (failure instanceof AccessDeniedException e) {
      return "permission denied for " + e.getFile();
    }
    if (failure instanceof NoSuchFileException e) {
      return e.getFile() + " does not exist";
    }
    if (failure instanceof FileAlreadyExistsException e) {
      return e.getFile() + " is in the way";
    }
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason() + " (" + e.getFile() + ")";
    }
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static String detail(Throwable failure) {
    return failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")";
  }
}
