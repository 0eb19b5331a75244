package dev.weft.interchange;

import dev.weft.UsageException;
import dev.weft.Versions;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was imported as a model of Weft's, with metadata that say where it is from. */
public final class ImportedModel {
  private static final String UNKNOWN = "unknown";

  private ImportedModel() {}

  /**
   * The model.
   *
   * @param classNames one a class; empty to leave those that it has
   * @throws UsageException where there are too many or too few of them
   */
  public static ModelFile of(Imported imported, Path source, List<String> classNames) {
    Architecture architecture = imported.architecture();
    if (!classNames.isEmpty() && classNames.size() != architecture.classes()) {
      throw new UsageException(
          "--class-names has "
              + classNames.size()
              + " names, the network tells "
              + architecture.classes()
              + " classes apart");
    }
    ModelMetadata metadata =
        imported.metadata().orElseGet(() -> foreign(architecture, imported.format(), source));
    return new ModelFile(
        classNames.isEmpty() ? metadata : named(metadata, classNames),
        imported.parameters(),
        Optional.empty());
  }

  private static ModelMetadata foreign(Architecture architecture, String format, Path source) {
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

  private static ModelMetadata named(ModelMetadata metadata, List<String> classNames) {
    return new ModelMetadata(
        metadata.architecture(),
        classNames,
        metadata.recipe(),
        metadata.seed(),
        metadata.dataHash(),
        metadata.backend(),
        metadata.version(),
        metadata.extra());
  }
}
