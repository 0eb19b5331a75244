package dev.weft.datasets.fashion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.DataException;
import dev.weft.data.idx.IdxBytes;
import dev.weft.datasets.fetch.Commands;
import dev.weft.datasets.fetch.DataListener;
import dev.weft.datasets.fetch.SystemCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DebianPackageTest {
  @TempDir Path world;

  /** A machine whose apt-get and dpkg-deb do what a test says. */
  private class Machine implements Commands {
    final List<String> ran = new ArrayList<>();
    Result download = new Result(0, "");
    boolean damaged;

    @Override
    public boolean exists(String program) {
      return true;
    }

    @Override
    public Result run(Path folder, List<String> command, Duration limit) throws IOException {
      ran.add(String.join(" ", command.subList(0, 2)));
      if (command.get(0).equals("apt-get")) {
        if (download.status() == 0) {
          Files.writeString(folder.resolve("dataset-fashion-mnist_1_all.deb"), "archive");
        }
        return download;
      }
      assertTrue(Files.exists(Path.of(command.get(2))), command.get(2));
      Path inside = Path.of(command.get(3)).resolve("usr/share/datasets/fashion-mnist");
      SmallSet.write(inside);
      if (damaged) {
        IdxBytes.write(inside.resolve("t10k-labels-idx1-ubyte.gz"), new byte[9]);
      }
      return new Result(0, "");
    }
  }

  private FashionMnist load(Commands machine) {
    DataEnvironment environment =
        SmallSet.with(SmallSet.environment(world), SmallSet.LIMITS, machine);
    return new FashionMnistLoader(environment, DataListener.silent()).load(DataLocation.search());
  }

  private String failure(Machine machine) {
    return assertThrows(DataException.class, () -> load(machine)).getMessage();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(world.resolve("project/data/fashion-mnist"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void unpacksTheFourFilesAndNothingElse() throws IOException {
    Machine machine = new Machine();
    assertEquals(SmallSet.TRAIN, load(machine).train().size());
    assertEquals(List.of("apt-get download", "dpkg-deb -x"), machine.ran);
    assertEquals(5, left().size(), left().toString());
    assertFalse(left().stream().anyMatch(name -> name.startsWith(".deb")));
  }

  @Test
  void clearsAwayWhatAKilledProcessLeft() throws IOException {
    Path remains = world.resolve("project/data/fashion-mnist/.deb-123/usr");
    IdxBytes.write(remains.resolve("file"), new byte[3]);
    load(new Machine());
    assertTrue(Files.notExists(remains.getParent()));
  }

  @Test
  void tellsTheReasonOfApt() throws IOException {
    Machine machine = new Machine();
    machine.download =
        new Commands.Result(
            100, "Reading lists\nE: Unable to locate package dataset-fashion-mnist\nE: more\n");
    String message = failure(machine);
    assertTrue(
        message.contains("apt-get ended with status 100: E: Unable to locate package"), message);
    assertEquals(List.of(".lock"), left());
  }

  @Test
  void checksWhatThePackageHolds() throws IOException {
    Machine machine = new Machine();
    machine.damaged = true;
    String message = failure(machine);
    assertTrue(message.contains("t10k-labels-idx1-ubyte.gz holds values"), message);
    assertFalse(left().contains("t10k-labels-idx1-ubyte.gz"));
    assertFalse(left().stream().anyMatch(name -> name.startsWith(".deb")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void runsRealProgramsWithALimit() throws Exception {
    SystemCommands commands = new SystemCommands();
    assertTrue(commands.exists("sh"));
    assertFalse(commands.exists("no-such-program-anywhere"));
    Commands.Result result =
        commands.run(
            world, List.of("sh", "-c", "pwd; echo wrong >&2; cat; exit 3"), Duration.ofMinutes(1));
    assertEquals(3, result.status());
    assertEquals(world.toRealPath() + "\nwrong\n", result.output());
    IOException e =
        assertThrows(
            IOException.class,
            () -> commands.run(world, List.of("sleep", "600"), Duration.ofMillis(50)));
    assertTrue(e.getMessage().contains("sleep did not end within"), e.getMessage());
  }
}
