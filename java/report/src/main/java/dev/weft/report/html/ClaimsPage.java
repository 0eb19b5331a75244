package dev.weft.report.html;

import dev.weft.report.html.ReportPage.ProvenanceView;
import dev.weft.report.html.SeedsView.ClaimView;
import java.util.List;
import java.util.Optional;

/**
 * A page that holds claims against figures.
 *
 * @param lead below the title
 * @param notice what must not be missed, such as that the data is synthetic
 * @param text above the claims
 */
public record ClaimsPage(
    String title,
    String lead,
    Optional<String> notice,
    String text,
    List<ClaimView> claims,
    List<Chart> charts,
    List<DataTable> tables,
    ProvenanceView provenance) {
  public ClaimsPage {
    claims = List.copyOf(claims);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
  }
}
