package dev.weft.peers.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What one process of a contestant gave.
 *
 * @param lines its measurements
 * @param failure why it ended before its time, in words; empty where it did not
 */
record Measured(List<JsonNode> lines, Optional<String> failure) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs a process to its end or to the limit; what it says beside measurements goes to a log. */
  static Measured of(
      List<String> command, Map<String, String> environment, Path log, Duration limit)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("weft-peers", ".json");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended;
      try {
        ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      } finally {
        process.destroyForcibly();
      }
      List<JsonNode> lines = lines(output);
      if (!ended) {
        return new Measured(lines, Optional.of("not done after " + limit.toSeconds() + " s"));
      }
      int status = process.exitValue();
      return new Measured(lines, status == 0 ? Optional.empty() : Optional.of(reason(log, status)));
    } finally {
      Files.delete(output);
    }
  }

  private static List<JsonNode> lines(Path output) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(output)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("{") && line.endsWith("}")) {
          lines.add(JSON.readTree(line));
        }
      }
    }
    return lines;
  }

  /** The line of the log that names an error, else its last one. */
  private static String reason(Path log, int status) throws IOException {
    List<String> said = Files.readAllLines(log).stream().filter(l -> !l.isBlank()).toList();
    String last = said.isEmpty() ? "no message" : said.get(said.size() - 1);
    String line =
        said.stream().filter(l -> l.matches(".*(Error|Exception)\\b.*")).findFirst().orElse(last);
    return "exit status " + status + ": " + line.strip();
  }
}
