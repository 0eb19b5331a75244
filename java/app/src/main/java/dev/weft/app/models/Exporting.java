package dev.weft.app.models;

import dev.weft.UsageException;
import dev.weft.app.models.ExportReport.Value;
import dev.weft.files.AtomicFile;
import dev.weft.interchange.ExportFormat;
import dev.weft.interchange.onnx.OnnxInput;
import dev.weft.interchange.onnx.OnnxModel;
import dev.weft.interchange.tensors.TensorExport;
import dev.weft.interchange.tensors.TensorNaming;
import dev.weft.model.ModelFile;
import dev.weft.nn.Architecture;
import dev.weft.nn.Dropout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the file of an export and reports what is in it. */
final class Exporting {
  private Exporting() {}

  static ExportReport run(
      Path source,
      ModelFile model,
      ExportFormat format,
      OnnxInput input,
      List<String> layerNames,
      Path file) {
    List<Value> values =
        switch (format) {
          case ONNX -> onnx(model, input, file);
          case KERAS_SAFETENSORS -> tensors(model, TensorNaming.KERAS, layerNames, file);
          case PYTORCH_SAFETENSORS -> tensors(model, TensorNaming.PYTORCH, layerNames, file);
        };
    return new ExportReport(
        source.toString(), file.toString(), format.toString(), size(file), values, notes(model));
  }

  private static List<Value> onnx(ModelFile model, OnnxInput input, Path file) {
    byte[] bytes = UsageException.interpreting(() -> OnnxModel.write(model, input));
    AtomicFile.write(file, bytes);
    Architecture architecture = model.metadata().architecture();
    List<Value> values = new ArrayList<>();
    values.add(
        new Value(
            "input",
            OnnxModel.inputName(input),
            (input == OnnxInput.FLOAT ? "float32" : "uint8")
                + " [batch, "
                + architecture.inputs()
                + "]: "
                + OnnxModel.inputMeaning(input)));
    OnnxModel.outputNames(architecture)
        .forEach(
            name ->
                values.add(
                    new Value("output", name, "float32 [batch, " + architecture.outputs() + "]")));
    return values;
  }

  private static List<Value> tensors(
      ModelFile model, TensorNaming naming, List<String> layerNames, Path file) {
    return UsageException.interpreting(() -> TensorExport.write(file, model, naming, layerNames))
        .stream()
        .map(spec -> new Value("tensor", spec.name(), "float32 " + spec.shape()))
        .toList();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> notes(ModelFile model) {
    List<String> notes = new ArrayList<>();
    if (model.metadata().architecture().layers().stream().anyMatch(Dropout.class::isInstance)) {
      notes.add("dropout is for training alone: it has no tensors and is no part of a graph");
    }
    if (model.adamState().isPresent()) {
      notes.add("the state of the optimizer was left out");
    }
    return notes;
  }
}
