package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.UsageException;
import dev.weft.backend.DeviceInfo;
import dev.weft.data.Source;
import dev.weft.model.ModelFile;
import dev.weft.runs.experiments.Results;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.LearningRateSchedule;
import dev.weft.train.StopReason;
import dev.weft.train.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run left is read as it was, or refused with a word that says what is wrong with it. */
class EarlierRunTest {
  private static final TrainingSpec SPEC = WrittenRun.SPEC;

  @TempDir Path folder;

  private WrittenRun run(int stopAfter) {
    return WrittenRun.of(folder.resolve("run"), SPEC, stopAfter, List.of());
  }

  private static String refused(Class<? extends Throwable> kind, Path run) {
    return assertThrows(kind, () -> EarlierRun.ofTraining(run)).getMessage();
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertTrue(text.contains(from), () -> from + " is not in " + text);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void aRunThatWasStoppedIsReadAsItWas() {
    Resumption first = new Resumption(1, "runs/first", "weft train", "cpu");
    WrittenRun run = WrittenRun.of(folder.resolve("run"), SPEC, 3, List.of(first));
    EarlierRun read = EarlierRun.ofTraining(run.folder());
    assertEquals(run.folder(), read.folder());
    assertEquals("reference", read.recipe());
    assertEquals(WrittenRun.INPUT, read.input());
    assertEquals(Optional.of(WrittenRun.RANGE), read.trainRange());
    assertEquals("f00d", read.dataHash());
    assertEquals("java", read.backend());
    assertEquals(run.start().device().properties(), read.device());
    assertFalse(read.complete());
    assertEquals(1, read.seeds());
    assertEquals(Map.of("multiclass", SPEC), read.specs());
    assertEquals(List.of(), read.notes());
    assertEquals(
        List.of(first, new Resumption(3, run.folder().toString(), "weft train --seed 7", "java")),
        read.resumed());
    EarlierModel model = read.models().get("multiclass");
    assertEquals(run.trained().history().epochs(), model.epochs());
    PipelineTest.assertSameState(run.trained().last(), model.last().orElseThrow());
    assertArrayEquals(
        run.trained().best().orElseThrow().model().parameters(),
        model.bestParameters().orElseThrow());
    assertEquals(Optional.empty(), model.divergence());
  }

  @Test
  void aRunThatCameToItsEndIsComplete() {
    EarlierRun read = EarlierRun.ofTraining(run(0).folder());
    assertTrue(read.complete());
    assertEquals(4, read.models().get("multiclass").epochs().size());
    assertEquals(4, read.resumed().get(0).afterEpoch());
  }

  @Test
  void experimentsThatWereStoppedAreReadAsTheyWere() throws IOException {
    Path left = run(2).folder();
    Path target = folder.resolve("experiments");
    TrainingSpec binary = SPEC.toBuilder().seed(9).build();
    try (RunFolder writing = RunFolder.open(target, false)) {
      for (String file : List.of("multiclass.safetensors", "multiclass-best.safetensors")) {
        Files.copy(left.resolve(file), writing.file(file));
      }
      WrittenRun again = WrittenRun.of(folder.resolve("again"), SPEC, 2, List.of());
      Provenance provenance =
          Provenance.of(again.start(), 7, Map.of("multiclass", SPEC, "binary", binary));
      new RunFiles(writing, true, List.of())
          .results(
              Results.of(
                  Optional.empty(),
                  List.of(again.trained()),
                  "notebook",
                  3,
                  WrittenRun.INPUT,
                  List.of(),
                  provenance));
      writing.publish();
    }
    EarlierRun read = EarlierRun.ofExperiments(target);
    assertEquals("notebook", read.recipe());
    assertEquals(3, read.seeds());
    assertFalse(read.complete());
    assertEquals(Optional.empty(), read.trainRange());
    assertEquals(Map.of("multiclass", SPEC, "binary", binary), read.specs());
    assertEquals(List.of("multiclass"), List.copyOf(read.models().keySet()));
    assertEquals(2, read.models().get("multiclass").epochs().size());
    assertEquals(new Recipe("notebook", SPEC, binary), read.asTrained());
    assertTrue(refused(UsageException.class, target).contains("weft experiments --resume"));
    edit(
        target.resolve("results.json"),
        "\"stop_kind\" : \"requested\"",
        "\"stop_kind\" : \"diverged\"");
    String said =
        assertThrows(UsageException.class, () -> EarlierRun.ofExperiments(target)).getMessage();
    assertTrue(said.endsWith("; start anew"), said);
  }

  @Test
  void whatItComputedOnIsRead() throws IOException {
    Path run = run(2).folder();
    edit(
        run.resolve("results.json"),
        "\"properties\" : { }",
        "\"properties\" : { \"OpenBLAS core\" : \"Zen\" }");
    assertEquals(Map.of("OpenBLAS core", "Zen"), EarlierRun.ofTraining(run).device());
  }

  @Test
  void whatIsNoFolderOfATrainingIsMisuse() throws IOException {
    assertTrue(refused(UsageException.class, folder.resolve("none")).contains("does not exist"));
    Path file = Files.writeString(folder.resolve("file"), "");
    assertTrue(refused(UsageException.class, file).contains("is a file: name the folder"));
    assertTrue(refused(UsageException.class, folder).contains("has nothing to go on from"));
    Path run = run(2).folder();
    String other =
        assertThrows(UsageException.class, () -> EarlierRun.ofExperiments(run)).getMessage();
    assertTrue(other.contains("go on with weft train --resume " + run), other);
    edit(run.resolve("results.json"), "\"history\"", "\"experiments\" : [], \"history\"");
    assertTrue(
        refused(UsageException.class, run).contains("go on with weft experiments --resume " + run));
    edit(run.resolve("results.json"), "\"input\"", "\"before\"");
    assertTrue(refused(UsageException.class, run).contains("left by a version of weft"));
  }

  @Test
  void aRunThatIsStillOnIsLeftAlone() throws IOException {
    Path run = run(2).folder();
    try (RunFolder writing = RunFolder.open(run, false)) {
      assertEquals(run, writing.target());
      String said = refused(UsageException.class, run);
      assertTrue(said.contains("that run is still on (this process); wait for it"), said);
    }
    EarlierRun.ofTraining(run);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"epoch\" : 2, | \"epoch\" : 3, | /history/epochs/1/epoch is not 2",
        "\"interrupted\" : true | \"interrupted\" : 1 | /interrupted",
        "\"dataset\" : \"csv\" | \"dataset\" : 5 | /input/dataset",
        "\"backend\" : \"java\" | \"backend\" : null | /provenance/backend",
        "\"ignore_columns\" : [ | \"ignore_columns\" : [ 4, | /input/ignore_columns/0",
        "\"after_epoch\" : 1 | \"after_epoch\" : \"one\" | /resumed/0/after_epoch",
        "\"batch_size\" : 50 | \"batch_size\" : -50 | /provenance/configuration/train",
        "\"train_range\" : \"0:400\" | \"train_range\" : \"9:4\" | /train_range is no range",
        "\"dataset\" : \"csv\" | \"dataset\" : \"mnist\" | /input names no data: dataset takes",
        "\"stop_kind\" : \"requested\" | \"stop_kind\" : \"tired\" | /stop_kind is unknown",
      })
  void damagedDocumentsAreRefusedWithThePlace(String from, String to, String place)
      throws IOException {
    Resumption first = new Resumption(1, "runs/first", "weft train", "cpu");
    Path run = WrittenRun.of(folder.resolve("run"), SPEC, 3, List.of(first)).folder();
    edit(run.resolve("results.json"), from, to);
    String said = refused(RunException.class, run);
    assertTrue(said.contains(place), said);
  }

