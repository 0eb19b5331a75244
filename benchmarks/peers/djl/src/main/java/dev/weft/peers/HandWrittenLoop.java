package dev.weft.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Arrays;

/**
 * The fastest form found with DJL: gradients by hand, all parameters in one array, so that DJL's
 * fused Adam is one call a step.
 */
final class HandWrittenLoop implements Contender {
  private static final int[] WIDTHS = {Data.FEATURES, 32, 32, Data.CLASSES};
  private static final int LAYERS = WIDTHS.length - 1;
  private static final float RATE = 0.001f;
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-7f;

  private final NDManager manager;
  private final NDArray images;
  private final NDArray targets;
  private final NDArray testImages;
  private final int batch;
  private final NDArray parameters;
  private final NDArray means;
  private final NDArray variances;

  /** Views of the parameters: [out, in] and [out]. */
  private final NDArray[] weights = new NDArray[LAYERS];

  private final NDArray[] biases = new NDArray[LAYERS];
  private long steps;

  HandWrittenLoop(NDArray images, NDArray labels, NDArray testImages, int batch) {
    this.images = images;
    this.testImages = testImages;
    this.batch = batch;
    manager = images.getManager().newSubManager();
    targets = labels.oneHot(Data.CLASSES);
    targets.attach(manager);
    long size = 0;
    for (int l = 0; l < LAYERS; l++) {
      size += (WIDTHS[l] + 1) * WIDTHS[l + 1];
    }
    parameters = manager.zeros(new Shape(size));
    means = manager.zeros(new Shape(size));
    variances = manager.zeros(new Shape(size));
    long at = 0;
    for (int l = 0; l < LAYERS; l++) {
      int in = WIDTHS[l];
      int out = WIDTHS[l + 1];
      weights[l] = view(at, (long) in * out).reshape(out, in);
      biases[l] = view(at + (long) in * out, out);
      at += (in + 1L) * out;
      float limit = (float) Math.sqrt(6.0 / (in + out));
      weights[l].addi(manager.randomUniform(-limit, limit, new Shape(out, in)));
    }
  }

  private NDArray view(long from, long length) {
    return parameters.get(new NDIndex().addSliceDim(from, from + length));
  }

  @Override
  public void epoch(int samples) {
    try (NDManager epoch = manager.newSubManager()) {
      NDArray order = epoch.randomPermutation(images.getShape().get(0));
      for (int from = 0; from < samples; from += batch) {
        try (NDManager step = epoch.newSubManager()) {
          int to = Math.min(from + batch, samples);
          step(order.get(step, new NDIndex().addSliceDim(from, to)), to - from);
        }
      }
    }
  }

  private void step(NDArray chosen, int samples) {
    // rows() gathers through an embedding, the fastest way that DJL has.
    NDArray[] inputs = new NDArray[LAYERS];
    inputs[0] = rows(images, chosen);
    for (int l = 0; l < LAYERS - 1; l++) {
      inputs[l + 1] = linear(inputs[l], l).getNDArrayInternal().relu();
    }
    NDArray error = linear(inputs[LAYERS - 1], LAYERS - 1).softmax(1).subi(rows(targets, chosen));
    NDArray[] gradients = new NDArray[2 * LAYERS];
    for (int l = LAYERS - 1; l >= 0; l--) {
      gradients[2 * l] = error.transpose().matMul(inputs[l]).flatten();
      gradients[2 * l + 1] = error.sum(new int[] {0});
      if (l > 0) {
        error = error.matMul(weights[l]).muli(inputs[l].sign());
      }
    }
    steps++;
    double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
    NDArray gradient = NDArrays.concat(new NDList(gradients));
    parameters
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(parameters, gradient, means, variances),
            new NDList(parameters),
            RATE,
            (float) (RATE * correction),
            0,
            1f / samples,
            -1,
            BETA1,
            BETA2,
            EPSILON,
            true,
            false);
  }

  private static NDArray rows(NDArray table, NDArray chosen) {
    return chosen
        .getNDArrayInternal()
        .embedding(chosen, table, SparseFormat.DENSE)
        .singletonOrThrow();
  }

  private NDArray linear(NDArray input, int layer) {
    return input
        .getNDArrayInternal()
        .linear(input, weights[layer], biases[layer])
        .singletonOrThrow();
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public int[] classes() {
    try (NDManager call = manager.newSubManager()) {
      NDArray view = testImages.get(call, new NDIndex().addSliceDim(0, testImages.size(0)));
      return predicted(view);
    }
  }

  @Override
  public int classOf(float[] image) {
    try (NDManager call = manager.newSubManager()) {
      return predicted(call.create(image, new Shape(1, Data.FEATURES)))[0];
    }
  }

  private int[] predicted(NDArray input) {
    NDArray values = input;
    for (int l = 0; l < LAYERS - 1; l++) {
      values = linear(values, l).getNDArrayInternal().relu();
    }
    return Arrays.stream(linear(values, LAYERS - 1).argMax(1).toLongArray())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  @Override
  public void close() {
    manager.close();
  }
}
