package dev.weft.app.predict;

import dev.weft.app.console.Style;
import dev.weft.app.predict.Prediction.ClassProbability;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.List;

/** Predictions as a table of at most 100 columns. */
public final class PredictionTable {
  private static final int COLUMNS = 100;
  private static final int NARROWEST_NAME = 20;
  private static final String GAP = "  ";
  private static final String PROBABILITY = "0.0000";

  private final Style style;
  private final int classWidth;

  /** A table with room for these class names. */
  public PredictionTable(List<String> classNames, Style style) {
    this.style = style;
    this.classWidth =
        classNames.stream().mapToInt(name -> Format.printable(name).length()).max().orElse(0);
  }

  /** One line a picture where that fits, else the picture's line and one for each class. */
  public List<String> lines(List<Prediction> predictions) {
    if (predictions.isEmpty()) {
      return List.of();
    }
    int classes = predictions.get(0).classes().size();
    int cell = GAP.length() + classWidth + 1 + PROBABILITY.length();
    int room = COLUMNS - classes * cell;
    return room >= NARROWEST_NAME ? wide(predictions, room, cell) : tall(predictions);
  }

  private List<String> wide(List<Prediction> predictions, int room, int cell) {
    int longest = predictions.stream().mapToInt(p -> name(p).length()).max().orElse(0);
    int nameWidth = Math.max("file".length(), Math.min(room, longest));
    List<String> lines = new ArrayList<>();
    int classes = predictions.get(0).classes().size();
    StringBuilder head = new StringBuilder(padded("file", nameWidth));
    for (int k = 0; k < classes; k++) {
      head.append(padded(GAP + place(k), cell));
    }
    lines.add(style.strong(head.toString().stripTrailing()));
    lines.add(style.faint("-".repeat(nameWidth + classes * cell)));
    for (Prediction prediction : predictions) {
      StringBuilder line = new StringBuilder(padded(cut(name(prediction), room), nameWidth));
      for (int k = 0; k < classes; k++) {
        String text = GAP + described(prediction.classes().get(k));
        line.append(k == 0 ? style.strong(text) : text);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String place(int index) {
    return switch (index) {
      case 0 -> "class";
      case 1 -> "second";
      case 2 -> "third";
      default -> (index + 1) + "th";
    };
  }

  private List<String> tall(List<Prediction> predictions) {
    List<String> lines = new ArrayList<>();
    for (Prediction prediction : predictions) {
      lines.add(style.strong(name(prediction)));
      prediction.classes().forEach(c -> lines.add(GAP + GAP + described(c)));
    }
    return lines;
  }

  /** A picture as the network sees it, with the classes beside it. */
  public List<String> withPicture(Prediction prediction, List<String> picture) {
    List<String> lines = new ArrayList<>(List.of(style.strong(name(prediction))));
    List<ClassProbability> classes = prediction.classes();
    int height = Math.max(picture.size(), classes.size());
    String blank = " ".repeat(PictureText.columns(picture));
    for (int i = 0; i < height; i++) {
      String left = i < picture.size() ? picture.get(i) : blank;
      lines.add(i < classes.size() ? left + GAP + described(classes.get(i)) : left);
    }
    return lines;
  }

  private String described(ClassProbability c) {
    return padded(Format.printable(c.name()), classWidth)
        + " "
        + Format.text("%.4f", c.probability());
  }

  private static String name(Prediction prediction) {
    return Format.printable(prediction.picture().name());
  }

  /** Without the beginning of a long path: its end tells files apart. */
  private static String cut(String name, int room) {
    return name.length() <= room ? name : "..." + name.substring(name.length() - room + 3);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
