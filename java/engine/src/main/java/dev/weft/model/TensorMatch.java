package dev.weft.model;

import dev.weft.nn.Architecture;
import dev.weft.nn.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether the tensors of a file are those of an architecture, and the words for it where not. */
final class TensorMatch {
  /** What the names of Adam's first moments start with. */
  static final String FIRST_MOMENTS = "adam.m.";

  /** What the names of Adam's second moments start with. */
  static final String SECOND_MOMENTS = "adam.v.";

  /** What the names of the latest parameters start with, where those without are their average. */
  static final String UNAVERAGED = "adam.unaveraged.";

  /** What the names of the best parameters start with in a checkpoint. */
  static final String BEST = "best.";

  /** The table of a checkpoint's epochs. */
  static final String HISTORY = "history";

  private static final String ADAM = "adam.";

  private TensorMatch() {}

  /**
   * Requires that a file holds exactly the tensors of an architecture under each of the prefixes,
   * in F32; what else a training goes on from may be there besides.
   *
   * @throws IllegalArgumentException where one is missing, unknown or of another type or shape
   */
  static void require(SafetensorsHeader header, Architecture expected, List<String> prefixes) {
    Set<String> unknown = new TreeSet<>(header.tensors().keySet());
    unknown.removeIf(
        name -> name.startsWith(ADAM) || name.startsWith(BEST) || name.equals(HISTORY));
    for (String prefix : prefixes) {
      for (TensorSpec spec : expected.tensors()) {
        requireTensor(header, prefix + spec.name(), spec);
        unknown.remove(prefix + spec.name());
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "it has tensors that the network does not: "
              + String.join(", ", unknown)
              + "; the network's layers are "
              + expected.widths());
    }
  }

  private static void requireTensor(SafetensorsHeader header, String name, TensorSpec spec) {
    Map<String, TensorEntry> tensors = header.tensors();
    if (!tensors.containsKey(name)) {
      throw new IllegalArgumentException(
          "it has no tensor "
              + name
              + " "
              + spec.shape()
              + "; its tensors are: "
              + (tensors.isEmpty() ? "none" : header.describe()));
    }
    TensorEntry found = tensors.get(name);
    if (!found.dtype().equals("F32")) {
      throw new IllegalArgumentException(
          "tensor " + name + " is " + found.dtype() + ", expected F32; save it as float32");
    }
    if (!found.shape().equals(spec.shape().stream().map(Integer::longValue).toList())) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + " is "
              + found.shape()
              + ", expected "
              + spec.shape()
              + ": the file is of a network with other layers");
    }
  }
}
