package dev.weft.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weft.runs.EarlierRun;
import dev.weft.runs.records.RunReader;
import java.nio.charset.StandardCharsets;

/** A run's folder: its results, and after a zero byte its history. */
class RunFolderFuzzTest {
  private static final String HISTORY = "epoch,loss,accuracy,val_loss,val_accuracy\n1,1,1,1,1\n";

  @FuzzTest
  void read(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(0);
    String results = end < 0 ? text : text.substring(0, end);
    String history = end < 0 ? HISTORY : text.substring(end + 1);
    Reading.file("results.json", results.getBytes(StandardCharsets.ISO_8859_1));
    Reading.file("history-multiclass.csv", history.getBytes(StandardCharsets.ISO_8859_1));
    Reading.of(() -> RunReader.read(Reading.files(), "one"));
    Reading.of(() -> EarlierRun.ofTraining(Reading.files()));
    Reading.of(() -> EarlierRun.ofExperiments(Reading.files()));
  }
}
