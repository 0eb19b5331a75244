package dev.weft.interchange.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.interchange.Note;
import dev.weft.interchange.keras.KerasNetwork.DenseStep;
import dev.weft.nn.Loss;
import dev.weft.train.SpecException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model was compiled with, and what was wanted in its place.
 *
 * @param name of the loss, empty where it was not compiled
 * @param fromLogits whether the loss brings the output function
 * @param wanted the loss that somebody named for the file
 */
record KerasLoss(String name, boolean fromLogits, Optional<Loss> wanted) {
  private static final String LINEAR = "linear";

  /** Of a configuration's member {@code loss}. */
  static KerasLoss of(JsonNode loss) {
    boolean several = loss.isArray() || (loss.isObject() && !loss.has("class_name"));
    if (several && loss.size() == 1) {
      return of(loss.elements().next());
    }
    return new KerasLoss(
        KerasJson.name(loss),
        loss.path("config").path("from_logits").asBoolean(false),
        Optional.empty());
  }

  /** The same where somebody named another loss. */
  KerasLoss wanted(Optional<Loss> loss) {
    return new KerasLoss(name, fromLogits, loss);
  }

  /**
   * The loss that goes with the last layer's activation, or the one that was wanted.
   *
   * @param notes takes what had to be chosen
   * @throws IllegalArgumentException where there is none
   * @throws SpecException where the wanted one does not go with the outputs
   */
  Loss of(DenseStep last, List<Note> notes) {
    Loss own = last.activation().equals(LINEAR) ? linear() : withOutput(last);
    Loss chosen = wanted.orElse(own);
    if (chosen != own) {
      replace(own, chosen, last, notes);
    }
    if (!name.isEmpty() && !matches(chosen)) {
      notes.add(
          Note.of("it was trained with " + name + "; here its loss is " + chosen.kerasName()));
    }
    if (wanted.isEmpty()) {
      noteAssumption(own, last, notes);
    }
    return chosen;
  }

  /** Linear outputs are what their loss takes them for; others have their function already. */
  private void replace(Loss own, Loss chosen, DenseStep last, List<Note> notes) {
    if (last.activation().equals(LINEAR) && !fromLogits) {
      return;
    }
    if (own == Loss.SIGMOID_CROSS_ENTROPY
        && chosen == Loss.SOFTMAX_CROSS_ENTROPY
        && last.units() > 1) {
      notes.add(
          Note.of(
              "a softmax stands in for its "
                  + last.units()
                  + " sigmoids: the highest output is the same, its value is another"));
      return;
    }
    throw new SpecException(
        "{loss} "
            + chosen
            + " goes with "
            + chosen.outputFunction()
            + " outputs, those of the file's last layer '"
            + last.name()
            + "' are "
            + (fromLogits ? "logits of " + name : last.activation()));
  }

  private void noteAssumption(Loss own, DenseStep last, List<Note> notes) {
    if (name.isEmpty() && own == Loss.MEAN_SQUARED_ERROR) {
      notes.add(
          Note.assumed(
              "the file does not say what its linear outputs are for; assumed: numbers, with "
                  + own.kerasName(),
              "loss"));
    } else if (last.activation().equals("sigmoid") && last.units() > 1) {
      notes.add(
          Note.assumed(
              "its "
                  + last.units()
                  + " "
                  + last.activation()
                  + " outputs are taken for numbers between 0 and 1 each, not for one of "
                  + last.units()
                  + " classes",
              "loss"));
    }
  }

  private static Loss withOutput(DenseStep last) {
    return Loss.KINDS.stream()
        .filter(loss -> loss.outputFunction().toString().equals(last.activation()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the activation "
                        + last.activation()
                        + " of the last layer '"
                        + last.name()
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
