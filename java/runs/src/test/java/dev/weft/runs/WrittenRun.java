package dev.weft.runs;

import dev.weft.Engine;
import dev.weft.data.Source;
import dev.weft.runs.Pipeline.Measure;
import dev.weft.runs.Pipeline.Start;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.SampleRange;
import dev.weft.train.EpochRecord;
import dev.weft.train.TrainingListener;
import dev.weft.train.TrainingRun;
import dev.weft.train.TrainingSpec;
import dev.weft.train.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A training of a few epochs in plain Java, and the folder that it left. */
public record WrittenRun(Path folder, MeasuredModel model, Provenance.Start start) {
  /** Validated, so that there are best weights. */
  public static final TrainingSpec SPEC =
      PipelineTest.SPEC.toBuilder()
          .epochs(4)
          .batchSize(50)
          .validation(Validation.last(100))
          .build();

  static final DataSpec INPUT =
      new DataSpec(
          "csv",
          "/data/a.csv",
          Optional.of("/data/b.csv"),
          Optional.of("side"),
          List.of(),
          List.of("id", "note"),
          true,
          List.of("left", "right"));

  static final SampleRange RANGE = new SampleRange(0, 400);

  /** One that came to its end. */
  public static WrittenRun complete(Path folder) {
    return of(folder, SPEC, 0, List.of());
  }

  /**
   * One that took up others.
   *
   * @param stopAfter the epoch after which somebody stops it, 0 for never
   */
  static WrittenRun of(Path target, TrainingSpec spec, int stopAfter, List<Resumption> resumed) {
    ModelRun run = PipelineTest.model(spec);
    StopSignal stop = new StopSignal();
    TrainingListener watcher =
        new TrainingListener() {
          @Override
          public void epochEnded(TrainingRun ignored, EpochRecord record) {
            if (record.epoch() == stopAfter) {
              stop.request();
            }
          }
        };
    try (Engine engine = Engine.open("java", 1);
        RunFolder folder = RunFolder.open(target, false)) {
      Source source = new Source("drawn for a test", "f00d", true);
      Provenance.Start start =
          new Provenance.Start("weft train --seed 7", StartTime.now(), source, engine.info());
      RunFiles files = new RunFiles(folder, true, resumed);
      MeasuredModel model =
          new Pipeline(engine, stop, name -> List.of(watcher))
              .run(run, new Start.Seeded(), Measure.ALL, files::keep);
      Provenance provenance = Provenance.of(start, spec.seed(), Map.of("train", spec));
      files.results(TrainReport.of(model, INPUT, Optional.of(RANGE), resumed, provenance));
      folder.publish();
      return new WrittenRun(target, model, start);
    }
  }

  TrainedModel trained() {
    return model.trained();
  }
}
