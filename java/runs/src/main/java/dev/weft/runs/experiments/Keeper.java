package dev.weft.runs.experiments;

import dev.weft.Network;
import dev.weft.runs.training.ModelPlan;
import dev.weft.train.History;
import java.util.List;

/**
 * Takes what a run of the experiments makes as soon as it is there, so that a stop loses nothing.
 */
public interface Keeper {
  /** The history of one model's training, complete or as far as it came. */
  void history(String model, History history);

  /**
   * A network as it is now.
   *
   * @param name of the file without its ending: {@code multiclass}, {@code multiclass-best}...
   * @param epoch after which the network had these weights
   */
  void model(String name, Network network, ModelPlan plan, List<String> classNames, int epoch);
}
