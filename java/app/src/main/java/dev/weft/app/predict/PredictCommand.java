package dev.weft.app.predict;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.models.FeatureReading;
import dev.weft.app.models.FiniteModel;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.FileArgument;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.Devices;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import dev.weft.data.FeatureScale;
import dev.weft.datasets.pictures.GarmentImage;
import dev.weft.datasets.pictures.ImageDecoder;
import dev.weft.datasets.pictures.ImageLimits;
import dev.weft.datasets.pictures.Inversion;
import dev.weft.model.ModelFile;
import dev.weft.nn.Architecture;
import dev.weft.runs.Json;
import dev.weft.text.Format;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classifies pictures with a model file. */
@Command(
    name = "predict",
    header = "Classify pictures with a model file.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Classifies PNG, JPEG, GIF and BMP pictures of any size, all pictures of a folder, and IDX"
          + " files of images. A picture is converted to 28 x 28 grey pixels as Fashion-MNIST was"
          + " made; one of that size is only negated, where its border is light.",
      "",
      "A file that cannot be used is skipped with its reason, and the exit code is 1 then.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft predict runs/X/multiclass.safetensors boot.jpg",
      "  weft predict runs/X/multiclass.safetensors photos/ --show",
      "  weft predict runs/X/binary.safetensors photos/ --json > predictions.json",
      "  weft predict runs/X/multiclass.safetensors t10k-images-idx3-ubyte.gz --top 1"
    })
public final class PredictCommand implements Callable<Integer> {
  private static final int INPUTS = GarmentImage.SIDE * GarmentImage.SIDE;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A safetensors file.")
  private Path model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Pictures, folders of pictures, IDX files of images.")
  private List<Path> files;

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "3",
      description = "The K most probable classes. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--invert",
      paramLabel = "WHEN",
      description =
          "Negate intensities: auto (where the border is light), yes or no. Default: auto.")
  private Inversion inversion = Inversion.AUTO;

  @Option(names = "--show", description = "Print what the network sees.")
  private boolean show;

  @Mixin private BackendOptions backend;
  @Mixin private OutputOptions output;

  private final Session session;

  public PredictCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Console console = session.console(output);
    if (top < 1) {
      throw new UsageException("--top takes a number of classes from 1, not " + top);
    }
    if (show && console.json()) {
      throw new UsageException("--show is for people: leave it or --json out");
    }
    FileArgument.requireReadable(model.toString(), model);
    backend.backend();
    ModelFile file = ModelFile.read(model);
    Architecture architecture = file.metadata().architecture();
    requireClassifier(architecture);
    FiniteModel.require(model, file.metadata().architecture(), file.parameters());
    FeatureReading.misfit(model.toString(), file.metadata(), FeatureScale.PIXELS, "pictures are")
        .ifPresent(console::warn);
    List<String> names = names(file);
    Found found;
    String device;
    try (Engine engine = Devices.open(backend, console);
        Network network = engine.network(architecture, 0)) {
      network.parameters(file.parameters());
      device = engine.info().backend();
      found = new Found(new Classifier(network, names, top), console);
      PictureFiles reader =
          new PictureFiles(new ImageDecoder(ImageLimits.DEFAULT), inversion, found);
      files.forEach(reader::read);
      List<Prediction> predictions = found.classifier.predictions();
      if (console.json()) {
        console.raw(
            Json.write(
                PredictReport.of(
                    model.toString(), names, inversion, device, predictions, found.skipped)));
      } else {
        show(predictions, names, console);
      }
    }
    return found.skipped.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void requireClassifier(Architecture architecture) {
    if (architecture.inputs() != INPUTS) {
      throw new UsageException(
          model
              + " takes "
              + architecture.inputs()
              + " features, but a picture gives "
              + INPUTS
              + " (28 x 28 pixels): it is no model for pictures");
    }
    if (architecture.classes() == 0) {
      throw new UsageException(
          model + " gives numbers and no classes: weft evaluate says how good they are");
    }
  }

  private static List<String> names(ModelFile file) {
    List<String> names = file.metadata().classNames();
    return names.isEmpty()
        ? IntStream.range(0, file.metadata().architecture().classes())
            .mapToObj(String::valueOf)
            .toList()
        : names;
  }

  private void show(List<Prediction> predictions, List<String> names, Console console) {
    PredictionTable table = new PredictionTable(names, console.style());
    if (!show) {
      table.lines(predictions).forEach(console::result);
      return;
    }
    for (Prediction prediction : predictions) {
      List<String> seen =
          PictureText.lines(prediction.picture().seen(), console.style(), console.blocks());
      table.withPicture(prediction, seen).forEach(console::result);
    }
  }

  /** Hands pictures on, and says at once what could not be used. */
  private static final class Found implements PictureFiles.Listener {
    private final Classifier classifier;
    private final Console console;
    private final List<SkippedFile> skipped = new ArrayList<>();

    Found(Classifier classifier, Console console) {
      this.classifier = classifier;
      this.console = console;
    }

    @Override
    public void found(Picture picture) {
      if (picture.seen().empty()) {
        console.warn(Format.printable(picture.name()) + ": nothing but background to be seen");
      }
      classifier.add(picture);
    }

    @Override
    public void skipped(SkippedFile file) {
      skipped.add(file);
      console.warn(
          "skipped " + Format.printable(file.file()) + ": " + Format.printable(file.reason()));
    }

    @Override
    public void passedOver(Path folder, int others) {
      console.log(
          Format.printable(folder.toString())
              + ": passed over "
              + others
              + (others == 1 ? " other entry" : " other entries")
              + " that "
              + (others == 1 ? "is no picture" : "are no pictures"));
    }
  }
}
