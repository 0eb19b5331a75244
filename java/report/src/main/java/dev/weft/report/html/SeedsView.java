package dev.weft.report.html;

import java.util.List;
import java.util.Optional;

/**
 * What several seeds came to.
 *
 * @param text how many there are, and which weights are meant
 * @param claims of the study, held against all of them
 * @param charts accuracies by seed, curves
 * @param tables of means, of the mean confusion matrix
 * @param hard what is wrong whatever the seed; empty where there are no answers
 */
public record SeedsView(
    String text,
    List<ClaimView> claims,
    List<Chart> charts,
    List<DataTable> tables,
    Optional<HardImages> hard) {
  public SeedsView {
    claims = List.copyOf(claims);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
  }

  /**
   * A claim.
   *
   * @param tone {@code holds}, {@code fails} or {@code open}
   */
  public record ClaimView(
      String id, String claim, String judgement, String tone, List<String> details) {
    public ClaimView {
      details = List.copyOf(details);
    }
  }
}
