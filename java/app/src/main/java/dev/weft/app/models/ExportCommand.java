package dev.weft.app.models;

import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.FileArgument;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.Reporting;
import dev.weft.app.session.Session;
import dev.weft.interchange.ExportFormat;
import dev.weft.interchange.onnx.OnnxInput;
import dev.weft.model.ModelFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model in the format of another framework. */
@Command(
    name = "export",
    header = "Write a model for another framework.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Writes a model as ONNX, or as safetensors with the names and orientation of Keras"
          + " (dense/kernel [in, out]) or PyTorch (0.weight [out, in]). Dropout is for training"
          + " alone and no part of an ONNX graph.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft export model.safetensors -o model.onnx",
      "  weft export model.safetensors --input uint8 -o pixels.onnx",
      "  weft export model.safetensors --format keras-safetensors -o k.safetensors",
      "  weft export model.safetensors --format pytorch-safetensors \\",
      "       --layer-names fc1,fc2,fc3 -o torch.safetensors",
      "",
      "weft import brings the safetensors back, bit for bit."
    })
public final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A model file of Weft's.")
  private Path model;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: onnx where -o ends with .onnx.")
  private Optional<ExportFormat> format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The file to be written.")
  private Path file;

  @Option(
      names = "--input",
      paramLabel = "TYPE",
      description =
          "What the ONNX graph takes: float features (pixels as value / 255), or uint8 pixels,"
              + " which it scales itself. Default: float.")
  private Optional<OnnxInput> input;

  @Option(
      names = "--layer-names",
      paramLabel = "NAME",
      split = ",",
      description =
          "Names of the dense layers in safetensors, one each. Default: dense, dense_1... as of"
              + " Keras; 0, 2... as in nn.Sequential.")
  private List<String> layerNames = List.of();

  @Mixin private OutputOptions output;

  private final Session session;

  public ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Console console = session.console(output);
    FileArgument.requireReadable(model.toString(), model);
    ExportFormat chosen = format();
    requireOptions(chosen);
    if (FileArgument.requireWritable("-o", file).equals(model.toAbsolutePath().normalize())) {
      throw new UsageException("-o " + file + " is the model itself; name another file");
    }
    ModelFile read = ModelFile.read(model);
    FiniteModel.require(model, read.metadata().architecture(), read.parameters());
    ExportReport report =
        Exporting.run(model, read, chosen, input.orElse(OnnxInput.FLOAT), layerNames, file);
    return Reporting.end(console, report, report.lines());
  }

  private ExportFormat format() {
    if (format.isPresent()) {
      return format.get();
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      return ExportFormat.ONNX;
    }
    throw new UsageException(
        "-o "
            + file
            + " does not tell the format: add --format with one of onnx,"
            + " keras-safetensors, pytorch-safetensors");
  }

  private void requireOptions(ExportFormat chosen) {
    boolean onnx = chosen == ExportFormat.ONNX;
    if (input.isPresent() && !onnx) {
      throw new UsageException("--input belongs to --format onnx");
    }
    if (!layerNames.isEmpty() && onnx) {
      throw new UsageException("--layer-names belongs to the safetensors formats");
    }
  }
}
