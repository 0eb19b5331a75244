package dev.weft.peers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the comparison asks of one process, as {@code name=value} arguments. The Python harness
 * reads the same.
 *
 * @param data folder of the four files that {@link Data} reads
 * @param form which way of writing the loop, where a framework has more than one
 * @param batches batch sizes, measured in this order
 * @param one samples of a part-epoch at batch size 1
 * @param most timed epochs of a batch size at most
 * @param least and at least
 * @param seconds after which no further epoch is begun beyond {@code least}
 * @param accuracy whether batch 32 trains for ten epochs and is evaluated
 */
public record Options(
    Path data,
    String form,
    int threads,
    List<Integer> batches,
    int one,
    int most,
    int least,
    double seconds,
    boolean accuracy) {
  static Options of(String[] arguments) {
    Map<String, String> given =
        Arrays.stream(arguments)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    return new Options(
        Path.of(given.get("data")),
        given.get("form"),
        Integer.parseInt(given.get("threads")),
        Arrays.stream(given.get("batches").split(",")).map(Integer::valueOf).toList(),
        Integer.parseInt(given.get("one")),
        Integer.parseInt(given.get("most")),
        Integer.parseInt(given.get("least")),
        Double.parseDouble(given.get("seconds")),
        Boolean.parseBoolean(given.get("accuracy")));
  }
}
