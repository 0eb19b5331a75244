package dev.weft.data.csv;

import dev.weft.DataException;
import dev.weft.data.LabelMapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping of classes to groups in a file: a CSV table with the header {@code class,group} and a
 * line for each class. Groups stand in the order in which they are first named.
 */
public final class MappingFile {
  private static final List<String> HEADER = List.of("class", "group");

  private MappingFile() {}

  /**
   * Reads the mapping of these classes.
   *
   * @throws DataException where the file cannot be read, or does not name each class once
   */
  public static LabelMapping read(Path path, List<String> classNames) {
    Map<String, String> groupOf = new LinkedHashMap<>();
    try (CsvRecords records = CsvRecords.open(path, Optional.empty())) {
      if (!records.next() || !records.fields().equals(HEADER)) {
        throw new DataException(path + ": the first line is not class,group");
      }
      while (records.next()) {
        List<String> fields = records.fields();
        if (fields.size() != HEADER.size()) {
          throw records.failure("has " + fields.size() + " fields, expected a class and its group");
        }
        if (!classNames.contains(fields.get(0))) {
          throw records.failure(
              "names the class '"
                  + fields.get(0)
                  + "', the data has "
                  + String.join(", ", classNames));
        }
        if (groupOf.put(fields.get(0), fields.get(1)) != null) {
          throw records.failure("names the class '" + fields.get(0) + "' again");
        }
      }
    }
    return mapping(path, groupOf, classNames);
  }

  private static LabelMapping mapping(
      Path path, Map<String, String> groupOf, List<String> classNames) {
    List<String> names = groupOf.values().stream().distinct().toList();
    List<Integer> groups = new ArrayList<>();
    for (String name : classNames) {
      if (!groupOf.containsKey(name)) {
        throw new DataException(path + ": there is no line for the class '" + name + "'");
      }
      groups.add(names.indexOf(groupOf.get(name)));
    }
    if (names.size() < 2) {
      throw new DataException(path + ": all classes are in one group, expected 2 or more");
    }
    return new LabelMapping(groups, names);
  }
}
