package dev.weft.datasets.fetch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Hears what happens while data is searched, fetched and checked. All calls come from the thread
 * that asked for the data.
 */
public interface DataListener {
  /** A line about where the data comes from. */
  default void info(String message) {}

  /**
   * A line about a problem that was worked around, such as a damaged folder that was passed over.
   */
  default void warning(String message) {}

  /**
   * How far the transfer of one file is; called a few times a second.
   *
   * @param file the name of the file
   * @param received bytes so far, those of an earlier, resumed transfer included
   * @param total bytes in all, or -1 where the server does not say
   */
  default void progress(String file, long received, long total) {}

  /** A listener that ignores everything. */
  static DataListener silent() {
    return new DataListener() {};
  }

  /** A listener that hands lines to {@link System.Logger}, as a library in a service should. */
  static DataListener logging() {
    Logger logger = System.getLogger("dev.weft.data");
    return new DataListener() {
      @Override
      public void info(String message) {
        logger.log(Level.INFO, message);
      }

      @Override
      public void warning(String message) {
        logger.log(Level.WARNING, message);
      }
    };
  }
}
