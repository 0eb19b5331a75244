package dev.weft.train;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.NetworkGroup;
import dev.weft.ResidentDataset;
import dev.weft.nn.Architecture;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains many networks of one architecture on the same data, as many at once as the device has
 * places for: seeds, learning rates, members of an ensemble. Each has a {@link TrainingSpec} and
 * listeners of its own, stops when it is to stop, and leaves its place to the next one.
 *
 * <p>Each network becomes bit for bit what it becomes when {@link Trainer#fit} trains it alone. Its
 * parameters are a listener's to keep: after {@link TrainingListener#trainingEnded} the next one
 * takes its place. The seconds of its epochs are its share of what passed.
 */
public final class GroupTrainer {
  private final Engine engine;
  private final ResidentDataset data;
  private final int places;

  /** Takes as many places as the device is good for. */
  public GroupTrainer(Engine engine, ResidentDataset data) {
    this(engine, data, engine.places());
  }

  /**
   * The same with so many places, at least 1; results do not depend on it.
   *
   * @param data of this engine
   */
  public GroupTrainer(Engine engine, ResidentDataset data, int places) {
    this.engine = engine;
    this.data = data;
    this.places = places;
  }

  /**
   * Trains new networks with parameters drawn from the seeds of their specifications. Trainings
   * whose layers, loss, batch size and validation are the same can be trained at once; the next one
   * is asked for when there is a place for it.
   *
   * @return the history of each, in their order
   * @throws IllegalArgumentException where they cannot be trained at once, or do not fit the data
   */
  public List<History> fit(Iterable<Trainer> trainers) {
    Iterator<Trainer> waiting = trainers.iterator();
    if (!waiting.hasNext()) {
      return List.of();
    }
    Trainer first = waiting.next();
    try (NetworkGroup group = engine.group(first.spec().network(), places)) {
      return new Round(group, plan(first)).train(first, waiting);
    }
  }

  private TrainingPlan plan(Trainer trainer) {
    Architecture architecture = trainer.spec().network();
    return TrainingPlan.of(trainer.spec(), architecture, data.data(), Optional.empty());
  }

  /** The trainings of one call: those that have a place, and what came of those before. */
  private final class Round {
    private final NetworkGroup group;
    private final TrainingPlan shape;
    private final RunInProgress[] active;
    private final int[] numbers;
    private final SortedMap<Integer, History> histories = new TreeMap<>();
    private int begun;

    Round(NetworkGroup group, TrainingPlan shape) {
      this.group = group;
      this.shape = shape;
      this.active = new RunInProgress[group.places()];
      this.numbers = new int[group.places()];
    }

    List<History> train(Trainer first, Iterator<Trainer> waiting) {
      EpochLoop loop =
          new EpochLoop(
              slices -> group.train(data, slices), new SlicePacer(SlicePacer.TARGET_SECONDS));
      try {
        begin(0, first);
        fillPlaces(waiting);
        while (!active().isEmpty()) {
          loop.train(active());
          fillPlaces(waiting);
        }
      } catch (RuntimeException | Error failure) {
        active().forEach(run -> run.endAfter(failure));
        throw failure;
      }
      return List.copyOf(histories.values());
    }

    private List<RunInProgress> active() {
      return Arrays.stream(active).filter(Objects::nonNull).toList();
    }

    /** Ends what has come to its end, and lets those that wait begin. */
    private void fillPlaces(Iterator<Trainer> waiting) {
      for (int place = 0; place < active.length; place++) {
        endFinished(place);
        while (active[place] == null && waiting.hasNext()) {
          begin(place, waiting.next());
          endFinished(place);
        }
      }
    }

    private void begin(int place, Trainer trainer) {
      TrainingPlan plan = plan(trainer);
      requireShape(trainer, plan);
      TrainingSpec spec = trainer.spec();
      Network network = group.begin(place, spec.seed());
      TrainingRun run = new TrainingRun(network, data, spec, plan, 0, List.of());
      numbers[place] = begun++;
      active[place] =
          trainer.begin(run, Validator.open(Optional.empty(), network, data, plan), place);
      active[place].start();
    }

    private void requireShape(Trainer trainer, TrainingPlan plan) {
      if (trainer.initialEpoch() > 0) {
        throw new IllegalArgumentException(
            "trainings of a group begin at the first epoch, not after " + trainer.initialEpoch());
      }
      boolean fits =
          trainer.spec().network().equals(group.architecture())
              && plan.trainSamples() == shape.trainSamples()
              && plan.batchSize() == shape.batchSize();
      if (!fits) {
        throw new IllegalArgumentException(
            "trainings of a group have the same layers, loss, batch size and validation");
      }
    }

    private void endFinished(int place) {
      RunInProgress run = active[place];
      if (run != null && !run.goesOn()) {
        active[place] = null;
        histories.put(numbers[place], run.end());
      }
    }
  }
}
