package dev.weft.app.predict;

import java.util.List;

/**
 * What a network says of a picture.
 *
 * @param picture the picture
 * @param classes the most probable ones, in falling order
 */
public record Prediction(Picture picture, List<ClassProbability> classes) {
  /** How probable a class is, 0 to 1. */
  public record ClassProbability(String name, double probability) {}

  public Prediction {
    classes = List.copyOf(classes);
  }
}
