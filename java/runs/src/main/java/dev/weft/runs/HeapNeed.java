package dev.weft.runs;

import dev.weft.data.Dataset;
import dev.weft.runs.Pipeline.Start;
import dev.weft.train.TrainingSpec;

/**
 * What it takes of Java's heap to train a model and to keep it: the parameters and the optimizer's
 * state after the last epoch, the best parameters, what an earlier run left of the same, and the
 * samples. It is known before the first epoch, so no training ends with nothing to show for it.
 */
final class HeapNeed {
  /** Parameters and Adam's two moments; an average of the parameters comes besides. */
  private static final int STATE = 3;

  /** The parameters after an epoch, before they are known to be numbers and to be kept. */
  private static final int LOOKED_AT = 1;

  /** What the plain Java backend has of the same: parameters, moments, gradients of two steps. */
  private static final int PLAIN = 6;

  /**
   * What it has of each unit for each sample of a batch: outputs, derivatives, what is passed on.
   */
  private static final int PLAIN_UNITS = 3;

  /** The samples that it evaluates at a time. */
  private static final int PLAIN_SAMPLES = 256;

  /** What else there is: classes, predictions, a report. */
  private static final long BESIDE = 24L << 20;

  private HeapNeed() {}

  /**
   * Requires that the heap may grow to what is needed.
   *
   * @param backend that trains
   * @throws HeapException where it may not
   */
  static void require(ModelRun model, Start start, String backend) {
    long need = of(model, start, backend);
    long limit = Runtime.getRuntime().maxMemory();
    if (need > limit) {
      throw new HeapException(model.spec().network().parameterCount(), need, limit);
    }
  }

  static long of(ModelRun model, Start start, String backend) {
    TrainingSpec spec = model.spec();
    int averages = spec.averageDecay() > 0 ? 1 : 0;
    long arrays = STATE + LOOKED_AT + averages + (spec.validation().isNone() ? 0 : 1);
    if (backend.equals("java")) {
      arrays += PLAIN + averages;
    }
    if (start instanceof Start.Given) {
      arrays++;
    } else if (start instanceof Start.Earlier earlier) {
      arrays += earlier.model().last().isPresent() ? STATE + averages : 0;
      arrays += earlier.model().bestParameters().isPresent() ? 1 : 0;
    }
    long array = (long) spec.network().parameterCount() * Float.BYTES;
    long samples =
        bytes(model.samples().train()) + model.samples().test().map(HeapNeed::bytes).orElse(0L);
    // A generation of the heap cannot be filled to the last array: half of one stays free.
    return arrays * array + array / 2 + samples + workspace(spec, backend) + BESIDE;
  }

  private static long workspace(TrainingSpec spec, String backend) {
    long units = spec.network().widths().stream().mapToLong(Integer::longValue).sum();
    long samples = Math.max(spec.batchSize(), PLAIN_SAMPLES);
    return backend.equals("java") ? PLAIN_UNITS * units * samples * Float.BYTES : 0;
  }

  private static long bytes(Dataset data) {
    return (long) data.size() * data.features() * (data.isUint8() ? 1 : Float.BYTES);
  }
}
