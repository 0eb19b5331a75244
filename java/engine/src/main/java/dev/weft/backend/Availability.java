package dev.weft.backend;

/**
 * Whether a backend can be used here.
 *
 * @param available whether it can
 * @param detail what it computes on, or the reason why it cannot be had and the remedy
 */
public record Availability(boolean available, String detail) {
  public static Availability yes(String detail) {
    return new Availability(true, detail);
  }

  public static Availability no(String reason) {
    return new Availability(false, reason);
  }
}
