package dev.weft.app.console;

/** When something that takes many steps is to say how far it is: at each tenth of them. */
public final class Tenths {
  private static final int PARTS = 10;

  private Tenths() {}

  /**
   * Whether a step reaches another tenth; where there are fewer steps than that, each does.
   *
   * @param done steps with this one, from 1
   * @param all steps that there are
   */
  public static boolean isReached(int done, int all) {
    return (long) done * PARTS / all > (done - 1L) * PARTS / all;
  }
}
