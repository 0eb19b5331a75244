package dev.weft.interchange.tensors;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of layers by their names. Names that differ in a number alone tell it, such as {@code
 * 0}, {@code 2}, {@code 10}, {@code net.fc1}, {@code net.fc2}, or {@code dense}, {@code dense_1};
 * others do not.
 */
public final class LayerOrder {
  private static final Pattern NUMBER = Pattern.compile("_?([0-9]{1,18})$");

  private LayerOrder() {}

  private record Numbered(String name, String stem, BigInteger number) {}

  /** The names in order; empty where they do not tell it. */
  public static Optional<List<String>> of(Set<String> names) {
    List<Numbered> numbered = new ArrayList<>();
    Set<String> stems = new HashSet<>();
    Set<BigInteger> numbers = new HashSet<>();
    for (String name : names) {
      Matcher matcher = NUMBER.matcher(name);
      boolean found = matcher.find();
      String stem = found ? name.substring(0, matcher.start()) : name;
      // The first of Keras's names has no number.
      BigInteger number = found ? new BigInteger(matcher.group(1)) : BigInteger.ONE.negate();
      numbered.add(new Numbered(name, stem, number));
      stems.add(stem);
      numbers.add(number);
    }
    if (stems.size() > 1 || numbers.size() < names.size()) {
      return Optional.empty();
    }
    numbered.sort(Comparator.comparing(Numbered::number));
    return Optional.of(numbered.stream().map(Numbered::name).toList());
  }
}
