package dev.weft.peers;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;

/** As DJL's documentation writes a training loop: blocks, a trainer, a gradient collector. */
final class TrainerLoop implements Contender {
  private final NDArray images;
  private final NDArray labels;
  private final NDArray testImages;
  private final int batch;
  private final Model model = Model.newInstance("mlp");
  private final Trainer trainer;
  private long steps;

  TrainerLoop(NDArray images, NDArray labels, NDArray testImages, int batch) {
    this.images = images;
    this.labels = labels;
    this.testImages = testImages;
    this.batch = batch;
    model.setBlock(
        new SequentialBlock()
            .add(Linear.builder().setUnits(32).build())
            .add(Activation.reluBlock())
            .add(Linear.builder().setUnits(32).build())
            .add(Activation.reluBlock())
            .add(Linear.builder().setUnits(Data.CLASSES).build()));
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(
                    Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.001f))
                        .optEpsilon(1e-7f)
                        .build())
                .optInitializer(
                    new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3),
                    Parameter.Type.WEIGHT));
    trainer.initialize(new Shape(batch, Data.FEATURES));
  }

  @Override
  public void epoch(int samples) {
    try (NDManager epoch = images.getManager().newSubManager()) {
      NDArray order = epoch.randomPermutation(labels.size());
      for (int from = 0; from < samples; from += batch) {
        step(order, from, Math.min(from + batch, samples));
      }
    }
  }

  private void step(NDArray order, int from, int to) {
    try (NDManager step = images.getManager().newSubManager();
        GradientCollector gradients = trainer.newGradientCollector()) {
      NDArray chosen = order.get(step, new NDIndex().addSliceDim(from, to));
      NDIndex rows = new NDIndex("{}", chosen);
      NDList outputs = trainer.forward(new NDList(images.get(step, rows)));
      NDArray loss = trainer.getLoss().evaluate(new NDList(labels.get(step, rows)), outputs);
      gradients.backward(loss);
    }
    trainer.step();
    steps++;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public int[] classes() {
    try (NDManager call = images.getManager().newSubManager()) {
      NDArray view = testImages.get(call, new NDIndex().addSliceDim(0, testImages.size(0)));
      return predicted(view);
    }
  }

  @Override
  public int classOf(float[] image) {
    try (NDManager call = images.getManager().newSubManager()) {
      return predicted(call.create(image, new Shape(1, Data.FEATURES)))[0];
    }
  }

  private int[] predicted(NDArray input) {
    NDArray outputs = trainer.evaluate(new NDList(input)).singletonOrThrow();
    return Arrays.stream(outputs.argMax(1).toLongArray()).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
