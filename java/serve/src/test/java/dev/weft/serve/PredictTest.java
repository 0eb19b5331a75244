package dev.weft.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.Engine;
import dev.weft.Network;
import dev.weft.datasets.fashion.FashionMnist;
import dev.weft.datasets.pictures.GarmentImage;
import dev.weft.datasets.pictures.ImageDecoder;
import dev.weft.datasets.pictures.ImageLimits;
import dev.weft.datasets.pictures.Inversion;
import dev.weft.serve.http.ServerLimits;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the models say, by every way of asking. */
@Tag("network")
class PredictTest {
  private static Served served;

  @BeforeAll
  static void start() {
    served = new Served();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  /** A light page with a dark bag on it, off the centre. */
  private static byte[] picture(String format) throws IOException {
    BufferedImage image = new BufferedImage(90, 60, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 90, 60);
    graphics.setColor(new Color(40, 60, 90));
    graphics.fillOval(10, 20, 50, 30);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, bytes));
    return bytes.toByteArray();
  }

  private static byte[] seen(byte[] picture) {
    return GarmentImage.convert(
            new ImageDecoder(ImageLimits.DEFAULT).decode(picture), Inversion.AUTO)
        .pixels();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void aPictureIsAskedAsItsBytes(String format) throws IOException {
    byte[] picture = picture(format);
    HttpResponse<byte[]> response =
        served.post("/v1/predict?seen=true", "image/" + format, picture);
    assertEquals(200, response.statusCode());
    JsonNode prediction = Served.read(response).at("/predictions/0");
    assertArrayEquals(seen(picture), prediction.get("seen").binaryValue());
    assertEquals(
        List.of("multiclass", "binary", "binarized"),
        prediction.get("results").findValuesAsText("model"));
  }

  @Test
  void aFormHasSeveralPicturesAndNamesModels() throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (String format : List.of("png", "bmp")) {
      write(form, "--X\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n");
      form.writeBytes(picture(format));
      write(form, "\r\n");
    }
    write(form, "--X\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nbinary\r\n--X--\r\n");
    HttpResponse<byte[]> response =
        served.post("/v1/predict?seen=true", "multipart/form-data; boundary=X", form.toByteArray());
    JsonNode predictions = Served.read(response).get("predictions");
    assertEquals(2, predictions.size());
    assertArrayEquals(seen(picture("png")), predictions.get(0).get("seen").binaryValue());
    assertEquals(List.of("binary"), predictions.get(1).get("results").findValuesAsText("model"));
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void jsonHasPicturesInBase64() throws IOException {
    String image = "\"" + Base64.getEncoder().encodeToString(picture("png")) + "\"";
    JsonNode predictions =
        Served.read(
                served.json("{\"images\":[" + image + "," + image + "],\"models\":[\"binary\"]}"))
            .get("predictions");
    assertEquals(2, predictions.size());
    assertEquals(predictions.get(0), predictions.get(1));
    assertFalse(predictions.get(0).has("seen"));
    float first = (seen(picture("png"))[0] & 0xff) / 255f;
    assertEquals(first, predictions.at("/0/results/0/probabilities/1/probability").floatValue());
  }

  @Test
  void jsonHasPixelsOfOnePictureOrMany() {
    JsonNode one = Served.read(served.json("{\"pixels\":" + Served.pixels(8) + "}"));
    JsonNode many =
        Served.read(
            served.json("{\"pixels\":[" + Served.pixels(8) + "," + Served.pixels(0) + "]}"));
    assertEquals(one.at("/predictions/0"), many.at("/predictions/0"));
    assertEquals("Bag", one.at("/predictions/0/results/0/class").asText());
    assertEquals(0.55f, one.at("/predictions/0/results/0/probability").floatValue());
    assertEquals("T-shirt/top", many.at("/predictions/1/results/0/class").asText());
    assertEquals("clothing", many.at("/predictions/1/results/1/class").asText());
  }

  @Test
  void theMappedModelSaysTheGroupOfTheMostProbableClassAndSums() {
    JsonNode bag =
        Served.read(served.json("{\"pixels\":" + Served.pixels(8) + ",\"model\":\"binarized\"}"))
            .at("/predictions/0/results/0");
    assertEquals("footwear and bags", bag.get("class").asText());
    assertEquals(0.70, bag.get("probability").asDouble(), 1e-6);
    assertEquals(0.30, bag.at("/probabilities/1/probability").asDouble(), 1e-6);
  }

  @Test
  void rowsGoToTheModelsThatTakeThem() {
    JsonNode predictions =
        Served.read(served.json("{\"rows\":[[1,2,3],[-0.5,1e3,0]]}")).get("predictions");
    assertEquals("[2.0,4.0]", predictions.at("/0/results/0/values").toString());
    assertEquals("[-1.0,2000.0]", predictions.at("/1/results/0/values").toString());
    assertEquals(1, predictions.at("/0/results").size());
    assertEquals(
        "[null,0.0]",
        Served.read(served.json("{\"rows\":[9,0,0]}"))
            .at("/predictions/0/results/0/values")
            .toString());
  }

  @Test
  void aModelNamedTwiceAnswersOnce() {
    String question = "{\"pixels\":" + Served.pixels(0) + "}";
    HttpResponse<byte[]> response =
        served.post(
            "/v1/predict?model=binary&model=binary",
            "Application/JSON; charset=utf-8",
            question.getBytes(StandardCharsets.UTF_8));
    assertEquals(1, Served.read(response).at("/predictions/0/results").size());
  }

  @Test
  void saysWhatTheNetworkItselfSays() {
    Random random = new Random(5);
    try (Engine engine = Engine.open("java", 1);
        Network network = engine.network(Served.TEN, 3);
        Served real =
            new Served(
                Served.models(
                    Served.model("m", Served.TEN, FashionMnist.CLASS_NAMES, network::predict)),
                ServerLimits.defaults())) {
      float[] row = new float[784];
      StringBuilder pixels = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        int value = random.nextInt(256);
        row[i] = value / 255f;
        pixels.append(i == 0 ? "" : ",").append(value);
      }
      JsonNode answer =
          Served.read(real.json("{\"pixels\":[" + pixels + "]}")).at("/predictions/0/results");
      float[] expected = network.predict(row);
      for (int k = 0; k < expected.length; k++) {
        assertEquals(expected[k], answer.at("/0/probabilities/" + k + "/probability").floatValue());
      }
      assertEquals(
          FashionMnist.CLASS_NAMES.get(network.predictClass(row)), answer.at("/0/class").asText());
      assertEquals("m-binarized", answer.at("/1/model").asText());
    }
  }
}
