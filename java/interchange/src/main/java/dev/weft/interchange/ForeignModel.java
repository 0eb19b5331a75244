package dev.weft.interchange;

import dev.weft.Versions;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import dev.weft.text.Format;
import dev.weft.train.SpecException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model read from another framework's file.
 *
 * @param format what the file turned out to be, for people
 * @param architecture of the network
 * @param parameters flat, in the order of {@link Architecture#tensors}
 * @param metadata of the model, where Weft itself had exported it
 * @param notes what was assumed, converted or left out
 */
public record ForeignModel(
    String format,
    Architecture architecture,
    float[] parameters,
    Optional<ModelMetadata> metadata,
    List<Note> notes) {
  private static final String UNKNOWN = "unknown";

  public ForeignModel {
    format = Format.excerpt(format);
    notes = List.copyOf(notes);
  }

  /**
   * A model of Weft's, with metadata that say where it is from.
   *
   * @param source that it was read from
   * @param classNames one a class; empty to leave those that it has
   * @throws SpecException where there are too many or too few of them
   */
  public ModelFile toModelFile(Path source, List<String> classNames) {
    if (!classNames.isEmpty() && classNames.size() != architecture.classes()) {
      throw new SpecException(
          "{class_names} has "
              + classNames.size()
              + " names, the network tells "
              + architecture.classes()
              + " classes apart");
    }
    ModelMetadata known = metadata.orElseGet(() -> foreign(source));
    return new ModelFile(
        classNames.isEmpty() ? known : known.withClassNames(classNames),
        parameters,
        Optional.empty());
  }

  private ModelMetadata foreign(Path source) {
    return new ModelMetadata(
        architecture,
        List.of(),
        "imported",
        0,
        UNKNOWN,
        UNKNOWN,
        Versions.read().weft(),
        Map.of("imported_format", format, "imported_from", source.getFileName().toString()));
  }
}
