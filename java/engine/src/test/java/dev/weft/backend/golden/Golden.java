package dev.weft.backend.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.model.ModelFile;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.nn.Optimizer;
import dev.weft.nn.Optimizer.Adam;
import dev.weft.nn.Optimizer.AdamW;
import dev.weft.train.LearningRateSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the reference trajectories in the test resources' folder {@code golden}. */
final class Golden {
  private final String name;
  private final String json;

  Golden(String name) {
    this.name = name;
    try {
      this.json = Files.readString(file("json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String extension) {
    URL url = Golden.class.getResource("/golden/" + name + "." + extension);
    assertTrue(url != null, "no test resource golden/" + name + "." + extension);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The parameters at the start. */
  float[] init() {
    return ModelFile.readParameters(file("init.safetensors"), architecture());
  }

  /** The parameters after the last step. */
  float[] end() {
    return ModelFile.readParameters(file("final.safetensors"), architecture());
  }

  boolean binary() {
    return text("\"task\"\\s*:\\s*\"(\\w+)\"").equals("binary");
  }

  Architecture architecture() {
    double[] widths = numbers("layers");
    Activation activation =
        json.contains("\"slope\"")
            ? new Activation.LeakyRelu((float) number("slope"))
            : Activation.RELU;
    Architecture.Builder builder =
        Architecture.inputs((int) widths[0]).masking((float) number("masking_noise", 0));
    for (int i = 1; i < widths.length - 1; i++) {
      builder.dense((int) widths[i], activation);
    }
    return builder.output(
        (int) widths[widths.length - 1],
        binary() ? Loss.SIGMOID_CROSS_ENTROPY : Loss.SOFTMAX_CROSS_ENTROPY);
  }

  Optimizer optimizer() {
    if (json.contains("\"weight_decay\"")) {
      return new AdamW(
          number("beta1"),
          number("beta2"),
          number("epsilon"),
          number("weight_decay"),
          number("clip_norm"));
    }
    return new Adam(number("beta1"), number("beta2"), number("epsilon"));
  }

  /** Where the trajectory has an average of the parameters: that after the last step. */
  Optional<float[]> average() {
    return number("average_decay", 0) == 0
        ? Optional.empty()
        : Optional.of(ModelFile.readParameters(file("average.safetensors"), architecture()));
  }

  /** The learning rate of each step of an epoch. */
  float[] rates(int epoch, int steps) {
    LearningRateSchedule schedule =
        json.contains("\"warmup\"")
            ? LearningRateSchedule.warmup(number("warmup"), LearningRateSchedule.cosine(0, 0))
            : LearningRateSchedule.constant();
    float[] rates = new float[steps];
    for (int i = 0; i < steps; i++) {
      rates[i] =
          schedule.at(
              (float) number("learning_rate"),
              (long) epoch * steps + i,
              steps,
              (long) number("steps"));
    }
    return rates;
  }

  /** The number behind a key, or another one where it is not there. */
  double number(String key, double otherwise) {
    return json.contains("\"" + key + "\"") ? number(key) : otherwise;
  }

  /** The number behind a key. */
  double number(String key) {
    return Double.parseDouble(text("\"" + key + "\"\\s*:\\s*([-+.eE0-9]+)"));
  }

  /** The array of numbers behind a key. */
  double[] numbers(String key) {
    String list = text("\"" + key + "\"\\s*:\\s*\\[([^\\]]*)\\]");
    return Arrays.stream(list.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  private String text(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(json);
    assertTrue(matcher.find(), "golden/" + name + ".json has nothing like " + pattern);
    return matcher.group(1);
  }
}
