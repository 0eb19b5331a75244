package dev.weft.app.resume;

import dev.weft.Network;
import dev.weft.UsageException;
import dev.weft.model.ModelFile;
import dev.weft.runs.Field;
import dev.weft.runs.InputReport;
import dev.weft.runs.PlanReport;
import dev.weft.runs.Resumption;
import dev.weft.runs.RunException;
import dev.weft.runs.RunFolder;
import dev.weft.runs.training.Earlier;
import dev.weft.train.EpochRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a training left in its folder, as much as it takes to go on.
 *
 * @param folder where it lies, as it was named
 * @param plan how it was trained
 * @param input what it read
 * @param trainRange the training samples that it took, where not all
 * @param dataHash of what it read
 * @param backend that it was trained with
 * @param complete whether it came to its end
 * @param stopReason why it stopped before its last epoch, where it did
 * @param last the model with Adam's state after the last complete epoch
 * @param earlier its epochs, and its best parameters
 * @param resumed where it took up others, and where this one takes it up
 */
public record EarlierRun(
    Path folder,
    PlanReport plan,
    InputReport input,
    Optional<String> trainRange,
    String dataHash,
    String backend,
    boolean complete,
    Optional<String> stopReason,
    ModelFile last,
    Earlier earlier,
    List<Resumption> resumed) {

  /**
   * Reads a folder, believing nothing unchecked.
   *
   * @throws UsageException where it is no training's, or one that cannot go on
   * @throws RunException where it is damaged
   */
  public static EarlierRun read(Path folder) {
    requireRun(folder);
    Field document = Field.document(folder.resolve(RunFolder.RESULTS));
    if (document.optional("experiments").isPresent()) {
      throw new UsageException(
          "--resume "
              + folder
              + " holds the three experiments, which are repeated and not resumed: name the folder"
              + " of a training");
    }
    if (document.optional("input").isEmpty()) {
      throw new UsageException(
          "--resume " + folder + " was left by a version of weft whose runs cannot be resumed");
    }
    Field provenance = document.member("provenance");
    PlanReport plan = plan(provenance.member("configuration").member("train"));
    Field history = document.member("history");
    Optional<String> stopReason = history.optional("stop_reason").map(Field::text);
    if (stopReason.filter(reason -> reason.startsWith("diverged")).isPresent()) {
      throw new UsageException(
          "--resume " + folder + ": that training " + stopReason.get() + "; start anew");
    }
    List<EpochRecord> epochs = epochs(history.member("epochs"));
    ModelFile last = model(folder, plan.task(), epochs.size());
    if (last.adamState().isEmpty()) {
      throw new RunException(folder + ": its model lacks the state of the optimizer");
    }
    Optional<float[]> best =
        history
            .optional("best_epoch")
            .map(epoch -> model(folder, plan.task() + "-best", (int) epoch.number()).parameters());
    String backend = provenance.member("backend").text();
    List<Resumption> resumed = new ArrayList<>(resumed(document.member("resumed")));
    resumed.add(
        new Resumption(
            epochs.size(), folder.toString(), provenance.member("command").text(), backend));
    return new EarlierRun(
        folder,
        plan,
        input(document.member("input")),
        document.optional("train_range").map(Field::text),
        provenance.member("data_hash").text(),
        backend,
        !document.member("interrupted").truth(),
        stopReason,
        last,
        new Earlier(epochs, best),
        List.copyOf(resumed));
  }

  /** Gives a network what this run had learned. */
  public void restore(Network network) {
    if (!network.architecture().equals(last.metadata().architecture())) {
      throw new RunException(
          "the model in " + folder + " is not the one that " + RunFolder.RESULTS + " describes");
    }
    network.parameters(last.parameters());
    network.adamState(last.adamState().orElseThrow());
  }

  private static void requireRun(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "--resume "
              + folder
              + (Files.exists(folder) ? " is a file" : " does not exist")
              + ": name the folder of a run, such as runs/TIME");
    }
    if (!Files.isRegularFile(folder.resolve(RunFolder.RESULTS))) {
      throw new UsageException(
          "--resume " + folder + " is not the folder of a run: it has no " + RunFolder.RESULTS);
    }
  }

  private static ModelFile model(Path folder, String name, int epoch) {
    Path file = folder.resolve(name + ".safetensors");
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

  private static List<EpochRecord> epochs(Field list) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (Field epoch : list.elements()) {
      EpochRecord record =
          new EpochRecord(
              (int) epoch.member("epoch").number(),
              epoch.member("loss").number(),
              epoch.member("accuracy").number(),
              epoch.member("val_loss").number(),
              epoch.member("val_accuracy").number(),
              (float) epoch.member("learning_rate").number(),
              epoch.member("seconds").number(),
              epoch.member("validation_seconds").number());
      if (record.epoch() != epochs.size() + 1) {
        throw epoch.member("epoch").wrong("is not " + (epochs.size() + 1));
      }
      epochs.add(record);
    }
    return epochs;
  }

  private static List<Resumption> resumed(Field list) {
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

  private static PlanReport plan(Field plan) {
    Map<Integer, Float> dropout = new TreeMap<>();
    for (Field rate : plan.member("dropout").members()) {
      if (!rate.name().matches("[0-9]{1,6}")) {
        throw rate.wrong("is not the number of a layer");
      }
      dropout.put(Integer.valueOf(rate.name()), (float) rate.number());
    }
    return new PlanReport(
        plan.member("task").text(),
        plan.member("layers").elements().stream().map(width -> (int) width.number()).toList(),
        plan.member("activation").text(),
        dropout,
        plan.member("loss").text(),
        (int) plan.member("epochs").number(),
        (int) plan.member("batch_size").number(),
        (float) plan.member("learning_rate").number(),
        plan.member("lr_schedule").text(),
        plan.member("optimizer").text(),
        plan.member("beta1").number(),
        plan.member("beta2").number(),
        plan.member("epsilon").number(),
        plan.member("validation").text(),
        plan.optional("early_stopping").map(epochs -> (int) epochs.number()),
        plan.member("class_weights").text(),
        plan.member("shuffle").truth(),
        plan.member("seed").whole());
  }

  private static InputReport input(Field input) {
    return new InputReport(
        input.member("dataset").text(),
        input.member("data").text(),
        input.optional("test_data").map(Field::text),
        input.optional("label_column").map(Field::text),
        texts(input.member("target_columns")),
        texts(input.member("ignore_columns")),
        input.member("pixels").truth(),
        texts(input.member("class_names")));
  }

  private static List<String> texts(Field list) {
    return list.elements().stream().map(Field::text).toList();
  }
}
