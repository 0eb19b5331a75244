package dev.weft.serve.models;

import dev.weft.UsageException;
import dev.weft.runs.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From what a user names, model files and folders of runs, to names in the API and their files. */
final class ModelNames {
  private static final String ENDING = ".safetensors";

  /** The models of a run of the experiments, in the order in which a page shows them. */
  private static final List<String> OF_A_RUN = List.of("multiclass", "binary");

  private ModelNames() {}

  /**
   * The file of each name. A folder of a run gives its models, each with the weights of the lowest
   * val_loss where those were kept.
   *
   * @throws UsageException where something does not exist or two models have one name
   */
  static Map<String, Path> resolve(List<Path> arguments) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path argument : arguments) {
      if (Files.isDirectory(argument)) {
        ofRun(argument).forEach((name, file) -> add(files, name, file));
      } else if (Files.isRegularFile(argument)) {
        add(files, nameOf(argument), argument);
      } else {
        throw new UsageException(
            argument
                + (Files.exists(argument) ? " is not a file" : " does not exist")
                + ": expected a model file, or the folder of a run of weft experiments");
      }
    }
    return files;
  }

  private static Map<String, Path> ofRun(Path folder) {
    Map<String, Path> models = new LinkedHashMap<>();
    for (String name : OF_A_RUN) {
      RunFolder.modelIn(folder, name).ifPresent(file -> models.put(name, file));
    }
    if (models.isEmpty()) {
      throw new UsageException(
          folder
              + " has no models: expected multiclass"
              + ENDING
              + " or binary"
              + ENDING
              + ", as weft experiments writes them");
    }
    return models;
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  private static void add(Map<String, Path> files, String name, Path file) {
    Path other = files.putIfAbsent(name, file);
    if (other != null) {
      throw new UsageException(
          "two models would have the name " + name + ": " + other + " and " + file);
    }
  }
}
