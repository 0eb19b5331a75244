package dev.weft.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Writes the history to a CSV file while it is made, in the form of {@link History#toCsv}: a line
 * an epoch, on disk as soon as the epoch is over. A new run replaces the file; a resumed one
 * appends to it.
 */
public final class CsvLogger implements TrainingListener {
  private final Path file;
  private Optional<BufferedWriter> writer = Optional.empty();

  public CsvLogger(Path file) {
    this.file = file;
  }

  @Override
  public void trainingStarted(TrainingRun run) {
    try {
      boolean append = run.initialEpoch() > 0 && Files.exists(file) && Files.size(file) > 0;
      OpenOption[] options =
          append
              ? new OpenOption[] {StandardOpenOption.APPEND}
              : new OpenOption[] {
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE
              };
      writer = Optional.of(Files.newBufferedWriter(file, StandardCharsets.UTF_8, options));
      if (!append) {
        line(EpochRecord.CSV_HEADER);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    try {
      line(record.toCsv());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void line(String text) throws IOException {
    BufferedWriter out = writer.orElseThrow();
    out.write(text);
    out.write('\n');
    out.flush();
  }

  @Override
  public void trainingEnded(TrainingRun run, History history) {
    try {
      if (writer.isPresent()) {
        writer.get().close();
      }
    } catch (IOException e) {
      throw failure(e);
    }
    writer = Optional.empty();
  }

  private UncheckedIOException failure(IOException e) {
    Path folder = file.toAbsolutePath().getParent();
    String reason =
        Files.isDirectory(folder)
            ? e.getClass().getSimpleName() + ": " + e.getMessage()
            : "the folder " + folder + " does not exist; create it first";
    return new UncheckedIOException("cannot write the history to " + file + ": " + reason, e);
  }
}
