package dev.weft.app.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of a run: its page, and the figures that the page has to show. */
record Run(Path folder) {
  URI report() {
    return folder.resolve("report.html").toUri();
  }

  /** Of {@code results.json}. */
  JsonNode experiment(String name) {
    try {
      JsonNode results = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
      for (JsonNode experiment : results.get("experiments")) {
        if (experiment.get("name").asText().equals(name)) {
          return experiment;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("no experiment " + name);
  }

  /** A column of a model's history: its value in each epoch. */
  List<Double> history(String model, String column) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("history-" + model + ".csv"));
      int place = List.of(lines.get(0).split(",")).indexOf(column);
      return lines.stream().skip(1).map(line -> Double.valueOf(line.split(",")[place])).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
