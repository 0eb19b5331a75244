package dev.weft.runs.experiments;

import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.ResidentDataset;
import dev.weft.data.Dataset;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.metrics.Predictions;
import dev.weft.runs.StopSignal;
import dev.weft.runs.training.Earlier;
import dev.weft.runs.training.ModelPlan;
import dev.weft.runs.training.ModelTraining;
import dev.weft.runs.training.Recipe;
import dev.weft.runs.training.Trained;
import dev.weft.train.History;
import dev.weft.train.TrainingListener;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs the study's three experiments: trains the ten-class and the two-class model and derives the
 * third, the ten-class model's outputs read as two classes. Each is measured with its last weights
 * and with those of the lowest val_loss.
 */
public final class Experiments {
  private final Engine engine;
  private final Recipe recipe;
  private final StopSignal interruption;
  private final Function<String, List<TrainingListener>> watchers;

  /**
   * Experiments on a device.
   *
   * @param watchers what hears of the training of the model of this name
   */
  public Experiments(
      Engine engine,
      Recipe recipe,
      StopSignal interruption,
      Function<String, List<TrainingListener>> watchers) {
    this.engine = engine;
    this.recipe = recipe;
    this.interruption = interruption;
    this.watchers = watchers;
  }

  /** Runs all three; empty where an interruption ended them early. */
  public Optional<Outcome> run(FashionMnist data, Keeper keeper) {
    Binarization binarization = new Binarization(FashionMnist.CLOTHING);
    Optional<Model> multiclass =
        train("multiclass", data.train(), data.test(), recipe.multiclass(), keeper);
    if (multiclass.isEmpty()) {
      return Optional.empty();
    }
    Optional<Model> binary =
        train(
            "binary",
            data.train().relabel(FashionMnist.CLOTHING),
            data.test().relabel(FashionMnist.CLOTHING),
            recipe.binary(),
            keeper);
    return binary.map(
        model ->
            new Outcome(
                multiclass.get().experiment("multiclass", Reading::own, Model::ownPredictions),
                model.experiment("binary", Reading::own, Model::ownPredictions),
                multiclass
                    .get()
                    .experiment(
                        "binarized",
                        r -> r.mapped(binarization),
                        m -> m.binarizedPredictions(binarization)),
                multiclass
                    .get()
                    .experiment("binarized", r -> r.summed(binarization), m -> Optional.empty())));
  }

  private Optional<Model> train(
      String name, Dataset train, Dataset test, ModelPlan plan, Keeper keeper) {
    try (ResidentDataset residentTrain = engine.upload(train);
        ResidentDataset residentTest = engine.upload(test);
        Network network = engine.network(plan.network().architecture(), plan.seed())) {
      Trained trained =
          new ModelTraining(interruption, false)
              .train(network, residentTrain, plan, Earlier.NOTHING, watchers.apply(name));
      int epochs = trained.history().epochs().size();
      keeper.history(name, trained.history());
      keeper.model(name, network, plan, train.classNames(), epochs);
      Measuring measuring = new Measuring(network, residentTrain, residentTest, plan);
      boolean interrupted = interruption.requested();
      Optional<Reading> last = interrupted ? Optional.empty() : Optional.of(measuring.read(epochs));
      if (trained.best().isEmpty()) {
        return last.map(
            reading -> new Model(test.classNames(), trained.history(), reading, reading));
      }
      int bestEpoch = trained.best().get().record().epoch();
      network.parameters(trained.best().get().parameters());
      keeper.model(name + "-best", network, plan, train.classNames(), bestEpoch);
      return last.map(
          reading ->
              new Model(test.classNames(), trained.history(), reading, measuring.read(bestEpoch)));
    }
  }

  /** A trained model with what was read from it. */
  private record Model(List<String> classNames, History history, Reading last, Reading best) {
    Experiment experiment(
        String name,
        Function<Reading, Measured> measured,
        Function<Model, Optional<Predictions>> answers) {
      return new Experiment(
          name, history, measured.apply(last), measured.apply(best), answers.apply(this));
    }

    Optional<Predictions> ownPredictions() {
      Predicted test = last.test();
      return Optional.of(
          new Predictions(classNames, test.truth(), test.classes(), test.probabilities()));
    }

    Optional<Predictions> binarizedPredictions(Binarization binarization) {
      Predicted test = last.test();
      return Optional.of(binarization.answers(test.truth(), test.classes(), test.probabilities()));
    }
  }
}
