package dev.weft.app.models;

import dev.weft.Engine;
import dev.weft.ModelFileException;
import dev.weft.Network;
import dev.weft.UsageException;
import dev.weft.app.console.Console;
import dev.weft.app.options.BackendOptions;
import dev.weft.app.options.Converters;
import dev.weft.app.options.DataOptions;
import dev.weft.app.options.FileArgument;
import dev.weft.app.options.GroupOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.Devices;
import dev.weft.app.session.ExitCode;
import dev.weft.app.session.Session;
import dev.weft.data.ColumnNames;
import dev.weft.data.Dataset;
import dev.weft.data.FeatureScale;
import dev.weft.data.LabelMapping;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.GroupEvaluation;
import dev.weft.metrics.Predictions;
import dev.weft.model.ModelFile;
import dev.weft.model.ModelMetadata;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.runs.Json;
import dev.weft.runs.Recipe;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.input.Samples;
import dev.weft.text.Format;
import dev.weft.train.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates a model file on the test set. */
@Command(
    name = "evaluate",
    header = "Evaluate a model file on the test set.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Evaluates a model file on the test set: loss, accuracy, precision, recall and F1 of each"
          + " class, and the commonest mistakes.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  weft evaluate model.safetensors",
      "  weft evaluate runs/X/binary.safetensors --json",
      "  weft evaluate ten-classes.safetensors --binarized",
      "  weft evaluate prices.safetensors --data new.csv --target-columns price",
      "",
      "A file of tensors without metadata needs its widths: safetensors with Weft's names or",
      "those of Keras or PyTorch, or a file of Keras. Or weft import makes a model of it.",
      "  weft evaluate other.safetensors --layers 784,32,32,10"
    })
public final class EvaluateCommand implements Callable<Integer> {
  private static final int MISTAKES = 5;

