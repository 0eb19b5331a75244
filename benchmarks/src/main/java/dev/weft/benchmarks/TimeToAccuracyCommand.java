package dev.weft.benchmarks;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.text.Format;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.Trainer;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import dev.weft.train.TrainingSpec;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Trains the reference network until it is as accurate on the test images as asked, which it looks
 * at after each epoch. That makes it a measure of speed and not a way to choose a model.
 */
@Command(
    name = "time-to-accuracy",
    header = "Train 784-32-32-10 until a test accuracy, and say how long after Java began.")
final class TimeToAccuracyCommand implements Callable<Integer> {
  private static final int TRAIN_SAMPLES = 50_000;

  @Option(
      names = "--accuracy",
      paramLabel = "A",
      defaultValue = "0.868",
      description = "The study's. Default: ${DEFAULT-VALUE}.")
  private double target;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Default: 0.")
  private long seed;

  @Option(
      names = "--max-epochs",
      paramLabel = "N",
      defaultValue = "50",
      description = "Give up after so many. Default: ${DEFAULT-VALUE}.")
  private int maxEpochs;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "Default: auto.")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "CPU threads; 0 is one a core.")
  private int threads;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    FashionMnist data = BenchmarkData.load();
    TrainingSpec training =
        TrainingSpec.builder(NetworkShape.parse("784-32-32-10").architecture())
            .epochs(maxEpochs)
            .seed(seed)
            .build();
    try (Engine engine = Engine.open(backend, threads);
        Network network = engine.network(training);
        ResidentDataset train = engine.upload(data.train().first(TRAIN_SAMPLES));
        ResidentDataset test = engine.upload(data.test())) {
      Watch watch = new Watch(test);
      History history = new Trainer(training, watch).fit(network, train);
      if (watch.accuracy < target) {
        throw new SuiteException(
            Format.text(
                "test accuracy is %.4f after %d epochs, not %s",
                watch.accuracy, history.epochs().size(), target));
      }
    }
    return 0;
  }

  /** Seconds since the virtual machine began, some 40 ms after its process. */
  private static double elapsed() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
  }

  /** Evaluates after each epoch and ends the run where that suffices. */
  private final class Watch implements TrainingListener {
    private final ResidentDataset test;
    private double accuracy;

    Watch(ResidentDataset test) {
      this.test = test;
    }

    @Override
    public void epochEnded(TrainingRun run, EpochRecord record) {
      accuracy = run.network().evaluate(test, 0, test.data().size()).accuracy();
      spec.commandLine()
          .getOut()
          .println(
              Format.text(
                  "epoch %d accuracy %.4f seconds %.3f", record.epoch(), accuracy, elapsed()));
      if (accuracy >= target) {
        run.stop("the accuracy asked for is reached");
      }
    }
  }
}
