package dev.weft.app.console;

import dev.weft.text.Format;
import dev.weft.train.EpochRecord;

/** One line about an epoch, of at most 100 columns for the models of the experiments. */
final class EpochLine {
  private EpochLine() {}

  /** Such as {@code multiclass epoch 7/50 loss 0.3312 accuracy 0.8793 val_loss ...}. */
  static String of(String model, EpochRecord epoch, int epochs) {
    StringBuilder line = new StringBuilder();
    int width = Integer.toString(epochs).length();
    line.append(Format.text("%s epoch %" + width + "d/%d", model, epoch.epoch(), epochs));
    field(line, "loss", epoch.loss());
    field(line, "accuracy", epoch.accuracy());
    field(line, "val_loss", epoch.valLoss());
    field(line, "val_accuracy", epoch.valAccuracy());
    return line.append(' ').append(Format.seconds(epoch.seconds())).toString();
  }

  private static void field(StringBuilder line, String name, double value) {
    if (!Double.isNaN(value)) {
      line.append("  ").append(name).append(' ').append(Format.decimal(value));
    }
  }
}
