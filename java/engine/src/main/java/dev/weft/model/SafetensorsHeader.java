package dev.weft.model;

import dev.weft.json.JsonReader;
import dev.weft.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The header of a safetensors file: a JSON object of tensors by name, each with its type, shape and
 * the bytes that it takes, and of facts under {@code __metadata__}.
 *
 * @param metadata the facts, empty where there are none
 * @param tensors by name, in the order of the header
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, TensorEntry> tensors) {
  private static final String METADATA = "__metadata__";
  private static final String DTYPE = "dtype";
  private static final String SHAPE = "shape";
  private static final String OFFSETS = "data_offsets";

  /** The bytes of one element of each type that takes whole bytes. */
  private static final Map<String, Integer> BYTES =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("F8_E8M0", 1),
          Map.entry("U16", 2),
          Map.entry("I16", 2),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("U32", 4),
          Map.entry("I32", 4),
          Map.entry("F32", 4),
          Map.entry("U64", 8),
          Map.entry("I64", 8),
          Map.entry("F64", 8),
          Map.entry("C64", 8));

  /** Whether the name of any tensor starts so. */
  boolean hasPrefix(String prefix) {
    return tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  /**
   * Reads and checks a header: every tensor's bytes are as many as its type and shape need, and all
   * of them together cover the file's data without a gap or an overlap.
   *
   * @param dataBytes the bytes of the file after the header
   * @throws IllegalArgumentException where something is wrong, naming the tensor
   */
  static SafetensorsHeader parse(String json, long dataBytes) {
    if (!(JsonReader.read(json) instanceof Map<?, ?> members)) {
      throw new IllegalArgumentException("its header is not a JSON object");
    }
    Map<String, String> metadata = Map.of();
    Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      String name = (String) member.getKey();
      if (name.equals(METADATA)) {
        metadata = metadata(member.getValue());
      } else {
        tensors.put(name, tensor(name, member.getValue()));
      }
    }
    requireCover(tensors, dataBytes);
    return new SafetensorsHeader(metadata, tensors);
  }

  private static Map<String, String> metadata(Object value) {
    if (!(value instanceof Map<?, ?> map)
        || !map.values().stream().allMatch(String.class::isInstance)) {
      throw new IllegalArgumentException("its " + METADATA + " are not an object of strings");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    map.forEach((key, text) -> metadata.put((String) key, (String) text));
    return metadata;
  }

  private static TensorEntry tensor(String name, Object value) {
    if (!(value instanceof Map<?, ?> fields)
        || !fields.keySet().equals(Set.of(DTYPE, SHAPE, OFFSETS))) {
      throw wrong(name, "is not an object of " + DTYPE + ", " + SHAPE + " and " + OFFSETS);
    }
    if (!(fields.get(DTYPE) instanceof String dtype) || !BYTES.containsKey(dtype)) {
      throw wrong(
          name, "has the unknown " + DTYPE + " " + fields.get(DTYPE) + "; Weft's tensors are F32");
    }
    List<Long> shape = wholeNumbers(name, SHAPE, fields.get(SHAPE));
    List<Long> offsets = wholeNumbers(name, OFFSETS, fields.get(OFFSETS));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw wrong(name, "has the " + OFFSETS + " " + offsets + ", expected [begin, end]");
    }
    long bytes = bytes(name, shape, BYTES.get(dtype));
    if (offsets.get(1) - offsets.get(0) != bytes) {
      throw wrong(
          name,
          "is "
              + dtype
              + " "
              + shape
              + ", which takes "
              + bytes
              + " bytes, but its "
              + OFFSETS
              + " "
              + offsets
              + " leave "
              + (offsets.get(1) - offsets.get(0)));
    }
    return new TensorEntry(name, dtype, shape, offsets.get(0), offsets.get(1));
  }

  private static List<Long> wholeNumbers(String name, String field, Object value) {
    boolean valid = value instanceof List<?> list && list.stream().allMatch(n -> n instanceof Long);
    List<Long> numbers =
        valid ? ((List<?>) value).stream().map(Long.class::cast).toList() : List.of(-1L);
    if (numbers.stream().anyMatch(n -> n < 0)) {
      throw wrong(name, "has a " + field + " that is not a list of whole numbers from 0: " + value);
    }
    return numbers;
  }

  private static long bytes(String name, List<Long> shape, int elementBytes) {
    try {
      return shape.stream().reduce((long) elementBytes, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw wrong(name, "has the shape " + shape + ", which is too large for any file");
    }
  }

  private static void requireCover(Map<String, TensorEntry> tensors, long dataBytes) {
    List<TensorEntry> sorted = new ArrayList<>(tensors.values());
    sorted.sort(Comparator.comparingLong(TensorEntry::begin).thenComparing(TensorEntry::end));
    long covered = 0;
    for (TensorEntry tensor : sorted) {
      if (tensor.begin() != covered) {
        throw wrong(
            tensor.name(),
            "begins at byte "
                + tensor.begin()
                + " of the data, expected byte "
                + covered
                + ": tensors must neither overlap nor leave gaps");
      }
      covered = tensor.end();
    }
    if (covered != dataBytes) {
      throw new IllegalArgumentException(
          "its tensors need "
              + covered
              + " bytes of data, the file has "
              + dataBytes
              + (dataBytes < covered ? ": it was cut short" : ": something follows them"));
    }
  }

  private static IllegalArgumentException wrong(String tensor, String what) {
    return new IllegalArgumentException("tensor '" + tensor + "' " + what);
  }

  /** The JSON text of a file with these facts and tensors, one after the other in their order. */
  static String format(Map<String, String> metadata, List<? extends WrittenTensor> tensors) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(METADATA, metadata);
    long offset = 0;
    for (WrittenTensor tensor : tensors) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put(DTYPE, tensor.dtype());
      fields.put(SHAPE, tensor.shape());
      fields.put(OFFSETS, List.of(offset, offset + tensor.bytes()));
      members.put(tensor.name(), fields);
      offset += tensor.bytes();
    }
    return JsonWriter.write(members);
  }

  /** The tensors with their shapes, for messages. */
  String describe() {
    return tensors.values().stream()
        .map(tensor -> tensor.name() + " " + tensor.shape())
        .collect(Collectors.joining(", "));
  }
}
