package dev.weft.app.models;

import dev.weft.ModelFileException;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.data.ColumnNames;
import dev.weft.data.FeatureScale;
import dev.weft.interchange.ModelImport;
import dev.weft.interchange.Note;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import dev.weft.train.SpecException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a file, whoever wrote it, for a network that the command line describes. */
public final class GivenParameters {
  private GivenParameters() {}

  /**
   * The names of the features that the parameters belong to, in order; none where the file does not
   * say them or cannot be read, which {@link #read} reports.
   */
  public static ColumnNames features(Path file) {
    return metadata(file)
        .map(facts -> new ColumnNames(facts.columns().features(), List.of()))
        .orElseGet(ColumnNames::none);
  }

  /** How the features were read that the parameters come from; empty where that is not known. */
  public static Optional<FeatureScale> scale(Path file) {
    return metadata(file).flatMap(ModelMetadata::featureScale);
  }

  private static Optional<ModelMetadata> metadata(Path file) {
    try {
      return ModelFile.describesItself(file)
          ? Optional.of(ModelFile.read(file).metadata())
          : Optional.empty();
    } catch (ModelFileException e) {
      // Another framework's file, or one that is reported when its tensors are read.
      return Optional.empty();
    }
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
