package dev.weft.peers;

import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignVariableOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Resource variables that have their values: the data set and the parameters. */
final class Variables {
  private final Ops tf;
  private final Session session;
  private final Random random = new Random(1);

  Variables(Ops tf, Session session) {
    this.tf = tf;
    this.session = session;
  }

  /** [samples, 784] */
  Operand<? extends TType> images(String name, float[] pixels) {
    return of(name, pixels, Shape.of(pixels.length / Data.FEATURES, Data.FEATURES));
  }

  /** [samples] */
  Operand<? extends TType> labels(String name, int[] labels) {
    try (TInt32 tensor = TInt32.vectorOf(labels)) {
      return assigned(name, TInt32.class, tensor);
    }
  }

  Operand<? extends TType> zeros(String name, Shape shape) {
    return of(name, new float[(int) shape.size()], shape);
  }

  /** Glorot's uniform distribution, [in, out]. */
  Operand<? extends TType> kernel(String name, int in, int out) {
    double limit = Math.sqrt(6.0 / (in + out));
    float[] values = new float[in * out];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
    return of(name, values, Shape.of(in, out));
  }

  private Operand<? extends TType> of(String name, float[] values, Shape shape) {
    try (TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(values, true, false))) {
      return assigned(name, TFloat32.class, tensor);
    }
  }

  private <T extends TType> Operand<? extends TType> assigned(
      String name, Class<T> type, Tensor value) {
    VarHandleOp handle = tf.varHandleOp(type, value.shape(), VarHandleOp.sharedName(name));
    Placeholder<T> initial = tf.placeholder(type);
    AssignVariableOp assign = tf.assignVariableOp(handle, initial);
    session.runner().feed(initial, value).addTarget(assign).run().close();
    return handle;
  }
}