  @Parameters(paramLabel = "MODEL", description = "A model file (safetensors).")
  private Path model;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      converter = Converters.TaskName.class,
      description = "multiclass, binary or regression. Default: what the model was trained for.")
  private Optional<Task> task;

  @Option(
      names = "--layers",
      paramLabel = "WIDTHS",
      converter = Converters.Layers.class,
      description = "The network's widths, for files that do not say what network they hold.")
  private Optional<List<Integer>> layers;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      converter = Converters.ActivationName.class,
      description = "Of its hidden layers, for such files. Default: relu.")
  private Optional<Activation> activation;

  @Mixin private GroupOptions groups;
  @Mixin private DataOptions data;
  @Mixin private BackendOptions backend;
  @Mixin private OutputOptions output;

  private final Session session;

  public EvaluateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Console console = session.console(output);
    FileArgument.requireReadable(model.toString(), model);
    if (activation.isPresent() && layers.isEmpty()) {
      throw new UsageException("--activation is for files without metadata: it needs --layers");
    }
    backend.backend();
    Subject subject = subject(console);
    FiniteModel.require(model, subject.architecture(), subject.parameters());
    try (Engine engine = Devices.open(backend, console)) {
      Samples samples = samples(subject, console);
      // A table alone is what is to be evaluated on.
      Dataset test = samples.test().orElse(samples.train());
      requireModel(subject.architecture(), test, samples.outputs(taskOf(subject)));
      warnOfOtherClasses(subject, test, console);
      FeatureReading.misfit(
              model.toString(), subject.scale(), FeatureScale.of(test), "the data's features are")
          .or(
              () ->
                  subject.scale().isPresent()
                      ? Optional.empty()
                      : samples.hint().map(UsageException::spelt))
          .ifPresent(console::warn);
      Optional<LabelMapping> mapping =
          groups.of(test.classNames(), subject.architecture().outputs());
      try (Network network = engine.network(subject.architecture(), 0)) {
        network.parameters(subject.parameters());
        Evaluation evaluation = network.evaluate(test);
        FiniteModel.require(model, evaluation);
        Optional<GroupEvaluation> grouped = mapping.map(named -> grouped(named, network, test));
        if (console.json()) {
          console.raw(
              Json.write(
                  EvaluateReport.of(
                      model.toString(),
                      taskOf(subject),
                      subject.architecture(),
                      evaluation,
                      grouped,
                      samples.source(),
                      engine.info())));
        } else {
          show(evaluation, samples, console);
          grouped.ifPresent(both -> show(both, console));
        }
      }
    }
    return ExitCode.OK;
  }

  private static GroupEvaluation grouped(LabelMapping mapping, Network network, Dataset test) {
    float[] outputs = network.predict(test);
    return GroupEvaluation.of(
        mapping,
        new Predictions(test.classNames(), test.labels(), network.classes(outputs), outputs));
  }

  private static void show(GroupEvaluation grouped, Console console) {
    console.result("");
    console.result("By the group of the predicted class:");
    console.result(grouped.byClass().toString().stripTrailing());
    console.result("");
    console.result(
        "test accuracy by predicted class "
            + Format.decimal(grouped.byClass().accuracy())
            + ", by summed probabilities "
            + Format.decimal(grouped.bySum().accuracy()));
  }

  /** What is evaluated. */
  private record Subject(
      Architecture architecture,
      List<String> classNames,
      ColumnNames columns,
      Optional<FeatureScale> scale,
      float[] parameters) {}

  private Subject subject(Console console) {
    boolean described = isWeftModel();
    if (!described && layers.isEmpty()) {
      throw new UsageException(
          model
              + " does not say what network it holds: add --layers, such as 784,32,32,10, or let"
              + " weft import make a model of it");
    }
    if (layers.isEmpty()) {
      ModelFile file = ModelFile.read(model);
      ModelMetadata facts = file.metadata();
      return new Subject(
          taken(facts.architecture(), console),
          facts.classNames(),
          facts.columns(),
          facts.featureScale(),
          file.parameters());
    }
    if (described) {
      throw new UsageException(
          model + " says itself what network it holds: leave --layers and --activation out");
    }
    Task chosen = task.orElse(last(layers.get()) == 1 ? Task.BINARY : Task.MULTICLASS);
    Architecture architecture =
        UsageException.interpreting(
            () ->
                Recipe.reference().spec(chosen).toBuilder()
                    .layers(layers.get())
                    .activations(List.of(activation.orElse(Activation.RELU)))
                    .task(chosen)
                    .loss(chosen.loss())
                    .build()
                    .network());
    return new Subject(
        architecture,
        List.of(),
        ColumnNames.none(),
        Optional.empty(),
        GivenParameters.read(model, architecture, console));
  }

  private boolean isWeftModel() {
    try {
      return ModelFile.describesItself(model);
    } catch (ModelFileException e) {
      if (e.isForeign()) {
        return false;
      }
      throw e;
    }
  }

  /**
   * The network for the task that was named. Where that is another than the model was trained for,
   * several outputs may still be classes, of which the highest is the answer: a softmax in place of
   * sigmoids or of linear outputs leaves it the highest.
   */
  private Architecture taken(Architecture own, Console console) {
    Task trained = Task.of(own.loss(), own.outputs());
    if (task.isEmpty() || task.get() == trained) {
      return own;
    }
    if (task.get() != Task.MULTICLASS || own.outputs() == 1) {
      throw new UsageException(
          model
              + " is for --task "
              + trained
              + " ("
              + own.outputs()
              + " "
              + own.loss().outputFunction()
              + (own.outputs() == 1 ? " output)" : " outputs)")
              + ", which cannot be evaluated with --task "
              + task.get());
    }
    console.warn(
        "the model has "
            + own.outputs()
            + " "
            + own.loss().outputFunction()
            + " outputs: the highest is taken for the class, and the loss is that of a softmax in"
            + " their place");
    return new Architecture(own.inputs(), own.layers(), Loss.SOFTMAX_CROSS_ENTROPY);
  }

  private static int last(List<Integer> widths) {
    return widths.get(widths.size() - 1);
  }

  private Task taskOf(Subject subject) {
    Architecture architecture = subject.architecture();
    return task.orElse(Task.of(architecture.loss(), architecture.outputs()));
  }

  private Samples samples(Subject subject, Console console) {
    DataSpec named = data.spec();
    Samples loaded =
        FeatureReading.load(
            named.takesClassNames() ? named.withClassNames(subject.classNames()) : named,
            data.offline(),
            subject.columns(),
            subject.scale(),
            console);
    requireTask(subject.architecture(), loaded.train());
    return loaded.forTask(taskOf(subject));
  }

  /** Outputs that are numbers may still be one of several classes, which nobody said they are. */
  private void requireTask(Architecture own, Dataset found) {
    boolean numbers = Task.of(own.loss(), own.outputs()) == Task.REGRESSION;
    if (task.isEmpty() && numbers && own.outputs() > 1 && found.targetWidth() == 0) {
      throw new UsageException(
          model
              + " has "
              + own.outputs()
              + " "
              + own.loss().outputFunction()
              + " outputs, which are numbers, and the data has classes: where the highest output is"
              + " to be the class, add --task multiclass");
    }
  }

  private static void warnOfOtherClasses(Subject subject, Dataset test, Console console) {
    if (!subject.classNames().isEmpty() && !subject.classNames().equals(test.classNames())) {
      console.warn(
          "the model was trained for the classes "
              + String.join(", ", subject.classNames())
              + "; the data has "
              + String.join(", ", test.classNames()));
    }
  }

  private static void show(Evaluation evaluation, Samples samples, Console console) {
    if (samples.source().synthetic()) {
      console.result("SYNTHETIC data: these figures say nothing about Fashion-MNIST.");
    }
    if (evaluation.classifies()) {
      console.result(evaluation.toString().stripTrailing());
      console.result("");
      evaluation
          .confusion()
          .mostConfused(MISTAKES)
          .forEach(
              mistake ->
                  console.result(
                      Format.text(
                          "%6d times %s taken for %s",
                          mistake.count(), mistake.truth(), mistake.predicted())));
      console.result("");
      console.result(
          "test loss "
              + Format.decimal(evaluation.loss())
              + "  test accuracy "
              + Format.decimal(evaluation.accuracy()));
    } else {
      console.result("test loss " + Format.decimal(evaluation.loss()));
    }
  }

  /** A model must take the data's features and give the outputs that its labels or targets need. */
  private static void requireModel(Architecture model, Dataset data, int outputs) {
    if (model.inputs() != data.features() || model.outputs() != outputs) {
      throw new UsageException(
          "the model is for "
              + model.inputs()
              + " features and "
              + model.outputs()
              + " outputs, but the data has "
              + data.features()
              + " features and needs "
              + outputs);
    }
  }
}
