package dev.weft.peers;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * One graph with a training step for batches of any size, the same step several times in a row for
 * whole batches, and the prediction. Gradients are written with TensorFlow's own gradient
 * operations, which leaves fewer nodes than deriving them does.
 */
final class GraphNetwork implements Contender {
  private static final float RATE = 0.001f;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session;
  private final int batch;
  private final int unrolled;
  private final Order order;
  private final Variables variables;
  private final Placeholder<TInt32> chosen = tf.placeholder(TInt32.class);

  /** Of each step: the learning rate with Adam's bias correction. */
  private final Placeholder<TFloat32> rates = tf.placeholder(TFloat32.class);

  /** Of each step: 1 / samples. */
  private final Placeholder<TFloat32> scales = tf.placeholder(TFloat32.class);

  private final Op oneStep;
  private final Op manySteps;
  private final Output<TInt64> testClasses;
  private final Placeholder<TFloat32> image;
  private final Output<TInt64> imageClass;
  private long steps;

  GraphNetwork(Data data, int batch, int unrolled, ConfigProto config) {
    this.batch = batch;
    this.unrolled = Math.min(unrolled, data.samples() / batch);
    order = new Order(data.samples());
    session = new Session(graph, config);
    variables = new Variables(tf, session);
    Operand<? extends TType> images = variables.images("images", data.images());
    Operand<? extends TType> labels = variables.labels("labels", data.labels());
    Operand<? extends TType> tests = variables.images("tests", data.testImages());
    GraphStep step = new GraphStep(variables, images, labels);
    oneStep = steps(step, 1);
    manySteps = this.unrolled > 1 ? steps(step, this.unrolled) : oneStep;
    testClasses = step.classes(tf, tf.readVariableOp(tests, TFloat32.class));
    image = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, Data.FEATURES)));
    imageClass = step.classes(tf, image);
  }

  private Op steps(GraphStep step, int count) {
    long n = count;
    List<Output<TInt32>> rows =
        count == 1 ? List.of(chosen.asOutput()) : tf.split(tf.constant(0), chosen, n).output();
    List<Output<TFloat32>> rate = tf.unstack(rates, n).output();
    List<Output<TFloat32>> scale = tf.unstack(scales, n).output();
    List<Op> updates = List.of();
    for (int i = 0; i < count; i++) {
      Ops after = tf.withControlDependencies(updates);
      updates = step.train(after, rows.get(i), rate.get(i), scale.get(i));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  @Override
  public void epoch(int samples) {
    int[] all = order.next();
    int from = 0;
    for (; from + batch * unrolled <= samples; from += batch * unrolled) {
      run(manySteps, Arrays.copyOfRange(all, from, from + batch * unrolled), unrolled);
    }
    for (; from < samples; from += batch) {
      run(oneStep, Arrays.copyOfRange(all, from, Math.min(from + batch, samples)), 1);
    }
  }

  private void run(Op target, int[] rows, int count) {
    float[] rate = new float[count];
    float[] scale = new float[count];
    for (int i = 0; i < count; i++) {
      steps++;
      rate[i] =
          (float) (RATE * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps)));
      scale[i] = (float) count / rows.length;
    }
    try (Tensor rowTensor = TInt32.vectorOf(rows);
        Tensor rateTensor = TFloat32.vectorOf(rate);
        Tensor scaleTensor = TFloat32.vectorOf(scale)) {
      session
          .runner()
          .feed(chosen, rowTensor)
          .feed(rates, rateTensor)
          .feed(scales, scaleTensor)
          .addTarget(target)
          .run()
          .close();
    }
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public int[] classes() {
    return fetched(session.runner(), testClasses);
  }

  @Override
  public int classOf(float[] pixels) {
    try (TFloat32 input =
        TFloat32.tensorOf(Shape.of(1, Data.FEATURES), DataBuffers.of(pixels, true, false))) {
      return fetched(session.runner().feed(image, input), imageClass)[0];
    }
  }

  private static int[] fetched(Session.Runner runner, Output<TInt64> output) {
    try (Result result = runner.fetch(output).run()) {
      TInt64 values = (TInt64) result.get(0);
      int[] classes = new int[(int) values.size()];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = (int) values.getLong(i);
      }
      return classes;
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
