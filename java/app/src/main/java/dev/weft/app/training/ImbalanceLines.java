package dev.weft.app.training;

import dev.weft.app.console.Console;
import dev.weft.app.console.Tenths;
import dev.weft.runs.TrainedModel;
import dev.weft.text.Format;

/** Says how many of some models are trained, a tenth of them at a time. */
final class ImbalanceLines {
  private final Console console;
  private final int models;
  private int trained;

  ImbalanceLines(Console console, int models) {
    this.console = console;
    this.models = models;
  }

  void trained(TrainedModel model) {
    trained++;
    if (Tenths.isReached(trained, models)) {
      console.log(
          Format.text(
              "%d of %d models trained (seed %d, class weights %s: %d epochs)",
              trained,
              models,
              model.run().spec().seed(),
              model.run().spec().classWeights(),
              model.epochs()));
    }
  }
}
