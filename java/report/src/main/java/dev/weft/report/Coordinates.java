package dev.weft.report;

import dev.weft.report.html.SearchPage.Axis;
import dev.weft.report.html.SearchPage.CoordinatesView;
import dev.weft.report.html.SearchPage.Line;
import dev.weft.report.html.SearchPage.Tick;
import dev.weft.runs.sweep.Standing;
import dev.weft.runs.sweep.SweepPlan;
import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Draws the configurations of a search as lines across an axis for each setting and figure. */
final class Coordinates {
  private static final int STEP = 150;
  private static final int LEFT = 40;
  private static final int RIGHT = 110;
  private static final int TOP = 34;
  private static final int HEIGHT = 240;

  /** More names than these are not written along an axis, but for the first and the last. */
  private static final int NAMED = 12;

  /** From here on values are placed by their logarithms. */
  private static final double WIDE = 30;

  private final List<Standing> standings;
  private final List<Column> columns = new ArrayList<>();

  private Coordinates(List<Standing> standings) {
    this.standings = standings;
  }

  /** An axis whose values have places from 0, the bottom, to 1. */
  private record Column(String name, Function<Standing, String> value, Scale scale) {
    int y(Standing standing) {
      return Coordinates.y(scale.place(value.apply(standing)));
    }
  }

  /** Where values are along an axis. */
  private sealed interface Scale {
    double place(String value);

    /** The values that are written along the axis. */
    List<String> labels();

    /** Numbers. */
    record Numbers(double low, double high, boolean log, List<String> labels) implements Scale {
      @Override
      public double place(String value) {
        double number = number(value).orElseThrow();
        if (low == high) {
          return 0.5;
        }
        return log ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
      }
    }

    /** Anything else, in the order in which it comes. */
    record Names(List<String> all) implements Scale {
      @Override
      public double place(String value) {
        return all.size() == 1 ? 0.5 : (double) all.indexOf(value) / (all.size() - 1);
      }

      @Override
      public List<String> labels() {
        return all.size() > NAMED ? ends(all) : all;
      }
    }
  }

  /** The view of configurations, the best first; those without figures are not drawn. */
  static CoordinatesView of(SweepPlan plan, List<Standing> standings) {
    Coordinates drawing =
        new Coordinates(
            standings.stream().filter(one -> one.of(EpochRecord::valLoss).isPresent()).toList());
    plan.axes()
        .forEach(
            axis -> drawing.add(axis.name(), one -> one.configuration().values().get(axis.name())));
    drawing.figure("val_loss", EpochRecord::valLoss);
    drawing.figure("val_accuracy", EpochRecord::valAccuracy);
    return drawing.view();
  }

  private void figure(String name, ToDoubleFunction<EpochRecord> figure) {
    boolean known = standings.stream().allMatch(standing -> standing.of(figure).isPresent());
    if (known) {
      add(name, one -> Format.text("%.4f", one.of(figure).orElseThrow().mean()));
    }
  }

  private void add(String name, Function<Standing, String> value) {
    if (!standings.isEmpty()) {
      columns.add(new Column(name, value, scale(standings.stream().map(value).toList())));
    }
  }

  private static Scale scale(List<String> values) {
    List<String> different = new ArrayList<>(new LinkedHashSet<>(values));
    if (different.stream().anyMatch(value -> number(value).isEmpty())) {
      Collections.sort(different);
      return new Scale.Names(different);
    }
    different.sort(Comparator.comparingDouble(value -> number(value).orElseThrow()));
    double low = number(different.get(0)).orElseThrow();
    double high = number(different.get(different.size() - 1)).orElseThrow();
    return new Scale.Numbers(low, high, low > 0 && high / low >= WIDE, ends(different));
  }

  private static List<String> ends(List<String> sorted) {
    return Stream.of(sorted.get(0), sorted.get(sorted.size() - 1)).distinct().toList();
  }

  /** A value as a number; that of a rate such as 0.2@1 is the rate. */
  private static OptionalDouble number(String value) {
    try {
      return OptionalDouble.of(Double.parseDouble(value.replaceFirst("@\\d+$", "")));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static int y(double place) {
    return TOP + (int) Math.round((1 - place) * HEIGHT);
  }

  private CoordinatesView view() {
    List<Axis> axes = new ArrayList<>();
    for (Column column : columns) {
      List<Tick> ticks =
          column.scale.labels().stream()
              .map(value -> new Tick(value, y(column.scale.place(value)) + 4))
              .toList();
      axes.add(new Axis(column.name, x(axes.size()), ticks));
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < standings.size(); i++) {
      lines.add(line(i));
    }
    // What is drawn last lies above the rest.
    Collections.reverse(lines);
    return new CoordinatesView(
        standings.size() + " configurations across " + axes.size() + " axes; the table has them",
        x(Math.max(0, axes.size() - 1)) + RIGHT,
        TOP + HEIGHT + 20,
        TOP,
        TOP + HEIGHT,
        axes,
        lines);
  }

  private static int x(int column) {
    return LEFT + column * STEP;
  }

  private Line line(int index) {
    Standing standing = standings.get(index);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      path.append(i == 0 ? "M" : "L").append(x(i)).append(' ').append(columns.get(i).y(standing));
    }
    String figures =
        Optional.of(columns.get(columns.size() - 1))
            .map(last -> last.name + " " + last.value.apply(standing))
            .orElseThrow();
    return new Line(
        standing.configuration().number(),
        standing.configuration().number()
            + ": "
            + standing.configuration().words()
            + "; "
            + figures,
        path.toString(),
        Format.text("%.2f", 1 - (double) index / standings.size()));
  }
}
