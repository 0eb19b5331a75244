package dev.weft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Failures;
import dev.weft.app.session.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Misuse is found before any data is loaded, exits with 2 and says what to do. */
class MisuseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | unexpected argument 'nonsense'",
        "trian | Did you mean train",
        "train --epoch 3 | Did you mean --epochs",
        "train --epochs 0 | --epochs takes 1 to",
        "train --epochs many | '--epochs'",
        "train --batch-size 0 | --batch-size takes 1 to",
        "train --learning-rate 0 | --learning-rate takes a positive number",
        "train --learning-rate Infinity | --learning-rate takes a positive number",
        "train --beta1 1 | beta1 lies in [0, 1)",
        "train --beta2 -0.1 | beta2 lies in [0, 1)",
        "train --epsilon 0 | epsilon is positive",
        "train --layers 784 | --layers needs at least an input and an output",
        "train --layers 784,0,10 | widths separated by commas",
        "train --layers 784,x,10 | widths separated by commas",
        "train --layers 100,10 | --layers begins with 100, but a sample has 784 features",
        "train --layers 784,9 | --layers ends with 9",
        "train --task binary --layers 784,2 | needs 1 output",
        "train --task regression | --target-columns",
        "train --task guess | one of multiclass, binary, regression, not 'guess'",
        "train --activation swish | one of linear, relu, sigmoid, tanh, gelu, leaky_relu:0.1",
        "train --activation leaky_relu:1 | lies in [0, 1), not 1",
        "train --loss mean_squared_error | does not go with --task multiclass",
        "train --dropout 0.2 | RATE@LAYER",
        "train --dropout 1@1 | the rate from 0 to below 1",
        "train --dropout 0.2@3 | hidden layers 1 to 2",
        "train --lr-schedule step:0.5 | step:FACTOR:EVERY",
        "train --lr-schedule step:2:3 | a factor above 0, at most 1",
        "train --lr-schedule cosine:50 | warms up for 50 epochs",
        "train --lr-schedule cosine:0:0.1 | final rate",
        "train --masking-noise 1 | expected a rate from 0 to below 1, not '1'",
        "train --masking-noise 0.1 --dropout 0.2@0 | --masking-noise 0.1 does not go with --dropout",
        "train --shift -1 | --shift takes a number of pixels from 0, not -1",
        "train --shift 28 | --shift 28 leaves nothing of images of 28 x 28 pixels",
        "train --warmup 1 | --warmup takes a part of all steps from 0 to below 1, not 1.0",
        "train --warmup 0.1 --lr-schedule cosine:2 | --warmup 0.1 does not go with --lr-schedule",
        "train --validation 60000 | leaves nothing to train on",
        "train --validation -1 | not negative",
        "train --validation 1.5 | fraction such as 0.2",
        "train --validation 0 --early-stopping 3 | --early-stopping needs validation samples",
        "train --early-stopping 0 | a number of epochs from 1, or off",
        "train --train-range 5:5 | A:B with 0 <= A < B",
        "train --train-range 0:60001 | ends behind the 60000 training samples",
        "train --train-range 0:5000 | leaves nothing to train on: there are 5000",
        "train --class-weights 1,2 | 2 weights, but there are 10 classes",
        "train --class-weights -1,1,1,1,1,1,1,1,1,1 | not negative",
        "train --task binary --class-weights 1 | 1 weights, but there are 2 classes",
        "train --recipe secret | there are reference, notebook",
        "train --init missing.safetensors | missing.safetensors does not exist",
        "train --save missing/model.safetensors | missing does not exist",
        "train --save a.csv --history a.csv | name the same file",
        "train --save-best a.safetensors --validation 0 | --save-best needs validation samples",
        "train --backend gpu | --backend takes auto, cpu, java, cuda",
        "train --threads -1 | --threads takes 0",
        "train --threads 100000 | --threads takes 0",
        "train --data missing | --data missing does not exist",
        "train --data synthetic:x | the seed",
        "train --dataset idx | needs --data",
        "train --dataset images | fashion-mnist, idx or csv",
        "train --label-column 3 | belongs to --dataset csv",
        "train --class-names a,b | --dataset idx",
        "train --data missing.csv --label-column 1 | missing.csv does not exist",
        "evaluate | MODEL",
        "evaluate missing.safetensors | missing.safetensors does not exist",
        "evaluate pom.xml --activation relu | needs --layers",
        "experiments --recipe secret | there are reference, notebook",
        "experiments --epochs 0 | --epochs takes 1 to",
        "experiments --out pom.xml | is a file",
        "experiments --out src | add --force",
        "train --no-report --out there | contradict each other",
        "train --out src | add --force",
        "compare src | RUN",
        "compare src src | is named twice",
        "compare pom.xml src | pom.xml is not a folder",
        "compare missing src | missing does not exist",
        "compare src target --out src | is a folder, expected the name of a file",
        "bench --batch-size 0 | sizes from 1",
        "bench --epochs 0 | --epochs takes 1 to",
        "bench --max-seconds 0 | a positive number",
        "bench --backend gpu | all, cpu, java or cuda",
        "data polish | one of fetch, verify, describe, not 'polish'",
        "completion fish | one of bash, zsh, not 'fish'",
        "info --color sometimes | one of auto, always, never, not 'sometimes'",
        "predict | MODEL",
        "predict pom.xml | FILE",
        "predict missing.safetensors a.png | missing.safetensors does not exist",
        "predict src a.png | src is not a file",
        "predict pom.xml a.png --top 0 | --top takes a number of classes from 1",
        "predict pom.xml a.png --show --json | --show is for people",
        "predict pom.xml a.png --invert perhaps | one of auto, yes, no, not 'perhaps'",
        "show | MODEL",
        "show missing.safetensors | missing.safetensors does not exist",
        "test | ./weft test"
      })
  void exitsWithTwo(String commandLine, String expected) {
    Invocation invocation = Invocation.of(commandLine.split(" "));
    assertEquals(ExitCode.MISUSE, invocation.code(), invocation.err());
    assertTrue(invocation.err().contains(expected), invocation.err());
    assertTrue(invocation.err().startsWith("weft: "), invocation.err());
    assertFalse(invocation.err().contains("\tat "), invocation.err());
    assertEquals("", invocation.out());
  }

  @Test
  void aMissingCommandIsMisuse() {
    Invocation invocation = Invocation.of();
    assertEquals(ExitCode.MISUSE, invocation.code());
    assertTrue(invocation.err().contains("a command is missing"));
  }

  @Test
  void stackTracesAreShownOnRequest() {
    Invocation invocation = Invocation.of("train", "--epochs", "0", "--debug");
    assertEquals(ExitCode.MISUSE, invocation.code());
    assertTrue(invocation.err().contains("\tat "), invocation.err());
  }

  @Test
  void damagedFilesAreFailuresAndNotMisuse(@TempDir Path folder) throws Exception {
    Path model = Files.writeString(folder.resolve("model.safetensors"), "not a model");
    Invocation invocation = Invocation.of("evaluate", model.toString());
    assertEquals(ExitCode.FAILURE, invocation.code());
    assertTrue(invocation.err().contains(model.toString()), invocation.err());
  }

  @Test
  void anUnexpectedExceptionIsOneLineWithItsClass() {
    String[] lines =
        failing(new IllegalStateException("oh\nno"), "info").lines().toArray(String[]::new);
    assertEquals("weft: unexpected java.lang.IllegalStateException: oh", lines[0]);
    assertTrue(lines[1].contains("--debug"));
    assertEquals(2, lines.length, Arrays.toString(lines));
  }

  @Test
  void aClassThatCannotBeLoadedIsNoMistakeOfThePrograms() {
    String said = Failures.message(new NoClassDefFoundError("dev/weft/Engine"));
    assertTrue(said.startsWith("a class cannot be loaded (dev/weft/Engine): too many"), said);
    assertTrue(said.contains("ulimit -n"), said);
  }

  private static String failing(RuntimeException problem, String... arguments) {
    java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
    Session session =
        new Session(
            dev.weft.app.console.CheckedOutput.of(
                java.io.OutputStream.nullOutputStream(), java.nio.charset.StandardCharsets.UTF_8),
            new java.io.PrintStream(err, true),
            dev.weft.app.console.Terminal.NONE,
            new dev.weft.app.console.Interruption(),
            java.util.List.of(arguments));
    assertEquals(ExitCode.FAILURE, Failures.report(session, problem));
    return err.toString();
  }
}
