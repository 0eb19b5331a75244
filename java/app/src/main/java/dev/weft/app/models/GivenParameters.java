package dev.weft.app.models;

import dev.weft.ModelFileException;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.data.ColumnNames;
import dev.weft.interchange.ModelImport;
import dev.weft.interchange.Note;
import dev.weft.model.ModelFile;
import dev.weft.nn.Architecture;
import dev.weft.train.SpecException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a file, whoever wrote it, for a network that the command line describes. */
public final class GivenParameters {
  private GivenParameters() {}

  /**
   * The names of the features that the parameters belong to, in order; none where the file does not
   * say them or cannot be read, which {@link #read} reports.
   */
  public static ColumnNames features(Path file) {
    try {
      if (ModelFile.describesItself(file)) {
        return new ColumnNames(ModelFile.read(file).metadata().columns().features(), List.of());
      }
    } catch (ModelFileException e) {
      // Another framework's file, which names no features, or one that is reported when it is read.
    }
    return ColumnNames.none();
  }

  /**
   * Reads them and says what was converted.
   *
   * @return flat, in the order of {@link Architecture#tensors}
   * @throws dev.weft.ModelFileException where the file cannot be read or is of another network
   */
  public static float[] read(Path file, Architecture network, Console console) {
    List<Note> notes = new ArrayList<>();
    try {
      float[] parameters = ModelImport.parameters(file, network, notes);
      notes.forEach(note -> console.log("note: " + note.words(UsageException::option)));
      FiniteModel.require(file, network, parameters);
      return parameters;
    } catch (SpecException e) {
      throw new UsageException(
          file + ": " + e.message(field -> "weft import " + UsageException.option(field)), e);
    }
  }
}
