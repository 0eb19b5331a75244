package dev.weft.runs;

import dev.weft.AdamState;
import dev.weft.Network;
import dev.weft.train.EpochRecord;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;

/**
 * Keeps the state after the last complete epoch, which is what is kept of a broken one. Its arrays
 * do not change: the next epoch has others.
 */
final class LastEpoch implements TrainingListener {
  private float[] parameters;
  private AdamState optimizerState;
  private int epoch;

  /** Of a network before the next of its epochs. */
  LastEpoch(Network network, int epoch) {
    read(network, epoch);
  }

  @Override
  public void epochEnded(TrainingRun run, EpochRecord record) {
    // A wide network's old state makes room for the new one.
    epoch = -1;
    parameters = new float[0];
    optimizerState = new AdamState(0, parameters, parameters);
    read(run.network(), record.epoch());
  }

  private void read(Network network, int now) {
    parameters = network.parameters();
    optimizerState = network.adamState();
    epoch = now;
  }

  float[] parameters() {
    return parameters;
  }

  AdamState optimizerState() {
    return optimizerState;
  }

  /** The epoch whose state this is; -1 where reading it failed. */
  int epoch() {
    return epoch;
  }

  void restore(Network network) {
    network.parameters(parameters);
    network.adamState(optimizerState);
  }
}
