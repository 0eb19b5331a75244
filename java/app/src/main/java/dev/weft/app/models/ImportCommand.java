package dev.weft.app.models;

import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.Converters;
import dev.weft.app.options.FileArgument;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.Reporting;
import dev.weft.app.session.Session;
import dev.weft.interchange.ForeignModel;
import dev.weft.interchange.ImportHints;
import dev.weft.interchange.ModelImport;
import dev.weft.model.ModelFile;
import dev.weft.nn.Activation;
import dev.weft.nn.Loss;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a model of another framework and writes it as a model of Weft's. */
@Command(
    name = "import",
    header = "Read a model of another framework.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Reads a dense network from a file of Keras (.keras, .weights.h5, and .h5 of Keras 1 and 2),"
          + " or from safetensors with the names of Keras or PyTorch, and writes it as a model of Weft's."
          + " The file's content tells its kind. What cannot be taken over is named; nothing in"
          + " the file is run.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft import study.keras -o study.safetensors",
      "  weft import multiclass.weights.h5 --activation relu -o multiclass.safetensors",
      "  weft import torch.safetensors --layer-names in,hidden,out -o m.safetensors",
      "  weft import logits.keras --loss categorical_crossentropy -o m.safetensors",
      "",
      "Files that hold weights alone are taken for networks of relu with a softmax,",
      "or a sigmoid where there is one output; --activation and --loss say otherwise."
    })
public final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The other framework's file.")
  private Path source;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "MODEL",
      required = true,
      description = "The model file to be written (safetensors).")
  private Path file;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      converter = Converters.ActivationName.class,
      description = "Of the hidden layers, for files of weights alone. Default: relu.")
  private Optional<Activation> activation;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      converter = Converters.LossName.class,
      description =
          "categorical_crossentropy, binary_crossentropy or mean_squared_error, for files that do"
              + " not say what their outputs are for: those of weights alone, and linear outputs. It"
              + " brings the output function; categorical_crossentropy makes one of many classes of"
              + " many sigmoids, too.")
  private Optional<Loss> loss;

  @Option(
      names = "--layer-names",
      paramLabel = "NAME",
      split = ",",
      description =
          "The names of the layers in their order, for safetensors whose names do not tell it.")
  private List<String> layerNames = List.of();

  @Option(
      names = "--class-names",
      paramLabel = "NAME",
      split = ",",
      description = "Names of the classes in the order of the outputs.")
  private List<String> classNames = List.of();

  @Mixin private OutputOptions output;

  private final Session session;

  public ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Console console = session.console(output);
    if (Files.isDirectory(source)) {
      throw new UsageException(
          source + " is a folder; expected a file of weights or a .keras file");
    }
    FileArgument.requireReadable(source.toString(), source);
    if (FileArgument.requireWritable("-o", file).equals(source.toAbsolutePath().normalize())) {
      throw new UsageException("-o " + file + " is the file itself; name another one");
    }
    ImportHints hints = new ImportHints(activation, loss, layerNames);
    ForeignModel imported = UsageException.interpreting(() -> ModelImport.read(source, hints));
    ModelFile model = UsageException.interpreting(() -> imported.toModelFile(source, classNames));
    model.save(file);
    ImportReport report =
        ImportReport.of(
            source,
            file,
            imported.format(),
            model.metadata().architecture(),
            imported.notes().stream().map(note -> note.words(UsageException::option)).toList());
    return Reporting.end(console, report, report.lines());
  }
}
