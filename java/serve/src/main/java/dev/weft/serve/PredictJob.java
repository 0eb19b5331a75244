package dev.weft.serve;

import dev.weft.serve.models.NetworkModel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Rows that wait to be computed.
 *
 * @param rows [samples, inputs]
 * @param samples how many rows
 * @param networks which are to compute them; all take rows of this width
 * @param deadline when it is too late to begin, in {@link System#nanoTime}
 * @param outputs what each network gave, [samples, outputs]
 */
record PredictJob(
    float[] rows,
    int samples,
    Set<NetworkModel> networks,
    long deadline,
    CompletableFuture<Map<NetworkModel, float[]>> outputs) {
  PredictJob(float[] rows, int samples, Set<NetworkModel> networks, long deadline) {
    this(rows, samples, Set.copyOf(networks), deadline, new CompletableFuture<>());
  }
}
