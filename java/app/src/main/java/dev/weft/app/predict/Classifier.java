package dev.weft.app.predict;

import dev.weft.ModelFileException;
import dev.weft.Network;
import dev.weft.app.predict.Prediction.ClassProbability;
import dev.weft.data.Dataset;
import dev.weft.datasets.pictures.GarmentImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks a network about pictures, many in one call. */
public final class Classifier {
  private static final int PIXELS = GarmentImage.SIDE * GarmentImage.SIDE;
  private static final int BATCH = 4096;

  private final Network network;
  private final List<String> names;
  private final int top;
  private final List<Picture> waiting = new ArrayList<>();
  private final List<Prediction> predictions = new ArrayList<>();

  /**
   * A classifier.
   *
   * @param network of 784 inputs whose outputs are classes
   * @param names one a class
   * @param top how many classes are of interest
   */
  public Classifier(Network network, List<String> names, int top) {
    this.network = network;
    this.names = List.copyOf(names);
    this.top = top;
  }

  /** Takes a picture; the network is asked when enough of them have come. */
  public void add(Picture picture) {
    waiting.add(picture);
    if (waiting.size() == BATCH) {
      ask();
    }
  }

  /** What the network says of all pictures, in their order. */
  public List<Prediction> predictions() {
    ask();
    return List.copyOf(predictions);
  }

  private void ask() {
    if (waiting.isEmpty()) {
      return;
    }
    byte[] pixels = new byte[waiting.size() * PIXELS];
    for (int i = 0; i < waiting.size(); i++) {
      System.arraycopy(waiting.get(i).seen().pixels(), 0, pixels, i * PIXELS, PIXELS);
    }
    float[] outputs = network.predict(Dataset.ofPixels(pixels, PIXELS));
    requireNumbers(outputs);
    int width = outputs.length / waiting.size();
    for (int i = 0; i < waiting.size(); i++) {
      predictions.add(new Prediction(waiting.get(i), ranked(outputs, i * width, width)));
    }
    waiting.clear();
  }

  /** Weights that are finite may still be so large that what they give is not. */
  private static void requireNumbers(float[] outputs) {
    for (float output : outputs) {
      if (Float.isNaN(output)) {
        throw new ModelFileException(
            "the model's outputs are not numbers (NaN): its weights are too large; its training"
                + " diverged or the file is damaged");
      }
    }
  }

  private List<ClassProbability> ranked(float[] outputs, int from, int width) {
    List<ClassProbability> classes = new ArrayList<>();
    if (width == 1) {
      classes.add(new ClassProbability(names.get(0), 1.0 - outputs[from]));
      classes.add(new ClassProbability(names.get(1), outputs[from]));
    } else {
      for (int k = 0; k < width; k++) {
        classes.add(new ClassProbability(names.get(k), outputs[from + k]));
      }
    }
    // The sort is stable: of equals the first class, as everywhere.
    classes.sort(Comparator.comparingDouble(ClassProbability::probability).reversed());
    return classes.subList(0, Math.min(top, classes.size()));
  }
}
