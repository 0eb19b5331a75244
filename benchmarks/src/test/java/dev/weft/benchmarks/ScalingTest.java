package dev.weft.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.DeviceInfo;
import dev.weft.data.Source;
import dev.weft.report.pictures.Pictures;
import dev.weft.runs.Json;
import dev.weft.runs.Provenance;
import dev.weft.runs.StartTime;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingTest {
  @TempDir private Path folder;

  @Test
  void theChartHasTheFiguresAndWhereTheyCameFrom() throws IOException {
    assumeFonts();
    List<Figure> figures = new ArrayList<>();
    for (String batchSize : List.of("1", "32", "8192")) {
      figures.add(figure(batchSize, 1));
      figures.add(figure(batchSize, 2));
    }
    List<Path> files = Scaling.draw(report(figures), folder);
    assertEquals(List.of(folder.resolve("scaling.svg"), folder.resolve("scaling.png")), files);
    String svg = Files.readString(files.get(0));
    for (String text :
        List.of(
            "8192",
            "ms an epoch; 784-32-10, 1000 samples, cpu",
            "1 thread",
            "2 threads",
            "./weft bench --full",
            "a CPU")) {
      assertTrue(svg.contains(text), text);
    }
    BufferedImage png = ImageIO.read(files.get(1).toFile());
    assertTrue(png.getWidth() > 400 && png.getHeight() > 300);
  }

  private static void assumeFonts() {
    try {
      Pictures.requireFonts();
    } catch (Pictures.Unavailable e) {
      Assumptions.abort(e.getMessage());
    }
  }

  @Test
  void aReportWithoutEpochsHasNoChart() {
    assertEquals(List.of(), Scaling.draw(report(List.of()), folder));
  }

  @Test
  void otherFilesAreRefused() {
    assertThrows(SuiteException.class, () -> Scaling.draw("{}", folder));
    assertThrows(SuiteException.class, () -> Scaling.draw("figures", folder));
  }

  @Test
  void axesHaveRoundTicksAroundTheValues() {
    assertEquals(List.of(0.02, 0.05, 0.1, 0.2), Scale.logarithmic(0.03, 0.2).ticks());
    assertEquals(List.of(1.0, 2.0), Scale.logarithmic(1, 1).ticks());
    assertEquals(List.of(0.0, 20.0, 40.0, 60.0, 80.0), Scale.linear(71).ticks());
    assertEquals(0.5, Scale.logarithmic(10, 1000).part(100), 1e-12);
    assertEquals(0.25, Scale.linear(80).part(20), 1e-12);
  }

  private static Figure figure(String batchSize, int threads) {
    Map<String, String> parameters =
        Map.of(
            "backend",
            "cpu",
            "batchSize",
            batchSize,
            "network",
            "784-32-10",
            "samples",
            "1000",
            "threads",
            "" + threads);
    Distribution seconds = Distribution.of(List.of(0.1 / threads, 0.2 / threads));
    return new Figure(
        Sweeps.BATCH_SIZE,
        "EpochBenchmark.epoch",
        parameters,
        "s/op",
        seconds,
        Optional.of(
            TrainingRate.of("any", threads, NetworkShape.parse("784-32-10"), 1_000, seconds)));
  }

  private static String report(List<Figure> figures) {
    SgemmPeak peak = new SgemmPeak(1, "any", Distribution.of(List.of(100.0)));
    Provenance provenance =
        Provenance.of(
            new Provenance.Start(
                "./weft bench --full",
                StartTime.now(),
                new Source("real data", "00", false),
                new DeviceInfo("cpu", "a CPU", 2, Map.of())),
            1,
            Map.of());
    return Json.write(SuiteReport.of(true, Map.of(1, peak), figures, provenance));
  }
}