  @Test
  void aModelThatIsNotThatOfTheDocumentIsRefused() throws IOException {
    Path run = run(3).folder();
    Path model = run.resolve("multiclass.safetensors");
    Path best = run.resolve("multiclass-best.safetensors");
    ModelFile last = ModelFile.read(model);
    new ModelFile(last.metadata(), last.parameters(), Optional.empty()).save(model);
    assertTrue(refused(RunException.class, run).contains("lacks the state of the optimizer"));
    Path results = run.resolve("results.json");
    String whole = Files.readString(results);
    int second = whole.indexOf("\"epoch\" : 3,");
    int end = whole.indexOf('}', second);
    int begin = whole.lastIndexOf(',', second);
    Files.writeString(results, whole.substring(0, begin) + whole.substring(end + 1));
    String said = refused(RunException.class, run);
    assertTrue(said.contains(model + " is of epoch 3, but results.json says 2"), said);
    Files.writeString(results, whole);
    last.save(model);
    Files.delete(best);
    assertTrue(refused(RunException.class, run).contains("there is no " + best));
    Files.delete(model);
    assertTrue(refused(RunException.class, run).contains("there is no " + model));
  }

  @Test
  void otherDataIsNamedByItsHash() {
    EarlierRun read = EarlierRun.ofTraining(run(2).folder());
    read.requireData(new Source("elsewhere", "f00d", false));
    String said =
        assertThrows(
                UsageException.class,
                () -> read.requireData(new Source("elsewhere", "beef", false)))
            .getMessage();
    assertTrue(said.contains("(its SHA-256 is f00d, that of this is beef)"), said);
  }

  private static DeviceInfo device(String backend, Map<String, String> properties) {
    return new DeviceInfo(backend, "a processor", 2, properties);
  }

  private EarlierRun trainedOn(Map<String, String> properties) {
    EarlierRun run = EarlierRun.ofTraining(run(2).folder());
    return new EarlierRun(
        run.folder(),
        run.recipe(),
        run.input(),
        run.trainRange(),
        run.dataHash(),
        "cpu",
        properties,
        run.complete(),
        run.seeds(),
        run.specs(),
        run.models(),
        run.resumed(),
        run.notes());
  }

