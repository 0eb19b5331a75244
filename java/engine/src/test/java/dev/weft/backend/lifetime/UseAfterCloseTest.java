package dev.weft.backend.lifetime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.backend.BackendContext;
import dev.weft.backend.BackendContract;
import dev.weft.backend.BackendDataset;
import dev.weft.backend.BackendNetwork;
import dev.weft.backend.BackendNetwork.State;
import dev.weft.backend.ContextOptions;
import dev.weft.backend.OpenBackend;
import dev.weft.backend.Operations;
import dev.weft.nn.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@BackendContract
final class UseAfterCloseTest {
  private final OpenBackend backend;

  UseAfterCloseTest(OpenBackend backend) {
    this.backend = backend;
  }

  private BackendContext open() {
    return backend.backend().open(ContextOptions.defaults());
  }

  private static void assertClosed(String what, Executable call) {
    String message = assertThrows(IllegalStateException.class, call).getMessage();
    assertTrue(message.contains(what + " has been closed"), message);
  }

  @Test
  void context() {
    BackendContext context = open();
    context.close();
    assertClosed("context", context::info);
    assertClosed("context", () -> context.upload(SmallRun.DATA));
    assertClosed("context", () -> context.create(SmallRun.NETWORK, 1));
    assertClosed("context", context::operations);
  }

  @Test
  void operationsEndWithTheirContext() {
    BackendContext context = open();
    Operations operations = context.operations();
    context.close();
    float[] z = {1};
    assertClosed("context", () -> operations.activationForward(Activation.RELU, z, z));
  }

  @Test
  void network() {
    try (BackendDataset data = backend.context().upload(SmallRun.DATA)) {
      BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1);
      network.close();
      assertClosed("network", () -> network.train(data, SmallRun.slice(1)));
      assertClosed("network", () -> network.evaluate(data, 0, 1));
      assertClosed("network", () -> network.predict(data, 0, 1));
      assertClosed("network", () -> network.read(State.PARAMETERS));
      float[] parameters = new float[SmallRun.NETWORK.parameterCount()];
      assertClosed("network", () -> network.write(State.PARAMETERS, parameters));
      assertClosed("network", network::step);
      assertClosed("network", () -> network.step(1));
    }
  }

  @Test
  void dataset() {
    try (BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      BackendDataset data = backend.context().upload(SmallRun.DATA);
      data.close();
      assertClosed("data set", data::size);
      assertClosed("data set", () -> network.train(data, SmallRun.slice(1)));
      assertClosed("data set", () -> network.evaluate(data, 0, 1));
      assertClosed("data set", () -> network.predict(data, 0, 1));
      assertEquals(0, network.step(), "a refused slice trains nothing");
    }
  }

  @Test
  void closingTwiceIsHarmless() {
    BackendContext context = open();
    BackendDataset data = context.upload(SmallRun.DATA);
    BackendNetwork network = context.create(SmallRun.NETWORK, 1);
    assertDoesNotThrow(
        () -> {
          for (int i = 0; i < 2; i++) {
            network.close();
            data.close();
            context.close();
          }
        });
  }

  @Test
  void networkAndDataOutliveTheirContext() {
    BackendContext context = open();
    try (BackendDataset data = context.upload(SmallRun.DATA);
        BackendNetwork network = context.create(SmallRun.NETWORK, 1)) {
      context.close();
      network.train(data, SmallRun.slice(1));
      assertEquals(4, network.step());
      assertEquals(SmallRun.SAMPLES, data.size());
    }
  }

  @Test
  void aClosedContextLeavesOthersAlone() {
    open().close();
    try (BackendNetwork network = backend.context().create(SmallRun.NETWORK, 1)) {
      assertEquals(0, network.step());
    }
  }
}
