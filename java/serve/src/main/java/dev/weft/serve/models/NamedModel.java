package dev.weft.serve.models;

import dev.weft.UsageException;
import dev.weft.model.ModelFile;
import dev.weft.train.SpecException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model that was read but is on no device yet.
 *
 * @param name in the API
 * @param file that it was read from
 * @param content of the file
 */
public record NamedModel(String name, Path file, ModelFile content) {
  /**
   * Reads what is to be served.
   *
   * @param arguments model files, or folders of runs
   * @param imagesOnly whether a model that does not take images of 784 pixels is refused
   * @throws UsageException where there is no such file
   * @throws SpecException where a model cannot be served
   * @throws dev.weft.ModelFileException where a file is damaged
   */
  public static List<NamedModel> read(List<Path> arguments, boolean imagesOnly) {
    return ModelNames.resolve(arguments).entrySet().stream()
        .map(named -> read(named, imagesOnly))
        .toList();
  }

  private static NamedModel read(Map.Entry<String, Path> named, boolean imagesOnly) {
    Path file = named.getValue();
    ModelFile content = ModelFile.read(file);
    int inputs = content.metadata().architecture().inputs();
    if (imagesOnly && inputs != Models.PIXELS) {
      throw new SpecException(
          file
              + " takes "
              + inputs
              + " features, but the page is for images of 784 pixels: {no_page} serves the API"
              + " alone");
    }
    return new NamedModel(named.getKey(), file, content);
  }
}
