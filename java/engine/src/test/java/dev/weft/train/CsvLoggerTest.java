package dev.weft.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Network;
import dev.weft.data.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLoggerTest {
  private static final Dataset DATA = TinyProblem.data(20);

  @TempDir private Path folder;
  private final TinyProblem problem = new TinyProblem();
  private final Network network = problem.network(TinyProblem.PLAIN);

  @AfterEach
  void close() {
    network.close();
    problem.close();
  }

  private static SpecBuilder config() {
    return TrainingSpec.builder(TinyProblem.PLAIN).epochs(2).validation(Validation.last(5));
  }

  @Test
  void theFileIsTheHistorysTable() throws IOException {
    Path file = folder.resolve("history.csv");
    Files.writeString(file, "something old and longer than what comes\n".repeat(99));
    History history = new Trainer(config().build(), new CsvLogger(file)).fit(network, DATA);
    assertEquals(history.toCsv(), Files.readString(file));
  }

  @Test
  void aResumedRunAppends() throws IOException {
    Path file = folder.resolve("history.csv");
    CsvLogger logger = new CsvLogger(file);
    History first = new Trainer(config().build(), logger).fit(network, DATA);
    History rest = new Trainer(config().epochs(3).build(), logger).from(2).fit(network, DATA);
    String added = rest.toCsv().lines().skip(1).findFirst().orElseThrow();
    assertEquals(first.toCsv() + added + "\n", Files.readString(file));
  }

  @Test
  void everyLineIsThereAsSoonAsItsEpochIsOver() {
    Path file = folder.resolve("history.csv");
    TrainingListener reader =
        new TrainingListener() {
          @Override
          public void epochEnded(TrainingRun run, EpochRecord record) {
            try {
              assertEquals(record.epoch() + 1, Files.readAllLines(file).size());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    History history = new Trainer(config().build(), new CsvLogger(file), reader).fit(network, DATA);
    assertEquals(2, history.epochs().size());
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path file = folder.resolve("absent").resolve("history.csv");
    Trainer trainer = new Trainer(config().build(), new CsvLogger(file));
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> trainer.fit(network, DATA));
    assertTrue(e.getMessage().contains("history.csv"), e.getMessage());
    assertTrue(e.getMessage().contains("create it first"), e.getMessage());
    assertEquals(0, network.adamState().step());
  }
}
