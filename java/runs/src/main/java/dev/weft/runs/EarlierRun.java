package dev.weft.runs;

import dev.weft.UsageException;
import dev.weft.backend.DeviceInfo;
import dev.weft.data.Source;
import dev.weft.model.ModelFile;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.SampleRange;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.SpecException;
import dev.weft.train.StopReason;
import dev.weft.train.TrainingSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run left in its folder, as much as it takes to go on.
 *
 * @param folder where it lies, as it was named
 * @param recipe the name of the recipe that it followed
 * @param input what it read
 * @param trainRange the training samples that it took, where not all
 * @param dataHash of what it read
 * @param backend that it was trained with
 * @param complete whether it came to its end
 * @param device what else is known of what it computed on, by name
 * @param seeds how many seeds its experiments have
 * @param specs how each of its models is trained, by name
 * @param models what it left of each model that it began, by name
 * @param resumed where it took up others, and where the one that goes on takes it up
 * @param notes what is to be said about what it left
 */
public record EarlierRun(
    Path folder,
    String recipe,
    DataSpec input,
    Optional<SampleRange> trainRange,
    String dataHash,
    String backend,
    Map<String, String> device,
    boolean complete,
    int seeds,
    Map<String, TrainingSpec> specs,
    Map<String, EarlierModel> models,
    List<Resumption> resumed,
    List<String> notes) {
  /**
   * Reads the folder of a training of one model, believing nothing unchecked.
   *
   * @throws UsageException where it is no training's, or one that cannot go on
   * @throws RunException where it is damaged
   */
  public static EarlierRun ofTraining(Path folder) {
    requireRun(folder);
    if (!RunContents.hasResults(folder)) {
      return ofCheckpoints(folder, false);
    }
    JsonField document = document(folder);
    if (document.optional("experiments").isPresent()) {
      throw ofTheOtherKind(folder, true);
    }
    JsonField facts = document.member("provenance").member("configuration").member("train");
    TrainingSpec spec = facts.training();
    String name = spec.task().toString();
    EarlierModel model = model(folder, name, spec, document.member("history"), true);
    String recipe = model.last().orElseThrow().metadata().recipe();
    return read(
        folder,
        document,
        recipe,
        !document.member("interrupted").truth(),
        Map.of(name, spec),
        Map.of(name, model),
        List.of());
  }

  /** The same for the folder of the three experiments. */
  public static EarlierRun ofExperiments(Path folder) {
    requireRun(folder);
    if (!RunContents.hasResults(folder)) {
      return ofCheckpoints(folder, true);
    }
    JsonField document = document(folder);
    Optional<JsonField> experiments = document.optional("experiments");
    if (experiments.isEmpty()) {
      throw ofTheOtherKind(folder, false);
    }
    Map<String, TrainingSpec> specs = new LinkedHashMap<>();
    Map<String, EarlierModel> models = new LinkedHashMap<>();
    for (JsonField facts : document.member("provenance").member("configuration").members()) {
      String name = facts.name();
      specs.put(name, facts.training());
      document
          .member("trainings")
          .optional(name)
          .ifPresent(
              history -> models.put(name, model(folder, name, specs.get(name), history, false)));
    }
    for (EarlierModel model : models.values()) {
      // The rates of a recipe are fixed: it would diverge again.
      if (model.divergence().isPresent()) {
        throw new UsageException(
            "--resume " + folder + ": that training " + model.divergence().get() + "; start anew");
      }
    }
    for (String name : List.of("multiclass", "binary")) {
      document.member("provenance").member("configuration").member(name);
    }
    return read(
        folder,
        document,
        document.member("recipe").text(),
        !experiments.get().elements().isEmpty(),
        specs,
        models,
        List.of());
  }

  private static UsageException ofTheOtherKind(Path folder, boolean experiments) {
    return new UsageException(
        "--resume "
            + folder
            + (experiments
                ? " holds the three experiments: go on with weft experiments --resume "
                : " holds the training of one model: go on with weft train --resume ")
            + folder);
  }

  /** A run that was killed: what its newest sound checkpoints say. */
  private static EarlierRun ofCheckpoints(Path folder, boolean experiments) {
    EarlierCheckpoints found = EarlierCheckpoints.read(folder);
    if (found.run().member("experiments").truth() != experiments) {
      throw ofTheOtherKind(folder, !experiments);
    }
    Map<String, TrainingSpec> specs = new LinkedHashMap<>();
    for (JsonField facts : found.run().member("provenance").member("configuration").members()) {
      TrainingSpec spec = facts.training();
      specs.put(experiments ? facts.name() : spec.task().toString(), spec);
    }
    Map<String, EarlierModel> models = new LinkedHashMap<>();
    found
        .models()
        .forEach(
            (name, checkpoint) -> {
              if (!specs.containsKey(name)) {
                throw new RunException(folder + ": the run does not describe its model " + name);
              }
              models.put(
                  name,
                  new EarlierModel(
                      folder,
                      specs.get(name),
                      new History(checkpoint.epochs(), Optional.empty(), false),
                      Optional.of(checkpoint.model()),
                      checkpoint.bestParameters()));
            });
    return read(
        folder,
        found.run(),
        found.run().member("recipe").text(),
        false,
        specs,
        models,
        found.notes());
  }

  private static void requireRun(Path folder) {
    RunFolder.repair(folder);
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "--resume "
              + folder
              + (Files.exists(folder) ? " is a file" : " does not exist")
              + ": name the folder of a run, such as runs/TIME");
    }
    if (RunLock.isHeld(folder)) {
      throw new UsageException(
          "--resume "
              + folder
              + ": that run is still on ("
              + RunLock.holder(folder)
              + "); wait for it, or end it with Ctrl-C");
    }
  }

  private static JsonField document(Path folder) {
    JsonField document = JsonField.document(folder.resolve(RunFolder.RESULTS));
    if (document.optional("ranking").isPresent()) {
      throw new UsageException(
          "--resume "
              + folder
              + " is a search, which came to its end: its command goes on with one that did not");
    }
    if (document.optional("remedies").isPresent()) {
      throw new UsageException(
          "--resume " + folder + " is a comparison of remedies: start it anew");
    }
    if (document.optional("input").isEmpty()) {
      throw new UsageException(
          "--resume " + folder + " was left by a version of weft whose runs cannot be resumed");
    }
    return document;
  }

  private static EarlierRun read(
      Path folder,
      JsonField document,
      String recipe,
      boolean complete,
      Map<String, TrainingSpec> specs,
      Map<String, EarlierModel> models,
      List<String> notes) {
    JsonField provenance = document.member("provenance");
    String backend = provenance.member("backend").text();
    List<Resumption> resumed = new ArrayList<>(resumed(document.member("resumed")));
    int epochs = models.values().stream().mapToInt(model -> model.epochs().size()).sum();
    resumed.add(
        new Resumption(epochs, folder.toString(), provenance.member("command").text(), backend));
    return new EarlierRun(
        folder,
        recipe,
        input(document.member("input")),
        document.optional("train_range").map(EarlierRun::range),
        provenance.member("data_hash").text(),
        backend,
        device(provenance),
        complete,
        document.optional("seeds").map(seeds -> (int) seeds.number()).orElse(1),
        specs,
        models,
        List.copyOf(resumed),
        notes);
  }

  private static Map<String, String> device(JsonField provenance) {
    Map<String, String> device = new LinkedHashMap<>();
    provenance
        .optional("properties")
        .ifPresent(properties -> properties.members().forEach(p -> device.put(p.name(), p.text())));
    return device;
  }

  /** The recipe of experiments with what options had changed about it. */
  public Recipe asTrained() {
    return new Recipe(recipe, specs.get("multiclass"), specs.get("binary"));
  }

  /**
   * Requires that the data is what the run was trained on.
   *
   * @throws UsageException where it is not
   */
  public void requireData(Source source) {
    if (!source.sha256().equals(dataHash)) {
      throw new UsageException(
          "the data is not what the run "
              + folder
              + " was trained on: name that with --data (its SHA-256 is "
              + dataHash
              + ", that of this is "
              + source.sha256()
              + ")");
    }
  }

  /**
   * What to say where it goes on with another backend, or with another instruction set, path or
   * BLAS of the same: it does not end bitwise where the unbroken run ends. Empty where it does.
   */
  public Optional<String> warningOf(DeviceInfo now) {
    if (!now.backend().equals(backend)) {
      return Optional.of(
          folder
              + " was trained with the backend "
              + backend
              + "; from here on figures are those of "
              + now.backend());
    }
    List<String> others =
        ComputedBy.BITS_DEPEND_ON.stream()
            .filter(device::containsKey)
            .filter(name -> !device.get(name).equals(now.properties().get(name)))
            .map(name -> name + " " + device.get(name) + ", now " + now.properties().get(name))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            folder
                + " was trained with "
                + String.join("; ", others)
                + ": the last bits of what follows may differ from the unbroken run's"
                + (device
                        .getOrDefault("instruction set", "")
                        .equals(now.properties().get("instruction set"))
                    ? ""
                    : " (--instructions " + device.get("instruction set") + " keeps them)"));
  }

  private static EarlierModel model(
      Path folder, String name, TrainingSpec spec, JsonField history, boolean mustExist) {
    Optional<StopReason> stop = stopReason(history);
    List<EpochRecord> epochs = HistoryReport.epochs(history.member("epochs"));
    Optional<ModelFile> last =
        epochs.isEmpty() && !mustExist
            ? Optional.empty()
            : Optional.of(modelFile(folder, name, epochs.size()));
    if (last.isPresent() && last.get().adamState().isEmpty()) {
      throw new RunException(folder + ": its model lacks the state of the optimizer");
    }
    Optional<float[]> best =
        history
            .optional("best_epoch")
            .map(
                epoch ->
                    modelFile(folder, RunFolder.best(name), (int) epoch.number()).parameters());
    History known = new History(epochs, stop, history.member("interrupted").truth());
    return new EarlierModel(folder, spec, known, last, best);
  }

  private static Optional<StopReason> stopReason(JsonField history) {
    Optional<JsonField> kind = history.optional("stop_kind");
    try {
      return history
          .optional("stop_reason")
          .map(words -> StopReason.of(kind.map(JsonField::text), words.text()));
    } catch (IllegalArgumentException e) {
      throw kind.orElse(history).wrong("is unknown: " + e.getMessage());
    }
  }

  private static ModelFile modelFile(Path folder, String name, int epoch) {
    Path file = folder.resolve(RunFolder.modelFile(name));
    if (!Files.isRegularFile(file)) {
      throw new RunException("there is no " + file + ", which the run goes on from");
    }
    ModelFile model = ModelFile.read(file);
    String found = model.metadata().extra().getOrDefault("epoch", "an unknown");
    if (!found.equals(Integer.toString(epoch))) {
      throw new RunException(
          file
              + " is of epoch "
              + found
              + ", but "
              + RunFolder.RESULTS
              + " says "
              + epoch
              + ": they are not of one run");
    }
    return model;
  }

  private static List<Resumption> resumed(JsonField list) {
    return list.elements().stream()
        .map(
            one ->
                new Resumption(
                    (int) one.member("after_epoch").number(),
                    one.member("run").text(),
                    one.member("command").text(),
                    one.member("backend").text()))
        .toList();
  }

  private static SampleRange range(JsonField range) {
    try {
      return SampleRange.parse(range.text());
    } catch (IllegalArgumentException e) {
      throw range.wrong("is no range: " + e.getMessage());
    }
  }

  private static DataSpec input(JsonField input) {
    try {
      return new DataSpec(
          input.member("dataset").text(),
          input.member("data").text(),
          input.optional("test_data").map(JsonField::text),
          input.optional("label_column").map(JsonField::text),
          texts(input.member("target_columns")),
          texts(input.member("ignore_columns")),
          input.member("pixels").truth(),
          texts(input.member("class_names")));
    } catch (SpecException e) {
      throw input.wrong("names no data: " + e.getMessage());
    }
  }

  private static List<String> texts(JsonField list) {
    return list.elements().stream().map(JsonField::text).toList();
  }
}
