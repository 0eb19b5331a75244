package dev.weft.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import dev.weft.train.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
  private static final Progress PROGRESS =
      new Progress(3, 50, 400, 1563, 12_800, 0.4321, 0.8765, 0.01);

  private static ProgressBar bar(int columns, boolean colour) {
    return new ProgressBar(
        "multiclass",
        new PrintStream(new ByteArrayOutputStream()),
        new Terminal(true, columns, colour),
        () -> 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 80, 100, 200})
  void theBarNeverWraps(int columns) {
    String line = bar(columns, false).line(PROGRESS, 0, 0.08);
    assertTrue(line.length() < columns, line);
  }

  @Test
  void theBarShowsWhereTheRunIs() {
    String line = bar(100, false).line(PROGRESS, 0, 2.2559);
    assertTrue(line.startsWith("multiclass 3/50 [======>"), line);
    assertTrue(line.contains("loss 0.4321 accuracy 0.8765"), line);
    assertTrue(line.contains("1.28M samples/s"), line);
    // 2.2559 of 50 epochs took 2.2559 s, so the others take 47.7 s.
    assertTrue(line.endsWith("ETA 0:48"), line);
  }

  @Test
  void coloursOnlyWhereTheyAreWanted() {
    assertTrue(bar(100, true).line(PROGRESS, 0, 1).contains("\u001b[32m"));
    assertFalse(bar(100, false).line(PROGRESS, 0, 1).contains("\u001b"));
  }

  @Test
  void regressionHasNoAccuracy() {
    Progress progress = new Progress(1, 2, 1, 2, 10, 0.5, Double.NaN, 0.1);
    assertFalse(bar(100, false).line(progress, 0, 1).contains("accuracy"));
    EpochRecord epoch = new EpochRecord(1, 0.5, Double.NaN, Double.NaN, Double.NaN, 0.001f, 0.1, 0);
    assertEquals("model epoch 1/9  loss 0.5000 0.1000 s", EpochLine.of("model", epoch, 9));
  }

  @Test
  void theTerminalIsWhatTheLauncherAndTheEnvironmentSay() {
    Properties launcher = new Properties();
    assertFalse(Terminal.detect(Map.of(), launcher).interactive());
    launcher.setProperty("weft.terminal", "true");
    assertEquals(
        new Terminal(true, 120, true), Terminal.detect(Map.of("COLUMNS", "120"), launcher));
    assertEquals(
        new Terminal(true, 80, false),
        Terminal.detect(Map.of("NO_COLOR", "1", "COLUMNS", "wide"), launcher));
    assertFalse(Terminal.detect(Map.of("TERM", "dumb"), launcher).interactive());
  }

  @Test
  void epochLinesFitAHundredColumns() {
    EpochRecord epoch = new EpochRecord(50, 0.5, 0.5, 0.5, 0.5, 0.001f, 0.0444, 0);
    String line = EpochLine.of("multiclass", epoch, 50);
    assertTrue(line.length() <= 100, line);
  }

  @Test
  void resultsAreColouredWhereStandardOutputIsATerminalOrOnRequest() {
    Properties launcher = new Properties();
    launcher.setProperty("weft.terminal.out", "true");
    assertTrue(Terminal.detect(Map.of(), launcher).resultColour());
    assertFalse(Terminal.detect(Map.of(), launcher).colour());
    assertFalse(Terminal.detect(Map.of("NO_COLOR", "1"), launcher).resultColour());
    assertTrue(Terminal.detect(Map.of("NO_COLOR", ""), launcher).resultColour());
    assertFalse(Terminal.detect(Map.of("TERM", "dumb"), launcher).resultColour());
    assertFalse(Terminal.detect(Map.of(), new Properties()).resultColour());
    assertTrue(Terminal.NONE.withColour(true).resultColour());
    assertFalse(Terminal.detect(Map.of(), launcher).withColour(false).resultColour());
  }

  @Test
  void blocksNeedAUnicodeLocale() {
    Properties launcher = new Properties();
    assertTrue(Terminal.detect(Map.of("LANG", "de_DE.UTF-8"), launcher).blocks());
    assertTrue(Terminal.detect(Map.of("LC_ALL", "", "LANG", "C.utf8"), launcher).blocks());
    assertFalse(Terminal.detect(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8"), launcher).blocks());
    assertFalse(Terminal.detect(Map.of(), launcher).blocks());
  }

  @Test
  void stylesAreCodesForATerminalAndNothingElsewhere() {
    assertEquals("text", Style.PLAIN.strong("text"));
    assertEquals("\u001b[1mtext\u001b[0m", Style.ANSI.strong("text"));
    assertEquals("", Style.ANSI.bad(""));
    assertEquals("\u001b[38;5;16;48;5;231m\u2580\u001b[0m", Style.ANSI.halfBlock(0, 255));
    assertEquals("\u001b[38;5;232;48;5;244m\u2580\u001b[0m", Style.ANSI.halfBlock(8, 128));
  }

  @Test
  void namesFromOutsideCannotSteerATerminal() {
    assertEquals("a?[31mb?c", Format.printable("a\u001b[31mb\nc"));
  }

  @Test
  void quietLogsNothingButWarns() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(System.out, new PrintStream(err, true), Terminal.NONE, true, false);
    console.log("chatter");
    assertEquals("", err.toString());
    console.warn("mind this");
    assertEquals("weft: mind this" + System.lineSeparator(), err.toString());
    assertTrue(console.progress("model").isEmpty());
  }

  @Test
  void numbersAreShort() {
    assertEquals("950", Format.rate(950));
    assertEquals("52.3k", Format.rate(52_300));
    assertEquals("1.38M", Format.rate(1_380_000));
    assertEquals("-", Format.rate(Double.NaN));
    assertEquals("-", Format.rate(Double.POSITIVE_INFINITY));
    assertEquals("0:07", Format.clock(7.2));
    assertEquals("1:02:03", Format.clock(3723));
    assertEquals("0.0363 s", Format.seconds(0.03634));
    assertEquals("-", Format.decimal(Double.NaN));
  }

  @Test
  void aRequestReachesWorkThatStartsLater() {
    Interruption interruption = new Interruption();
    StringBuilder heard = new StringBuilder();
    interruption.during(reason -> heard.append("first "));
    interruption.request();
    interruption.during(reason -> heard.append("second"));
    assertEquals("first second", heard.toString());
    assertTrue(interruption.requested());
  }

  @Test
  void onlyTheCodesOfTheStyleReachTheTerminal() {
    String name = "a\u001b[2J\u009b1m\u0007\rb\n\tc";
    assertEquals("a?[2J?1m??b\n\tc", Style.PLAIN.guarded(name));
    assertEquals("\u001b[31ma?[2J?1m??b\n\tc\u001b[0m", Style.ANSI.guarded(Style.ANSI.bad(name)));
    String block = Style.ANSI.halfBlock(10, 250);
    assertEquals(block, Style.ANSI.guarded(block));
    assertEquals("?[31mx", Style.PLAIN.guarded("\u001b[31mx"));
    assertEquals("a\r\nb", Style.PLAIN.guarded("a\r\nb"), "a line end of Windows");
  }
}
