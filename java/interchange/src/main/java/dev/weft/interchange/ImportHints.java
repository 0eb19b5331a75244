package dev.weft.interchange;

import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.train.SpecException;
import java.util.List;
import java.util.Optional;

/**
 * What somebody says about a file that does not say it itself. Messages name the fields {@code
 * activation}, {@code loss} and {@code layer_names}.
 *
 * @param activation of the hidden layers
 * @param loss with its output function
 * @param layerNames the names of the dense layers in their order; empty to go by the names
 */
public record ImportHints(
    Optional<Activation> activation, Optional<Loss> loss, List<String> layerNames) {
  public ImportHints {
    layerNames = List.copyOf(layerNames);
  }

  /** Nothing was said. */
  public static ImportHints none() {
    return new ImportHints(Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * Requires that nothing was said that the file says itself.
   *
   * @throws SpecException naming the fields
   */
  public void requireNoNetwork() {
    if (activation.isPresent() || loss.isPresent()) {
      throw new SpecException(
          "the file says itself what network it holds: leave {activation} and {loss} out");
    }
  }

  /**
   * Requires that no activation was named for a file that says itself which its layers have.
   *
   * @throws SpecException naming the field
   */
  public void requireNoActivation() {
    if (activation.isPresent()) {
      throw new SpecException(
          "the file says itself which activations its layers have: leave {activation} out");
    }
  }

  /**
   * The network of a file that holds weights alone: what was said, else relu and the loss that goes
   * with the number of outputs.
   *
   * @param notes takes what was assumed
   */
  public Architecture architecture(List<Integer> widths, List<Note> notes) {
    int outputs = widths.get(widths.size() - 1);
    Loss chosen =
        loss.orElse(outputs == 1 ? Loss.SIGMOID_CROSS_ENTROPY : Loss.SOFTMAX_CROSS_ENTROPY);
    boolean hidden = widths.size() > 2;
    if ((activation.isEmpty() && hidden) || loss.isEmpty()) {
      notes.add(
          Note.assumed(
              "the file holds weights alone; assumed: "
                  + (hidden ? activation.orElse(Activation.RELU) + " and " : "")
                  + chosen.outputFunction()
                  + " with "
                  + chosen.kerasName(),
              "activation",
              "loss"));
    }
    Architecture.Builder builder = Architecture.inputs(widths.get(0));
    widths
        .subList(1, widths.size() - 1)
        .forEach(width -> builder.dense(width, activation.orElse(Activation.RELU)));
    return builder.output(outputs, chosen);
  }
}
