package dev.weft.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.data.Dataset;
import dev.weft.data.ImageSize;
import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.report.html.ReportBuilder.Subject;
import dev.weft.report.html.ReportBuilder.Weights;
import dev.weft.report.html.ReportPage.ProvenanceView;
import dev.weft.report.html.ReportPage.Speed;
import dev.weft.report.html.SeedsView.ClaimView;
import dev.weft.train.EpochRecord;
import dev.weft.train.History;
import dev.weft.train.StopReason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whole pages of a small two-class problem, whose names mean harm. */
class ReportBuilderTest {
  private static final String EVIL = "</script><script>alert(1)</script>\u2028<!--&\"'";
  private static final List<String> NAMES = List.of(EVIL, "plain");
  private static final int SIDE = 3;

  private static Dataset data(int samples) {
    byte[] pixels = new byte[samples * SIDE * SIDE];
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = i % 2;
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        pixels[i * SIDE * SIDE + pixel] = (byte) (i + pixel);
      }
    }
    return Dataset.ofPixels(pixels, SIDE * SIDE).withLabels(labels, NAMES);
  }

  /** Every third sample is wrong; sample i has the confidence 0.5 + i / 200. */
  private static Predictions predictions(int samples) {
    int[] truth = new int[samples];
    int[] predicted = new int[samples];
    float[] probabilities = new float[samples];
    for (int i = 0; i < samples; i++) {
      truth[i] = i % 2;
      predicted[i] = i % 3 == 0 ? 1 - truth[i] : truth[i];
      float confidence = 0.5f + i / 200f;
      probabilities[i] = predicted[i] == 1 ? confidence : 1 - confidence;
    }
    return new Predictions(NAMES, truth, predicted, probabilities);
  }

  private static String page(Optional<ImageSize> images) {
    Dataset test = data(90);
    Predictions predictions = predictions(90);
    ReportBuilder builder = new ReportBuilder(data(20), Optional.of(test), images);
    Architecture architecture =
        Architecture.inputs(SIDE * SIDE)
            .dense(4, Activation.RELU)
            .output(1, Loss.SIGMOID_CROSS_ENTROPY);
    float[] parameters = new float[architecture.parameterCount()];
    parameters[0] = 0.5f;
    History history =
        new History(
            List.of(
                new EpochRecord(1, 0.7, 0.5, 0.6, 0.6, 0.001f, 0.1, 0.01),
                new EpochRecord(2, 0.6, 0.6, 0.65, 0.6, 0.001f, 0.1, 0.01)),
            Optional.of(new StopReason.EarlyStopped("early stopping: " + EVIL)),
            false);
    ModelSection model =
        builder.model(
            new Subject(
                "binary",
                EVIL,
                EVIL,
                List.of(),
                Optional.of(history),
                Optional.of(
                    Evaluation.ofPredictions(NAMES, predictions.truth(), predictions.predicted())),
                Optional.of(predictions),
                Optional.of(new Weights(architecture, parameters))));
    return builder.html(
        new ReportPage(
            EVIL,
            EVIL,
            Optional.of(EVIL),
            List.of(),
            Optional.empty(),
            Optional.of(
                new SeedsView(
                    EVIL,
                    List.of(new ClaimView(EVIL, EVIL, EVIL, "open", List.of(EVIL))),
                    List.of(),
                    List.of(),
                    Optional.of(builder.hard(List.of(predictions, predictions))))),
            List.of(model),
            builder.disagreements(predictions, predictions, predictions),
            builder.samples(),
            new Speed(EVIL, new DataTable(EVIL, List.of(EVIL), List.of()), Optional.empty()),
            new ProvenanceView(EVIL, EVIL, List.of(), List.of())));
  }

  private static final Optional<ImageSize> IMAGES = Optional.of(new ImageSize(SIDE, SIDE));

  private static JsonNode data(String html) throws Exception {
    Matcher json =
        Pattern.compile("<script type=\"application/json\" id=\"weft-data\">(.*?)</script>")
            .matcher(html);
    assertTrue(json.find());
    return new ObjectMapper().readTree(json.group(1));
  }

  @Test
  void namesCannotBecomeScriptsOrElements() throws Exception {
    String html = page(IMAGES);
    assertFalse(html.contains("<script>alert"));
    assertTrue(html.contains("&lt;script&gt;alert"));
    assertEquals(4, html.split("<script", -1).length - 1, "scripts in the page");
    JsonNode scores = data(html).at("/charts/binary-scores/x/categories/0");
    assertEquals(EVIL, scores.asText());
  }

  @Test
  void thePolicyAllowsTheScriptsOfThePageAndNothingElse() throws Exception {
    String html = page(IMAGES);
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(html);
    assertTrue(policy.find());
    String rules = policy.group(1).replace("&#39;", "'");
    assertTrue(rules.startsWith("default-src 'none'; script-src 'sha256-"), rules);
    assertFalse(rules.contains("http"), rules);
    Matcher script = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(html);
    int scripts = 0;
    while (script.find()) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(script.group(1).getBytes(StandardCharsets.UTF_8));
      assertTrue(rules.contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'"));
      scripts++;
    }
    assertEquals(3, scripts);
  }

  @Test
  void thePageRefersToNothingOutsideItself() {
    String html = page(IMAGES);
    String own = html.replaceAll("(?s)<script>.*?</script>", "");
    assertFalse(own.contains("http:"), "an address");
    assertFalse(own.contains("https:"), "an address");
    Matcher links = Pattern.compile("(?:href|src)=\"([^\"]*)\"").matcher(own);
    while (links.find()) {
      assertTrue(links.group(1).startsWith("#"), links.group(1));
    }
  }

  @Test
  void cellsHoldTheirSurestImages() throws Exception {
    JsonNode cells = data(page(IMAGES)).at("/cells/binary");
    Predictions predictions = predictions(90);
    List<Integer> expected = new ArrayList<>();
    for (int i = 89; i >= 0 && expected.size() < ConfusionView.MOST_IMAGES; i--) {
      if (predictions.truth()[i] == 1 && predictions.predicted()[i] == 1) {
        expected.add(i);
      }
    }
    List<Integer> shown = new ArrayList<>();
    cells.get("1,1").forEach(image -> shown.add(image.get("n").asInt()));
    assertEquals(expected, shown);
    assertEquals(15, cells.get("0,1").size());
    assertEquals(0.5 + 84 / 200.0, cells.get("0,1").get(0).get("p").asDouble(), 1e-4);
  }

  @Test
  void whatDoesNotApplyIsLeftOut() {
    String html = page(Optional.empty());
    assertFalse(html.contains("id=\"samples\""));
    assertFalse(html.contains("First layer"));
    assertFalse(html.contains("Most confidently wrong"));
    assertFalse(html.contains("background-image:url"));
    assertTrue(html.contains("id=\"binary-confusion\""));
    assertTrue(html.contains("id=\"binary-roc\""));
  }

  @Test
  void everyChartIsDescribedAndHasItsData() throws Exception {
    String html = page(IMAGES);
    JsonNode charts = data(html).get("charts");
    Matcher figures = Pattern.compile("data-chart=\"([^\"]+)\"").matcher(html);
    int found = 0;
    while (figures.find()) {
      found++;
      JsonNode chart = charts.get(figures.group(1));
      assertTrue(chart != null && !chart.get("summary").asText().isEmpty(), figures.group(1));
      assertTrue(chart.at("/series/0/points").size() > 0, figures.group(1));
    }
    assertEquals(charts.size(), found);
    assertEquals(7, found);
    assertEquals(2, charts.at("/binary-loss/marks").size());
    assertEquals(1, charts.at("/binary-loss/marks/0/at").asInt());
    assertEquals(2, charts.at("/binary-loss/marks/1/at").asInt());
  }
}
