package dev.weft.runs.experiments;

import dev.weft.Network;
import dev.weft.runs.training.ModelPlan;
import dev.weft.train.History;
import java.util.List;

/** Keeps nothing. */
final class Forgetting implements Keeper {
  @Override
  public void history(String model, History history) {}

  @Override
  public void model(
      String name, Network network, ModelPlan plan, List<String> classNames, int epoch) {}
}
