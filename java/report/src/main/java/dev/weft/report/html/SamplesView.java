package dev.weft.report.html;

import dev.weft.data.Dataset;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the data looks like: some training images of each class, the first ones.
 *
 * @param classes in order
 */
public record SamplesView(List<OfClass> classes) {
  private static final int IMAGES = 10;
  private static final int MOST_CLASSES = 50;

  /**
   * A class.
   *
   * @param counts how many training and test samples it has, in words
   */
  public record OfClass(String name, String counts, List<Tile> tiles) {}

  public SamplesView {
    classes = List.copyOf(classes);
  }

  static Optional<SamplesView> of(Dataset train, Optional<Dataset> test, ImageSheet sheet) {
    List<String> names = train.classNames();
    if (names.isEmpty() || names.size() > MOST_CLASSES) {
      return Optional.empty();
    }
    int[] trainCounts = train.classCounts();
    List<OfClass> classes = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      String counts = Format.text("%,d training", trainCounts[k]);
      int number = k;
      counts +=
          test.map(data -> Format.text(", %,d test images", data.classCounts()[number]))
              .orElse(" images");
      classes.add(new OfClass(names.get(k), counts, tiles(train, k, sheet)));
    }
    return Optional.of(new SamplesView(classes));
  }

  private static List<Tile> tiles(Dataset train, int classNumber, ImageSheet sheet) {
    List<Tile> tiles = new ArrayList<>();
    for (int i = 0; i < train.size() && tiles.size() < IMAGES; i++) {
      if (train.label(i) == classNumber) {
        tiles.add(
            new Tile(
                Optional.of(sheet.picture(i)),
                train.classNames().get(classNumber) + ", training image " + i,
                List.of(),
                ""));
      }
    }
    return tiles;
  }
}
