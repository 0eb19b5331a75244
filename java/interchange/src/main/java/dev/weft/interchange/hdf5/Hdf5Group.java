package dev.weft.interchange.hdf5;

import dev.weft.interchange.ForeignTensor;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group of an HDF5 file: groups and tensors by name, and texts that are attached to it. */
public final class Hdf5Group {
  /** Deeper than any file of Keras; a group that contains itself ends here. */
  private static final int MAX_DEPTH = 12;

  /** More than a network of the greatest depth has, with its optimizer's state. */
  private static final int MAX_TENSORS = 10_000;

  private static final int MAX_TEXTS = 4096;

  private final Group group;
  private final String path;
  private final long fileSize;

  Hdf5Group(Group group, String path, long fileSize) {
    this.group = group;
    this.path = path;
    this.fileSize = fileSize;
  }

  /** Where it is in the file, empty for the root. */
  public String path() {
    return path;
  }

  /** The names of what is in it. */
  public List<String> names() {
    return List.copyOf(children().keySet());
  }

  private Map<String, Node> children() {
    Map<String, Node> children = Hdf5File.reading(shown(), group::getChildren);
    children.forEach(
        (name, node) -> {
          if (node.isLink()) {
            throw new RefusedException(
                "'"
                    + within(name)
                    + "' is a link to another place or file; links are not followed");
          }
        });
    return children;
  }

  /** The group of a name; empty where there is none. */
  public Optional<Hdf5Group> group(String name) {
    return children().get(name) instanceof Group child
        ? Optional.of(new Hdf5Group(child, within(name), fileSize))
        : Optional.empty();
  }

  /** The tensor at a path within this group, its parts separated by slashes. */
  public Optional<ForeignTensor> tensor(String path) {
    int slash = path.indexOf('/');
    if (slash >= 0) {
      return group(path.substring(0, slash))
          .flatMap(child -> child.tensor(path.substring(slash + 1)));
    }
    return children().get(path) instanceof Dataset dataset
        ? Optional.of(new Hdf5Tensor(dataset, within(path), fileSize).foreign())
        : Optional.empty();
  }

  /**
   * The paths of all tensors in this group and below, relative to it.
   *
   * @throws IllegalArgumentException where it is deeper or larger than any model of Keras
   */
  public List<String> tensors() {
    List<String> found = new ArrayList<>();
    collect("", 0, found);
    return found;
  }

  private void collect(String prefix, int depth, List<String> found) {
    if (depth > MAX_DEPTH) {
      throw new RefusedException("its groups lie deeper than " + MAX_DEPTH + " levels");
    }
    children()
        .forEach(
            (name, node) -> {
              if (node instanceof Group child) {
                new Hdf5Group(child, within(name), fileSize)
                    .collect(prefix + name + "/", depth + 1, found);
              } else if (node instanceof Dataset) {
                found.add(prefix + name);
              } else {
                throw new RefusedException(
                    "'" + within(name) + "' is neither a group nor a tensor");
              }
              if (found.size() > MAX_TENSORS) {
                throw new RefusedException("it has more than " + MAX_TENSORS + " tensors");
              }
            });
  }

  /** The text attached under a name; empty where there is none. */
  public Optional<String> text(String name) {
    return attribute(name)
        .map(
            value -> {
              if (value instanceof String text) {
                return text;
              }
              throw new RefusedException("its attribute '" + name + "' is not a text");
            });
  }

  /** The list of texts attached under a name; empty where there is none. */
  public Optional<List<String>> texts(String name) {
    return attribute(name)
        .map(
            value -> {
              if (value instanceof String[] texts) {
                return Arrays.asList(texts);
              }
              // Keras has nothing better for an empty list than an empty array of numbers.
              if (value instanceof double[] none && none.length == 0) {
                return List.<String>of();
              }
              throw new RefusedException("its attribute '" + name + "' is not a list of texts");
            });
  }

  private Optional<Object> attribute(String name) {
    return Hdf5File.reading(
        "the attribute '" + name + "' of " + shown(),
        () -> Optional.ofNullable(group.getAttribute(name)).map(this::value));
  }

  private Object value(Attribute attribute) {
    long count = Hdf5Tensor.elements(attribute.getDimensionsAsLong());
    if (count == 0) {
      return new double[0];
    }
    if (count > MAX_TEXTS
        || Math.multiplyExact(count, (long) attribute.getDataType().getSize()) > fileSize) {
      throw new RefusedException(
          "its attribute '" + attribute.getName() + "' has " + count + " elements");
    }
    if (attribute.isEmpty()) {
      return new double[0];
    }
    return attribute.getData();
  }

  private String within(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  private String shown() {
    return path.isEmpty() ? "its root" : "'" + path + "'";
  }
}
