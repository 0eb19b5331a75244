package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.app.console.CheckedOutput;
import dev.weft.app.console.Interruption;
import dev.weft.app.console.Terminal;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command from its start to Ctrl-C. */
@Tag("process")
class ServeCommandTest {
  /** What a process returns that SIGTERM ended. */
  private static final int TERMINATED = 128 + 15;

  private static Path model(Path folder, int inputs) {
    return model(folder, inputs, 0);
  }

  private static Path model(Path folder, int inputs, float weight) {
    Path file = folder.resolve("small.safetensors");
    Architecture architecture = Architecture.inputs(inputs).output(2, Loss.SOFTMAX_CROSS_ENTROPY);
    try (Engine engine = Engine.open("java", 1);
        Network network = engine.network(architecture, 1)) {
      float[] parameters = network.parameters();
      parameters[0] = weight;
      network.parameters(parameters);
      ModelMetadata metadata =
          new ModelMetadata(
              architecture, List.of("a", "b"), "none", 1, "hash", "java", "1", Map.of());
      ModelFile.save(file, network, metadata, false);
    }
    return file;
  }

  /** A command that runs beside the test until it is interrupted. */
  private static final class Running implements AutoCloseable {
    private final Interruption interruption = new Interruption();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final BufferedReader out;
    private final CompletableFuture<Integer> code;

    Running(String... arguments) throws Exception {
      PipedInputStream in = new PipedInputStream(1 << 16);
      CheckedOutput piped = CheckedOutput.of(new PipedOutputStream(in), StandardCharsets.UTF_8);
      this.out = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      Session session =
          new Session(
              piped,
              new PrintStream(err, true, StandardCharsets.UTF_8),
              Terminal.NONE,
              interruption,
              List.of(arguments));
      this.code =
          CompletableFuture.supplyAsync(
              () -> {
                int ended = WeftCommandLine.run(session);
                piped.close();
                return ended;
              });
    }

    String line() throws Exception {
      return out.readLine();
    }

    int interrupt() throws Exception {
      interruption.request();
      return code.get(60, TimeUnit.SECONDS);
    }

    String err() {
      return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      interruption.request();
      code.join();
    }
  }

  private static int status(URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void servesUntilItIsInterrupted(@TempDir Path folder) throws Exception {
    String file = model(folder, 784).toString();
    try (Running running = new Running("serve", file, "--port", "0", "--backend", "java")) {
      URI uri = URI.create(running.line());
      assertEquals("127.0.0.1", uri.getHost());
      assertEquals(200, status(uri));
      assertEquals(200, status(uri.resolve("/v1/models/small")));
      assertEquals(ExitCode.INTERRUPTED, running.interrupt());
      assertTrue(running.err().contains("serving small; Ctrl-C stops"), running.err());
      assertFalse(running.err().contains("--host"), running.err());
    }
  }

  @Test
  void scriptsGetADocument(@TempDir Path folder) throws Exception {
    String file = model(folder, 784).toString();
    String[] arguments = {"serve", file, "--port", "0", "--backend", "java", "--json", "--quiet"};
    try (Running running = new Running(arguments)) {
      StringBuilder document = new StringBuilder();
      for (String line = running.line(); !line.equals("}"); line = running.line()) {
        document.append(line);
      }
      var started = new ObjectMapper().readTree(document.append("}").toString());
      assertEquals("[\"small\"]", started.get("models").toString());
      assertEquals(200, status(URI.create(started.get("url").asText())));
    }
  }

  @Test
  void aHostThatOthersReachIsWarnedOf(@TempDir Path folder) throws Exception {
    String file = model(folder, 784).toString();
    String[] arguments = {"serve", file, "--port", "0", "--backend", "java", "--host", "0.0.0.0"};
    try (Running running = new Running(arguments)) {
      URI uri = URI.create(running.line());
      assertTrue(running.err().contains("--host 0.0.0.0 lets every machine"), running.err());
      assertEquals(200, status(URI.create("http://127.0.0.1:" + uri.getPort() + "/")));
    }
  }

  @Test
  void aPortInUseIsOneLine(@TempDir Path folder) throws Exception {
    String file = model(folder, 784).toString();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      Invocation refused =
          Invocation.of("serve", file, "--port", port, "--backend", "java", "--quiet");
      assertEquals(ExitCode.FAILURE, refused.code());
      assertEquals(
          "weft: port " + port + " of 127.0.0.1 is in use: name another port, or 0 for any",
          refused.err().strip());
    }
  }

  @Test
  void aModelWithoutNumbersIsNotServed(@TempDir Path folder) {
    String file = model(folder, 784, Float.NaN).toString();
    Invocation refused = Invocation.of("serve", file, "--port", "0", "--backend", "java");
    assertEquals(ExitCode.FAILURE, refused.code());
    assertTrue(refused.err().contains("tensor dense0.kernel is NaN at ["), refused.err());
  }

  @Test
  void misuseNamesWhatIsWrong(@TempDir Path folder) {
    String file = model(folder, 5).toString();
    Invocation page = Invocation.of("serve", file, "--port", "0", "--backend", "java");
    assertEquals(ExitCode.MISUSE, page.code());
    assertTrue(page.err().contains("takes 5 features"), page.err());
    Invocation host =
        Invocation.of("serve", file, "--no-page", "--host", "192.0.2.1", "--backend", "java");
    assertEquals(ExitCode.MISUSE, host.code());
    assertTrue(host.err().contains("--host 192.0.2.1 is not an address of"), host.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serve | MODEL",
        "serve none.safetensors | none.safetensors does not exist: expected a model file",
        "serve src | src has no models",
        "serve pom.xml --port 65536 | --port takes 0 to 65535, not 65536",
        "serve pom.xml --backend gpu | --backend takes auto, cpu, java, cuda"
      })
  void misuseIsFoundBeforeADeviceIsOpened(String commandLine, String expected) {
    Invocation invocation = Invocation.of(commandLine.split(" "));
    assertEquals(ExitCode.MISUSE, invocation.code(), invocation.err());
    assertTrue(invocation.err().startsWith("weft: "), invocation.err());
    assertTrue(invocation.err().contains(expected), invocation.err());
    assertEquals("", invocation.out());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalEndsTheProcess(@TempDir Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@../launcher/java.options",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                model(folder, 784).toString(),
                "--port",
                "0",
                "--backend",
                "java")
            .start();
    try (BufferedReader out = process.inputReader();
        BufferedReader err = process.errorReader()) {
      URI uri = URI.create(out.readLine());
      assertEquals(200, status(uri));
      // The handle leaves the streams open, unlike the process itself.
      process.toHandle().destroy();
      String said = err.lines().reduce("", (before, line) -> line);
      assertEquals("stopping: requests in progress are answered", said);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(TERMINATED, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }
}
