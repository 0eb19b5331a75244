package dev.weft.app;

import dev.weft.Network;
import dev.weft.Versions;
import dev.weft.app.console.Console;
import dev.weft.backend.DeviceInfo;
import dev.weft.data.Source;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.files.AtomicFile;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.report.ExperimentsPage;
import dev.weft.report.Pictures;
import dev.weft.report.RunPictures;
import dev.weft.report.html.ReportBuilder.Weights;
import dev.weft.runs.CsvMark;
import dev.weft.runs.Json;
import dev.weft.runs.PlanReport;
import dev.weft.runs.Provenance;
import dev.weft.runs.RunFolder;
import dev.weft.runs.experiments.*;
import dev.weft.runs.training.ModelPlan;
import dev.weft.runs.training.Recipe;
import dev.weft.train.History;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes everything that a run of the experiments leaves in its folder. */
public final class ResultFiles implements Keeper {
  private final RunFolder folder;
  private final Recipe recipe;
  private final Source source;
  private final DeviceInfo device;
  private final Console console;

  /** Files of a run of {@code recipe} on these data and this device. */
  public ResultFiles(
      RunFolder folder, Recipe recipe, Source source, DeviceInfo device, Console console) {
    this.folder = folder;
    this.recipe = recipe;
    this.source = source;
    this.device = device;
    this.console = console;
  }

  @Override
  public void history(String model, History history) {
    if (!history.epochs().isEmpty()) {
      AtomicFile.write(
          folder.file("history-" + model + ".csv"),
          CsvMark.of(history.toCsv(), source.synthetic()));
    }
  }

  @Override
  public void model(
      String name, Network network, ModelPlan plan, List<String> classNames, int epoch) {
    if (epoch == 0) {
      return;
    }
    ModelMetadata metadata =
        new ModelMetadata(
            network.architecture(),
            classNames,
            recipe.name(),
            plan.seed(),
            source.sha256(),
            device.backend(),
            Versions.read().weft(),
            Map.of("epoch", Integer.toString(epoch), "data_source", source.description()));
    ModelFile.save(folder.file(name + ".safetensors"), network, metadata, false);
  }

  /**
   * Writes tables, pictures, on request the HTML report, and at last the document of a complete
   * run.
   *
   * @param data that it ran on
   */
  public Results write(
      Outcome outcome, FashionMnist data, boolean report, String command, Instant started) {
    for (Experiment experiment : outcome.experiments()) {
      confusion(experiment.name(), experiment.last());
      confusion(experiment.name() + "-best", experiment.best());
    }
    // Drawn while the rest is written.
    try (RunPictures.InProgress pictures = pictures(outcome).start()) {
      Map<String, PlanReport> configuration = new LinkedHashMap<>();
      configuration.put("multiclass", PlanReport.of(recipe.multiclass()));
      configuration.put("binary", PlanReport.of(recipe.binary()));
      Provenance provenance =
          Provenance.of(
              recipe.multiclass().seed(), source, configuration, device, command, started);
      Results results = Results.of(outcome, recipe.name(), provenance);
      if (report) {
        AtomicFile.write(
            folder.file(RunFolder.REPORT),
            ExperimentsPage.of(outcome, results, recipe, data, weights(outcome)));
      }
      await(pictures);
      AtomicFile.write(folder.file(RunFolder.RESULTS), Json.write(results) + "\n");
      return results;
    }
  }

  private void await(RunPictures.InProgress pictures) {
    try {
      pictures.await();
    } catch (Pictures.Unavailable e) {
      console.warn(e.getMessage());
    }
  }

  private Map<String, Weights> weights(Outcome outcome) {
    Map<String, Weights> weights = new LinkedHashMap<>();
    for (Experiment experiment : List.of(outcome.multiclass(), outcome.binary())) {
      Path file = folder.file(experiment.name() + ".safetensors");
      if (Files.exists(file)) {
        ModelFile model = ModelFile.read(file);
        weights.put(
            experiment.name(), new Weights(model.metadata().architecture(), model.parameters()));
      }
    }
    return weights;
  }

  private void confusion(String name, Measured measured) {
    AtomicFile.write(
        folder.file("confusion-" + name + ".csv"),
        CsvMark.of(measured.test().confusion().toCsv(), source.synthetic()));
  }

  private RunPictures pictures(Outcome outcome) {
    RunPictures pictures = new RunPictures(folder, source.synthetic());
    pictures.training("multiclass", outcome.multiclass().history());
    pictures.training("binary", outcome.binary().history());
    for (Experiment experiment : outcome.experiments()) {
      String name = experiment.name();
      experiment
          .answers()
          .ifPresent(answers -> pictures.answers(name, experiment.last().test(), answers));
      pictures.confusion(name, "", "last weights", experiment.last().test());
      pictures.confusion(name, "-best", "best val_loss", experiment.best().test());
    }
    return pictures;
  }
}