  @Test
  void whatTheLastBitsDependOnIsCompared() {
    EarlierRun run =
        trainedOn(Map.of("instruction set", "avx2", "OpenBLAS core", "Haswell", "cores", "8"));
    assertEquals(
        Optional.empty(),
        run.warningOf(
            device("cpu", Map.of("instruction set", "avx2", "OpenBLAS core", "Haswell"))));
    String core =
        run.warningOf(device("cpu", Map.of("instruction set", "avx2", "OpenBLAS core", "Zen")))
            .orElseThrow();
    assertTrue(core.contains("OpenBLAS core Haswell, now Zen: the last bits"), core);
    assertFalse(core.contains("--instructions"), core);
    String both =
        run.warningOf(device("cpu", Map.of("instruction set", "avx512", "OpenBLAS core", "Zen")))
            .orElseThrow();
    assertTrue(both.contains("instruction set avx2, now avx512; OpenBLAS core"), both);
    assertTrue(both.endsWith("(--instructions avx2 keeps them)"), both);
    String backend = run.warningOf(device("cuda:0", Map.of())).orElseThrow();
    assertTrue(backend.contains("the backend cpu; from here on figures are those of cuda:0"));
  }

  private static EarlierModel model(TrainingSpec spec, int epochs, Optional<StopReason> stop) {
    List<EpochRecord> records =
        IntStream.rangeClosed(1, epochs)
            .mapToObj(epoch -> new EpochRecord(epoch, 0.5, 0.8, 0.5, 0.8, 0.001f, 0.1, 0.01))
            .toList();
    return new EarlierModel(
        Path.of("runs/a"),
        spec,
        new History(records, stop, false),
        Optional.empty(),
        Optional.empty());
  }

  private static String misuse(EarlierModel model, TrainingSpec now, boolean complete) {
    return assertThrows(UsageException.class, () -> model.requireContinuedBy(now, complete))
        .getMessage();
  }

  @Test
  void onlyWhenItEndsMayBeAnother() {
    EarlierModel three = model(SPEC, 3, Optional.empty());
    three.requireContinuedBy(SPEC, false);
    three.requireContinuedBy(
        SPEC.toBuilder().epochs(9).earlyStopping(OptionalInt.empty()).build(), false);
    three.requireContinuedBy(SPEC.toBuilder().epochs(3).build(), false);
    assertEquals(
        "--learning-rate 0.5 contradicts the run runs/a, which was trained with --learning-rate"
            + " 0.001: leave it out",
        misuse(three, SPEC.toBuilder().learningRate(0.5f).build(), false));
    assertTrue(
        misuse(three, SPEC.toBuilder().epochs(2).build(), false)
            .contains("--epochs 2: the run runs/a has 3 epochs already; name a larger number"));
    TrainingSpec cosine = SPEC.toBuilder().schedule(LearningRateSchedule.parse("cosine")).build();
    assertTrue(
        misuse(model(cosine, 3, Optional.empty()), cosine.toBuilder().epochs(9).build(), false)
            .contains("with --epochs 4 and rates that follow from it"));
  }

  @Test
  void somethingMustBeLeftToTrain() {
    EarlierModel whole = model(SPEC, 4, Optional.empty());
    assertTrue(misuse(whole, SPEC, true).contains("all that it was to have: to train on, add"));
    whole.requireContinuedBy(SPEC.toBuilder().epochs(5).build(), true);
    TrainingSpec patient = SPEC.toBuilder().epochs(9).earlyStopping(2).build();
    EarlierModel early =
        model(patient, 4, Optional.of(StopReason.of(Optional.of("early_stopping"), "no better")));
    String said = misuse(early, patient, true);
    assertTrue(said.contains("after 4 epochs ("), said);
    assertTrue(said.contains("add --early-stopping off, or with a larger number"), said);
    early.requireContinuedBy(patient.toBuilder().earlyStopping(5).build(), true);
    early.requireContinuedBy(patient, false);
  }

  @Test
  void aTrainingThatDivergedNeedsAnotherRate() {
    EarlierModel diverged =
        model(SPEC, 2, Optional.of(StopReason.of(Optional.of("diverged"), "diverged in epoch 3")));
    assertEquals(Optional.of("diverged in epoch 3"), diverged.divergence());
    String said = misuse(diverged, SPEC, false);
    assertTrue(said.contains("to train on after epoch 2, the last sound one, add"), said);
    assertTrue(said.contains("--learning-rate below 0.001 (or --clip-norm)"), said);
    diverged.requireContinuedBy(SPEC.toBuilder().learningRate(1e-4f).build(), true);
    assertTrue(
        misuse(diverged, SPEC.toBuilder().learningRate(1e-4f).seed(8).build(), true)
            .contains("--seed 8 contradicts"));
  }
}
