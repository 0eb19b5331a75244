package dev.weft.interchange;

/** The formats that a model is exported to. */
public enum ExportFormat {
  /** ONNX, for ONNX Runtime and whatever else reads it. */
  ONNX("onnx"),
  /** Safetensors with the names and orientation of Keras. */
  KERAS_SAFETENSORS("keras-safetensors"),
  /** Safetensors with the names and orientation of PyTorch. */
  PYTORCH_SAFETENSORS("pytorch-safetensors");

  private final String text;

  ExportFormat(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
