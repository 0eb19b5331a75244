package dev.weft.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A vertical axis.
 *
 * @param logarithmic whether equal ratios, not differences, are equally high
 * @param ticks values to be labelled, the ends of the axis among them
 */
record Scale(boolean logarithmic, List<Double> ticks) {
  private static final List<Integer> STEPS = List.of(1, 2, 5);
  private static final int MOST_TICKS = 6;

  Scale {
    ticks = List.copyOf(ticks);
  }

  /** Ticks 1, 2, 5, 10... from the one at or below {@code least} to that at or above the most. */
  static Scale logarithmic(double least, double most) {
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(least)); ; power++) {
      for (int step : STEPS) {
        double tick = power < 0 ? step / Math.pow(10, -power) : step * Math.pow(10, power);
        if (!ticks.isEmpty() && tick <= least) {
          ticks.clear();
        }
        ticks.add(tick);
        if (tick >= most && ticks.size() > 1) {
          return new Scale(true, ticks);
        }
      }
    }
  }

  /** Ticks from 0 in steps of 1, 2 or 5 times a power of ten, to the one at or above the most. */
  static Scale linear(double most) {
    for (int power = (int) Math.floor(Math.log10(most)) - 1; ; power++) {
      for (int step : STEPS) {
        double distance = step * Math.pow(10, power);
        int count = (int) Math.ceil(most / distance);
        if (count <= MOST_TICKS) {
          List<Double> ticks = new ArrayList<>();
          for (int i = 0; i <= count; i++) {
            ticks.add(i * distance);
          }
          return new Scale(false, ticks);
        }
      }
    }
  }

  /** Where a value lies: 0 at the first tick, 1 at the last. */
  double part(double value) {
    double first = ticks.get(0);
    double last = ticks.get(ticks.size() - 1);
    return logarithmic
        ? Math.log(value / first) / Math.log(last / first)
        : (value - first) / (last - first);
  }
}
