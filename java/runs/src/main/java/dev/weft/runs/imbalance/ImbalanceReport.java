package dev.weft.runs.imbalance;

import dev.weft.metrics.ClassMetrics;
import dev.weft.metrics.Evaluation;
import dev.weft.runs.Provenance;
import dev.weft.runs.imbalance.ImbalanceStudy.Outcome;
import dev.weft.runs.input.DataSpec;
import dev.weft.runs.statistics.Holm;
import dev.weft.runs.statistics.Judgement;
import dev.weft.runs.statistics.PairedT;
import dev.weft.runs.statistics.Summary;
import dev.weft.text.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The document {@code results.json} of a comparison of remedies.
 *
 * @param notice SYNTHETIC in words where the data was drawn by program
 * @param profile as it was spelt
 * @param classes how many samples of each class there were
 * @param remedies the one of doing nothing first
 */
public record ImbalanceReport(
    boolean synthetic,
    Optional<String> notice,
    String recipe,
    String profile,
    List<Long> seeds,
    List<ClassCount> classes,
    List<Row> remedies,
    DataSpec input,
    Provenance provenance) {
  /** A class among the samples. */
  public record ClassCount(String name, int train, int validation) {}

  /**
   * A remedy on the test samples, over seeds.
   *
   * @param recalls of each class, in order
   * @param change against doing nothing; empty of that itself, and of a single seed
   */
  public record Row(
      Remedy remedy,
      Summary accuracy,
      Summary balancedAccuracy,
      Summary macroF1,
      List<Summary> recalls,
      List<Double> balancedAccuracies,
      List<Double> macroF1s,
      Optional<Change> change) {}

  /**
   * What a remedy changes, seed by seed.
   *
   * @param balancedAccuracy the differences; their interval is that of the test
   * @param pValue of a paired t-test that it changes nothing, corrected for the number of remedies
   *     (Holm)
   * @param judgement of the claim that it raises balanced accuracy
   */
  public record Change(
      Summary balancedAccuracy,
      Summary macroF1,
      Summary accuracy,
      double pValue,
      Judgement judgement) {
    /** The verdict in words. */
    public String words() {
      return Format.text(
          "%s. Balanced accuracy %+.4f on average (95 %% %+.4f to %+.4f; paired t-test, p %.2g corrected"
              + " by Holm), macro F1 %+.4f, accuracy %+.4f",
          judgement == Judgement.HOLDS
              ? "helps"
              : judgement == Judgement.DOES_NOT_HOLD ? "harms" : "cannot be told",
          balancedAccuracy.mean(),
          balancedAccuracy.interval().lower(),
          balancedAccuracy.interval().upper(),
          pValue,
          macroF1.mean(),
          accuracy.mean());
    }
  }

  private static final double LEVEL = 0.05;

  /** Of a comparison that came to its end. */
  public static ImbalanceReport of(
      ImbalanceStudy study, Outcome outcome, DataSpec input, Provenance provenance) {
    List<ClassCount> classes = new ArrayList<>();
    List<String> names = study.samples().train().classNames();
    for (int k = 0; k < names.size(); k++) {
      classes.add(
          new ClassCount(names.get(k), outcome.trainCounts()[k], outcome.validationCounts()[k]));
    }
    return new ImbalanceReport(
        provenance.synthetic(),
        provenance.synthetic()
            ? Optional.of("SYNTHETIC data: these figures say nothing about Fashion-MNIST")
            : Optional.empty(),
        study.recipe(),
        study.profile().toString(),
        study.seeds(),
        classes,
        rows(outcome.test()),
        input,
        provenance);
  }

  /** A line a remedy and seed, with the recall of each class. */
  public static String csv(ImbalanceStudy study, Outcome outcome) {
    StringBuilder csv = new StringBuilder("remedy,seed,accuracy,balanced_accuracy,macro_f1");
    int classes = study.samples().train().classNames().size();
    for (int k = 0; k < classes; k++) {
      csv.append(",recall_").append(k);
    }
    csv.append('\n');
    outcome
        .test()
        .forEach(
            (remedy, test) -> {
              for (int i = 0; i < test.size(); i++) {
                csv.append(remedy).append(',').append(study.seeds().get(i));
                csv.append(',').append(test.get(i).accuracy());
                csv.append(',').append(test.get(i).balancedAccuracy());
                csv.append(',').append(test.get(i).macro().f1());
                test.get(i).perClass().forEach(one -> csv.append(',').append(one.recall()));
                csv.append('\n');
              }
            });
    return csv.toString();
  }

  static List<Row> rows(Map<Remedy, List<Evaluation>> test) {
    List<Evaluation> none = test.get(Remedy.NONE);
    List<Remedy> remedies = new ArrayList<>(test.keySet());
    remedies.remove(Remedy.NONE);
    boolean several = none.size() > 1;
    double[] corrected =
        several
            ? Holm.adjust(
                remedies.stream()
                    .mapToDouble(
                        one -> change(test.get(one), none, Evaluation::balancedAccuracy).pValue())
                    .toArray())
            : new double[0];
    List<Row> rows = new ArrayList<>();
    rows.add(row(Remedy.NONE, none, Optional.empty()));
    for (int i = 0; i < remedies.size(); i++) {
      List<Evaluation> own = test.get(remedies.get(i));
      rows.add(
          row(
              remedies.get(i),
              own,
              several ? Optional.of(change(own, none, corrected[i])) : Optional.empty()));
    }
    return rows;
  }

  private static Change change(List<Evaluation> with, List<Evaluation> without, double pValue) {
    Summary difference = change(with, without, Evaluation::balancedAccuracy).differences();
    boolean told = pValue < LEVEL;
    return new Change(
        difference,
        change(with, without, one -> one.macro().f1()).differences(),
        change(with, without, Evaluation::accuracy).differences(),
        pValue,
        Judgement.of(with.size(), told && difference.mean() > 0, told && difference.mean() < 0));
  }

  private static PairedT change(
      List<Evaluation> with, List<Evaluation> without, ToDoubleFunction<Evaluation> figure) {
    return PairedT.of(values(with, figure), values(without, figure));
  }

  private static double[] values(List<Evaluation> some, ToDoubleFunction<Evaluation> figure) {
    return some.stream().mapToDouble(figure).toArray();
  }

  private static Row row(Remedy remedy, List<Evaluation> test, Optional<Change> change) {
    List<Summary> recalls = new ArrayList<>();
    for (int k = 0; k < test.get(0).perClass().size(); k++) {
      int own = k;
      recalls.add(
          Summary.of(
              test.stream()
                  .map(Evaluation::perClass)
                  .map(classes -> classes.get(own))
                  .mapToDouble(ClassMetrics::recall)
                  .toArray()));
    }
    double[] balanced = values(test, Evaluation::balancedAccuracy);
    double[] f1 = values(test, one -> one.macro().f1());
    return new Row(
        remedy,
        Summary.of(values(test, Evaluation::accuracy)),
        Summary.of(balanced),
        Summary.of(f1),
        recalls,
        Arrays.stream(balanced).boxed().toList(),
        Arrays.stream(f1).boxed().toList(),
        change);
  }
}
