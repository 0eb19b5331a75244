package dev.weft.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
  record Sample(
      double lossOfEpoch,
      Double boxed,
      float learningRate,
      List<Double> many,
      Optional<String> present,
      Optional<String> absent,
      Map<String, String> openblasVersion) {}

  @Test
  void writesWhatJsonHas() throws Exception {
    String text =
        Json.write(
            new Sample(
                0.1 + 0.2,
                Double.NaN,
                0.001f,
                List.of(1.0, Double.POSITIVE_INFINITY),
                Optional.of("here"),
                Optional.empty(),
                Map.of("coreName", "x")));
    JsonNode json = new ObjectMapper().readTree(text);
    assertEquals(0.1 + 0.2, json.get("loss_of_epoch").asDouble());
    assertTrue(json.get("boxed").isNull());
    assertEquals("0.001", json.get("learning_rate").asText());
    assertTrue(json.get("many").get(1).isNull());
    assertEquals("here", json.get("present").asText());
    assertTrue(json.get("absent").isNull());
    assertEquals("x", json.get("openblas_version").get("coreName").asText());
  }

  @Test
  void jsonInAPageCannotEndItsElement() throws Exception {
    String harm = "</script><!-- & ' \u2028\u2029";
    String json = Json.inHtml(List.of(harm));
    for (String bad : List.of("<", ">", "&", "'", "\u2028", "\u2029")) {
      assertFalse(json.contains(bad), json);
    }
    assertEquals(harm, new ObjectMapper().readTree(json).get(0).asText());
  }
}
