package dev.weft.report.html;

import java.util.List;
import java.util.Optional;

/**
 * A chart of the page: what {@code report.js} hands to ECharts.
 *
 * @param id of its element, unique on the page
 * @param title above it
 * @param summary what it shows, in words, for those who do not see it
 * @param zoom a part that is worth a closer look
 */
public record Chart(
    String id,
    String title,
    String summary,
    Axis x,
    Axis y,
    List<Series> series,
    List<Mark> marks,
    Optional<Zoom> zoom) {
  /** How a series is drawn. */
  public enum Shape {
    /** Connected points. */
    LINE,
    /** The same in dashes, for what is only to be compared with. */
    DASHED,
    /** Connected points that are no values of their own: the edges of a box. */
    OUTLINE,
    /** A bar a category. */
    BARS,
    /** Points alone. */
    POINTS
  }

  /**
   * An axis.
   *
   * @param categories what stands along it, empty where numbers do
   * @param min its lower end, empty to follow the values
   * @param max its upper end, likewise
   * @param whole whether only whole numbers make sense
   */
  public record Axis(
      String name,
      List<String> categories,
      Optional<Double> min,
      Optional<Double> max,
      boolean whole) {
    public Axis {
      categories = List.copyOf(categories);
    }

    /** One that follows its values. */
    public static Axis free(String name) {
      return new Axis(name, List.of(), Optional.empty(), Optional.empty(), false);
    }

    /** From 0 to 1. */
    public static Axis unit(String name) {
      return new Axis(name, List.of(), Optional.of(0.0), Optional.of(1.0), false);
    }

    /** Epochs. */
    public static Axis epochs() {
      return new Axis("epoch", List.of(), Optional.empty(), Optional.empty(), true);
    }

    /** Named places. */
    public static Axis of(String name, List<String> categories) {
      return new Axis(name, categories, Optional.empty(), Optional.empty(), false);
    }
  }

  /**
   * Values of one kind.
   *
   * @param role which colour of the page it has: {@code train}, {@code val}, {@code muted}, {@code
   *     c1} to {@code c8}
   * @param points [points][x, y]; x is the place from 0 on an axis of categories
   */
  public record Series(String name, String role, Shape shape, List<List<Double>> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * A line across the chart at a value of x.
   *
   * @param role its colour, as of a series
   */
  public record Mark(double at, String label, String role) {}

  /** A part of the chart by its ends. */
  public record Zoom(double xMin, double xMax, double yMin, double yMax) {}

  public Chart {
    series = List.copyOf(series);
    marks = List.copyOf(marks);
  }

  /** A point with the digits that can be seen, so that the page stays small. */
  public static List<Double> point(double x, double y) {
    return List.of(rounded(x), rounded(y));
  }

  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }
}
