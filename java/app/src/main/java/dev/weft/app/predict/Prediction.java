package dev.weft.app.predict;

import java.util.List;

/**
 * What a network says of a picture.
 *
 * @param picture the picture
 * @param classes the most probable ones, in falling order
 */
public record Prediction(Picture picture, List<ClassProbability> classes) {
  public Prediction {
    classes = List.copyOf(classes);
  }
}
