package dev.weft.runs;

import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
import dev.weft.metrics.Predictions;
import dev.weft.runs.Pipeline.Measure;
import java.util.Optional;

/** Measures trained models of one architecture on the samples of one of them. */
final class Measuring implements AutoCloseable {
  private final Network network;
  private final ResidentDataset train;
  private final Optional<ResidentDataset> test;
  private final int validationFrom;
  private final boolean withValidation;
  private final boolean withBest;

  Measuring(Network network, ResidentDataset train, ModelRun model, Measure measure) {
    this.network = network;
    this.train = train;
    this.test = model.samples().test().map(network.engine()::upload);
    this.validationFrom = model.spec().trainSamples(train.data().size());
    this.withBest = measure == Measure.ALL;
    this.withValidation = measure == Measure.ALL && validationFrom < train.data().size();
  }

  /** Measures a trained model, whose weights the network has then. */
  MeasuredModel of(TrainedModel trained) {
    network.parameters(trained.last().parameters());
    Measurement last = of(trained.epochs(), true);
    Optional<Measurement> best =
        trained
            .best()
            .map(
                found -> {
                  network.parameters(found.model().parameters());
                  return of(found.epoch(), withBest);
                });
    return new MeasuredModel(trained, Optional.of(last), best);
  }

  private Measurement of(int epoch, boolean predict) {
    boolean classes = predict && network.architecture().classes() > 0;
    int size = train.data().size();
    return new Measurement(
        epoch,
        test.map(data -> network.evaluate(data, 0, data.data().size())),
        withValidation
            ? Optional.of(network.evaluate(train, validationFrom, size))
            : Optional.empty(),
        test.filter(data -> classes).map(data -> predicted(data, 0, data.data().size())),
        withValidation && classes
            ? Optional.of(predicted(train, validationFrom, size))
            : Optional.empty());
  }

  private Predictions predicted(ResidentDataset data, int from, int to) {
    float[] outputs = network.predict(data, from, to);
    Dataset samples = data.data().range(from, to);
    return new Predictions(
        samples.classNames(), samples.labels(), network.classes(outputs), outputs);
  }

  @Override
  public void close() {
    test.ifPresent(ResidentDataset::close);
  }
}
