package dev.weft.runs.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.UsageException;
import dev.weft.metrics.Evaluation;
import dev.weft.runs.RunException;
import dev.weft.runs.WrittenRun;
import dev.weft.runs.records.RecordedRun.Epoch;
import dev.weft.runs.records.RecordedRun.Figures;
import dev.weft.runs.records.RecordedRun.Result;
import dev.weft.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What compares runs reads their folders: all figures as they were, or what is wrong with them. */
class RunReaderTest {
  @TempDir Path folder;

  private static String refused(Class<? extends Throwable> kind, Path run) {
    return assertThrows(kind, () -> RunReader.read(run, "a")).getMessage();
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertTrue(text.contains(from), () -> from + " is not in " + text);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void figuresOfATrainingAreThoseThatItHad() {
    WrittenRun run = WrittenRun.complete(folder.resolve("run"));
    RecordedRun read = RunReader.read(run.folder(), "first");
    assertEquals("first", read.name());
    assertEquals(run.folder().toString(), read.folder());
    assertTrue(read.synthetic());
    assertEquals("weft train --seed 7", read.facts().get("command"));
    assertEquals("7", read.facts().get("seed"));
    assertEquals("f00d", read.facts().get("data hash"));
    assertEquals("drawn for a test", read.facts().get("data source"));
    assertEquals("java", read.facts().get("backend"));
    assertEquals("no", read.facts().get("resumed"));
    assertTrue(read.facts().containsKey("version of weft"), read.facts().toString());
    assertEquals("50", read.settings().get("multiclass: batch size"));
    assertEquals(1, read.results().size());
    Result result = read.results().get(0);
    assertEquals("multiclass", result.model());
    assertEquals(4, result.epochs());
    assertEquals(run.model().trained().history().secondsPerEpoch(), result.secondsPerEpoch(), 1e-9);
    Evaluation last = run.model().last().orElseThrow().test().orElseThrow();
    assertEquals(last.accuracy(), result.last().testAccuracy(), 1e-9);
    assertEquals(last.loss(), result.last().testLoss(), 1e-6);
    Evaluation best = run.model().best().orElseThrow().test().orElseThrow();
    assertEquals(best.accuracy(), result.best().testAccuracy(), 1e-9);
    assertEquals(best.loss(), result.best().testLoss(), 1e-6);
    assertEquals(4, result.history().size());
    for (EpochRecord epoch : run.model().trained().history().epochs()) {
      Epoch found = result.history().get(epoch.epoch() - 1);
      assertEquals(epoch.epoch(), found.epoch());
      assertEquals(epoch.loss(), found.loss(), 1e-6);
      assertEquals(epoch.accuracy(), found.accuracy(), 1e-6);
      assertEquals(epoch.valLoss(), found.valLoss(), 1e-6);
      assertEquals(epoch.valAccuracy(), found.valAccuracy(), 1e-6);
    }
  }

  @Test
  void whatIsNotKnownIsSaidToBe() throws IOException {
    Path run = WrittenRun.complete(folder.resolve("run")).folder();
    Path results = run.resolve("results.json");
    edit(results, "\"arch\"", "\"another\"");
    edit(results, "\"best\" :", "\"worst\" :");
    edit(
        results,
        "\"resumed\" : [ ]",
        "\"resumed\" : [ { \"after_epoch\" : 2 }, { \"after_epoch\" : 3 } ]");
    RecordedRun read = RunReader.read(run, "a");
    assertEquals("-", read.facts().get("arch"));
    assertEquals("after epoch 2, after epoch 3", read.facts().get("resumed"));
    assertEquals(Figures.NONE, read.results().get(0).best());
    assertEquals(Double.NaN, read.results().get(0).last().valLoss());
  }

  @Test
  void whatIsNoRunIsSaidToBeNone() throws IOException {
    assertTrue(refused(UsageException.class, folder.resolve("none")).contains("does not exist"));
    Path file = Files.writeString(folder.resolve("file"), "");
    assertTrue(refused(UsageException.class, file).contains("is not a folder: name the folder"));
    assertTrue(refused(RunException.class, folder).contains("it has no results.json"));
    Path results = folder.resolve("results.json");
    Files.writeString(results, "{}");
    assertTrue(refused(RunException.class, folder).contains("has neither /experiments nor"));
    Files.writeString(
        results,
        "{\"synthetic\": false, \"experiments\": [], \"provenance\": {\"configuration\": {}}}");
    assertTrue(refused(RunException.class, folder).contains("did not come to an end"));
  }

  @Test
  void aNameThatWouldLeadElsewhereIsRefused() throws IOException {
    Path results = folder.resolve("results.json");
    for (String name : List.of("../multiclass", "a".repeat(41), "")) {
      Files.writeString(
          results,
          "{\"synthetic\": false, \"experiments\": [{\"name\": \""
              + name
              + "\"}], \"provenance\": {\"configuration\": {}}}");
      String said = refused(RunException.class, folder);
      assertTrue(said.contains("/experiments/0/name is not the name of a model"), said);
    }
  }

  @Test
  void experimentsHaveTheirFiguresAndHistoriesOfTheirOwn() throws IOException {
    String figures = "\"test_accuracy\": %s, \"test_loss\": %s, \"val_accuracy\": 0.75%s";
    StringBuilder experiments = new StringBuilder();
    for (String name : List.of("multiclass", "binarized")) {
      experiments.append(experiments.length() == 0 ? "" : ", ");
      experiments.append(
          "{\"name\": \"" + name + "\", \"epochs\": 2, \"seconds_per_epoch\": 0.5, ");
      experiments.append(figures.formatted(0.5, 2, ", \"val_loss\": 3"));
      experiments.append(", \"best\": {" + figures.formatted(0.25, 4, "") + "}}");
    }
    Files.writeString(
        folder.resolve("results.json"),
        "{\"synthetic\": false, \"provenance\": {\"configuration\": {}}, \"experiments\": ["
            + experiments
            + "]}");
    Files.writeString(
        folder.resolve("history-multiclass.csv"),
        "note,val_accuracy,val_loss,accuracy,loss,epoch\nx,,0.5,0.75,1.5,1\ny,0.25,,0.5,1,2\n");
    List<Result> results = RunReader.read(folder, "a").results();
    assertEquals(
        new Result(
            "multiclass",
            2,
            0.5,
            new Figures(0.5, 2, 0.75, 3),
            new Figures(0.25, 4, 0.75, Double.NaN),
            List.of(
                new Epoch(1, 1.5, 0.75, 0.5, Double.NaN), new Epoch(2, 1, 0.5, Double.NaN, 0.25))),
        results.get(0));
    assertEquals("binarized", results.get(1).model());
    assertEquals(List.of(), results.get(1).history());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty, expected a line of column names",
        "epoch,loss,accuracy,val_loss | the column val_accuracy is missing",
        "epoch,loss,accuracy,val_loss,val_accuracy/1,2,3,4 | has 4 fields, expected 5",
        "epoch,loss,accuracy,val_loss,val_accuracy/1,2,x,4,5 | column accuracy: expected a number,"
            + " found 'x'",
        "epoch,loss,accuracy,val_loss,val_accuracy/0,2,3,4,5 | column epoch: expected a number from"
            + " 1",
        "epoch,loss,accuracy,val_loss,val_accuracy/3e9,2,3,4,5 | column epoch: expected a number",
        "epoch,loss,accuracy,val_loss,val_accuracy/,2,3,4,5 | column epoch: expected a number",
      })
  void damagedHistoriesAreRefusedWithTheLine(String lines, String expected) throws IOException {
    Path file = Files.writeString(folder.resolve("history.csv"), lines.replace('/', '\n'));
    String said = assertThrows(RunException.class, () -> HistoryCsv.read(file)).getMessage();
    assertTrue(said.contains(expected), said);
    assertTrue(said.startsWith(file.toString()) || said.contains(file + ":2"), said);
  }

  @Test
  void longFieldsAreCutOff() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("history.csv"),
            "epoch,loss,accuracy,val_loss,val_accuracy\n1,2,3,4," + "y".repeat(31) + "\n");
    String said = assertThrows(RunException.class, () -> HistoryCsv.read(file)).getMessage();
    assertTrue(said.endsWith("'" + "y".repeat(30) + "...'"), said);
  }
}
