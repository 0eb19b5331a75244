package dev.weft.report.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.metrics.ConfusionMatrix;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class PicturesTest {
  private static final int MINUTES = 2;

  /** Draws while the JVM shuts down, as a run does whose results Ctrl-C waits for. */
  static final class AtShutdown {
    private AtShutdown() {}

    public static void main(String[] arguments) {
      Path file = Path.of(arguments[0]);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> draw(file)));
    }
  }

  private static void draw(Path file) {
    try {
      Pictures.confusion(
          file, "title", ConfusionMatrix.of(List.of("a", "b"), new int[] {0, 1}, new int[] {0, 0}));
    } catch (Pictures.Unavailable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void drawsAlsoWhileTheProcessIsAskedToEnd(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("picture");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@../launcher/java.options",
                "-cp",
                System.getProperty("java.class.path"),
                AtShutdown.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES));
      assertEquals("", said.strip());
    } finally {
      process.destroyForcibly();
    }
    assertNotNull(ImageIO.read(folder.resolve("picture.png").toFile()));
    assertTrue(Files.readString(folder.resolve("picture.svg")).contains("<svg"));
  }
}
