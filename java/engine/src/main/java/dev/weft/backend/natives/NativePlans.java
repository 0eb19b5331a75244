package dev.weft.backend.natives;

import dev.weft.backend.PlacedSlice;
import dev.weft.backend.SliceResult;
import dev.weft.backend.TrainingSlice;
import dev.weft.binding.WeftNative;
import dev.weft.data.ImageShift;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** Slices in the words of weft.h: a plan for each place, of which those without a slice rest. */
final class NativePlans implements AutoCloseable {
  private final List<PlacedSlice> slices;
  private final List<Pointer> owned = new ArrayList<>();
  private final List<DoublePointer> losses = new ArrayList<>();
  private final WeftNative.weft_training_plan plans;

  /**
   * Copies the slices.
   *
   * @param slices one or more, of one shape, each for a place of its own
   */
  NativePlans(int places, List<PlacedSlice> slices) {
    this.slices = slices;
    plans = own(new WeftNative.weft_training_plan(places));
    Pointer.memset(plans, 0, (long) places * plans.sizeof());
    slices.forEach(this::write);
  }

  private void write(PlacedSlice placed) {
    TrainingSlice slice = placed.slice();
    IntPointer order = own(new IntPointer((long) samples()));
    order.put(slice.order(), slice.from(), samples());
    DoublePointer stepLosses = own(new DoublePointer((long) slice.steps()));
    losses.add(stepLosses);
    WeftNative.weft_training_plan plan = plans.getPointer(placed.place());
    plan.order(order)
        .learning_rates(own(new FloatPointer(slice.learningRates())))
        .step_losses(stepLosses)
        .optimizer(own(NativeOptimizer.of(slice.optimizer(), slice.averageDecay())));
    slice.shift().ifPresent(shift -> write(shift, plan.shift()));
    if (slice.classWeights().length > 0) {
      plan.class_weights(own(new FloatPointer(slice.classWeights())));
    }
  }

  private static void write(ImageShift shift, WeftNative.weft_shift to) {
    to.pixels(shift.pixels()).width(shift.images().width()).height(shift.images().height());
  }

  private <P extends Pointer> P own(P pointer) {
    owned.add(pointer);
    return pointer;
  }

  WeftNative.weft_training_plan plans() {
    return plans;
  }

  int samples() {
    return slices.get(0).slice().samples();
  }

  int batchSize() {
    return slices.get(0).slice().batchSize();
  }

  /** What the library left in the plans, in the order of the slices. */
  List<SliceResult> results() {
    List<SliceResult> results = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      double[] stepLosses = new double[slices.get(i).slice().steps()];
      losses.get(i).get(stepLosses);
      long correct = plans.getPointer(slices.get(i).place()).correct();
      results.add(new SliceResult(stepLosses, correct));
    }
    return results;
  }

  @Override
  public void close() {
    owned.forEach(Pointer::close);
  }
}
