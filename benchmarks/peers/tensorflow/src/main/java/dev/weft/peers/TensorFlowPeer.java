package dev.weft.peers;

import java.util.Map;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;

/** TensorFlow Java in graph mode: data resident in the graph, batches gathered there. */
public final class TensorFlowPeer implements Peer {
  /** Steps in one graph call of the form "unrolled". */
  private static final int UNROLLED = 16;

  private final Data data;
  private final int unrolled;
  private final ConfigProto config;

  private TensorFlowPeer(Options options, Data data) {
    this.data = data;
    unrolled = options.form().equals("unrolled") ? UNROLLED : 1;
    config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(options.threads())
            // Not the calling thread: TensorFlow flushes subnormals in threads of its own only.
            .setInterOpParallelismThreads(options.threads())
            .build();
  }

  public static void main(String[] arguments) {
    Harness.run(arguments, TensorFlowPeer::new);
  }

  @Override
  public Map<String, String> facts() {
    return Map.of(
        "TensorFlow", TensorFlow.version(),
        "intra-op threads", Integer.toString(config.getIntraOpParallelismThreads()),
        "inter-op threads", Integer.toString(config.getInterOpParallelismThreads()));
  }

  @Override
  public Contender contender(int batch) {
    return new GraphNetwork(data, batch, unrolled, config);
  }
}
