package dev.weft.interchange.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.nn.Loss;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a model was compiled with.
 *
 * @param name of the loss, empty where it was not compiled
 * @param fromLogits whether the loss brings the output function
 */
record KerasLoss(String name, boolean fromLogits) {
  /** Of a configuration's member {@code loss}. */
  static KerasLoss of(JsonNode loss) {
    boolean several = loss.isArray() || (loss.isObject() && !loss.has("class_name"));
    if (several && loss.size() == 1) {
      return of(loss.elements().next());
    }
    return new KerasLoss(
        KerasJson.name(loss), loss.path("config").path("from_logits").asBoolean(false));
  }

  /**
   * The loss that goes with the last layer's activation.
   *
   * @param notes takes what had to be chosen
   * @throws IllegalArgumentException where there is none
   */
  Loss of(String activation, String layer, List<String> notes) {
    Loss chosen = activation.equals("linear") ? linear() : withOutput(activation, layer);
    if (!name.isEmpty() && !matches(chosen)) {
      notes.add("it was trained with " + name + "; here its loss is " + chosen.kerasName());
    }
    if (name.isEmpty() && chosen == Loss.MEAN_SQUARED_ERROR) {
      notes.add(
          "the file does not say what its linear outputs are for; assumed: numbers, with "
              + chosen.kerasName());
    }
    return chosen;
  }

  private static Loss withOutput(String function, String layer) {
    return Loss.KINDS.stream()
        .filter(loss -> loss.outputFunction().toString().equals(function))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the activation "
                        + function
                        + " of the last layer '"
                        + layer
                        + "' is not supported: it has softmax, sigmoid or linear"));
  }

  private Loss linear() {
    if (!fromLogits) {
      return Loss.MEAN_SQUARED_ERROR;
    }
    return plain(name).contains("binary") ? Loss.SIGMOID_CROSS_ENTROPY : Loss.SOFTMAX_CROSS_ENTROPY;
  }

  private boolean matches(Loss loss) {
    return Stream.concat(Stream.of(loss.kerasName()), loss.kerasAliases().stream())
        .anyMatch(known -> plain(known).equals(plain(name)));
  }

  /** Functions are written with underscores, classes in camel case. */
  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
