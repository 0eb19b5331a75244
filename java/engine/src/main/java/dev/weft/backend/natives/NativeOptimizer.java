package dev.weft.backend.natives;

import dev.weft.binding.WeftNative;
import dev.weft.nn.Optimizer;

/** An optimizer in the words of weft.h. */
final class NativeOptimizer {
  private NativeOptimizer() {}

  /** To be closed by the caller. */
  static WeftNative.weft_optimizer of(Optimizer optimizer, double averageDecay) {
    return new WeftNative.weft_optimizer()
        .kind(optimizer.code())
        .beta1(optimizer.beta1())
        .beta2(optimizer.beta2())
        .epsilon(optimizer.epsilon())
        .weight_decay(optimizer.weightDecay())
        .clip_norm(optimizer.clipNorm())
        .average_decay(averageDecay);
  }
}
