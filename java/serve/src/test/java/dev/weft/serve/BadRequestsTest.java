package dev.weft.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies and queries that cannot be answered, each with a status and words that say why. */
class BadRequestsTest {
  private static Served served;

  @BeforeAll
  static void start() {
    served = new Served();
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400 | `` | expected an object",
        "400 | [] | expected an object",
        "400 | {} | images, pixels or rows is missing",
        "400 | {\"rows\":[1,2,3] | end-of-input",
        "400 | {\"rows\":[1,2 | end-of-input",
        "400 | {\"rows\":[1,2,NaN]} | 'NaN'",
        "400 | {\"rows\":[1,2,Infinity]} | 'Infinity'",
        "400 | {\"rows\":[1,2,-Infinity]} | '-Infinity'",
        "400 | {\"rows\":[1,2,\"3\"]} | rows[2] is not a number",
        "400 | {\"rows\":[1,2,null]} | rows[2] is not a number",
        "400 | {\"rows\":[1,2,[3]]} | rows[2] is not a number",
        "400 | {\"rows\":[[1,2,3],4]} | rows[1] is an array",
        "400 | {\"rows\":{\"a\":1}} | rows is an array",
        "400 | {\"rows\":[[[[1]]]]} | nesting depth",
        "400 | {\"rows\":[1,2,3],\"rows\":[1,2,3]} | Duplicate field",
        "400 | {\"rows\":[1,2,3],\"pixels\":[1]} | only one of images, pixels and rows",
        "400 | {\"rows\":[1,2,3],\"modle\":\"x\"} | unknown field 'modle'",
        "400 | {\"rows\":[1,2,3]} {} | something follows",
        "400 | {\"rows\":[1,2,3],\"model\":7} | model is a name",
        "400 | {\"rows\":[1,2,3],\"model\":\"a\",\"models\":[\"b\"]} | only one of model and models",
        "400 | {\"images\":[7]} | images is an array",
        "400 | {\"images\":[\"###\"]} | images[0] is not Base64",
        "422 | {\"images\":[]} | images is empty",
        "422 | {\"images\":[\"\"]} | images[0]: it is no PNG",
        "422 | {\"images\":[\"iVBORw0KGgo=\"]} | images[0]: damaged PNG",
        "422 | {\"rows\":[]} | rows is empty",
        "422 | {\"rows\":[[]]} | rows is empty",
        "422 | {\"rows\":[1,2,1e39]} | rows[2] is 1e39, beyond what a float32 holds",
        "422 | {\"rows\":[[1,2,3],[1,2]]} | rows[1] has 2 values, but [0] has 3",
        "422 | {\"rows\":[1,2,3,4]} | no model takes rows of 4 values",
        "422 | {\"rows\":[1,2,3],\"model\":\"binary\"} | binary takes 784",
        "422 | {\"rows\":[1,2,3],\"model\":\"none\"} | there is no model 'none', only multiclass",
        "422 | {\"pixels\":[1,2,3]} | pixels are 784 values a picture",
        "422 | {\"pixels\":[256]} | pixels[0] is 256, expected 0 to 255",
        "422 | {\"pixels\":[[-1]]} | pixels[0][0] is -1, expected 0 to 255"
      })
  void saysWhatIsWrongWithJson(int status, String body, String expected) {
    String detail = Problems.require(status, served.json(body));
    assertTrue(detail.contains(expected), detail);
  }

  @Test
  void deepJsonIsNotFollowed() {
    String detail = Problems.require(400, served.json("[".repeat(1_000_000)));
    assertTrue(detail.contains("expected an object"), detail);
    detail = Problems.require(400, served.json("{\"rows\":" + "[".repeat(1_000_000)));
    assertTrue(detail.contains("nesting depth"), detail);
  }

  @Test
  void moreSamplesThanAllowedAreRefused() {
    String rows = String.join(",", Collections.nCopies(257, "[1,2,3]"));
    Problems.require(422, served.json("{\"rows\":[" + rows + "]}"));
    rows = String.join(",", Collections.nCopies(256, "[1,2,3]"));
    assertEquals(200, served.json("{\"rows\":[" + rows + "]}").statusCode());
  }

  @Test
  void aHugeArrayIsReadNoFurtherThanAModelCouldTake() {
    String many = String.join(",", Collections.nCopies(1_000_000, "1"));
    for (String field : new String[] {"rows", "pixels"}) {
      String detail = Problems.require(422, served.json("{\"" + field + "\":[" + many + "]}"));
      assertTrue(detail.contains("more than 784 values"), detail);
    }
  }

  @Test
  void theQueryIsCheckedToo() {
    String rows = "{\"rows\":[1,2,3],\"model\":\"prices\"}";
    byte[] body = rows.getBytes(StandardCharsets.UTF_8);
    String json = "application/json";
    Problems.require(400, served.post("/v1/predict?seen=maybe", json, body));
    Problems.require(400, served.post("/v1/predict?model=prices", json, body));
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "image/webp", "application/json5", "application/octet-stream"})
  void otherTypesAreNotTaken(String type) {
    HttpResponse<byte[]> response = served.post("/v1/predict", type, new byte[] {1});
    assertTrue(Problems.require(415, response).contains(type));
    assertTrue(Problems.header(response, "Accept-Post").contains("image/png"));
  }

  @Test
  void aTypeMustBeNamedAndTheBodyNotPacked() {
    Problems.require(
        415, served.send("/v1/predict", request -> request.POST(BodyPublishers.ofString("{}"))));
    Problems.require(
        415,
        served.send(
            "/v1/predict",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", "gzip")
                    .POST(BodyPublishers.ofString("{}"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | multipart/form-data | --X--",
        "400 | multipart/form-data; boundary=X | nothing of a form",
        "400 | multipart/form-data; boundary=X | --X~Content-Disposition: form-data; name=\"a\"~~b",
        "422 | multipart/form-data; boundary=X | --X--~",
        "422 | multipart/form-data; boundary=X | --X~Content-Disposition: form-data; name=\"a\"~~b~--X--~"
      })
  void saysWhatIsWrongWithAForm(int status, String type, String body) {
    byte[] form = body.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII);
    Problems.require(status, served.post("/v1/predict", type, form));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X | --X~Content-Disposition: form-data; name=\"\u00ff\"~~b~--X--~",
        "X | --X~Content-Disposition: form-data; name=\"a\u00e4\"; filename=\"\u00c3\"~~b~--X--~",
        "X | --X~Content-Disposition: form-data; name=\"model\"~Content-Type: text/plain;"
            + " charset=none-such~~a~--X--~",
        "X | --X~Content-Disposition: form-data; name=\"_charset_\"~~none-such~--X--~",
        "X | --X~Content-Disposition: form-data; name~~b~--X--~",
        "X | --X~Content-Disposition: form-data; name*=\"%%\"~~b~--X--~",
        "X | --X~Content-Type: ~Content-Disposition: ~~b~--X--~",
        "'\"' | --X~~b~--X--~",
        "'\"X' | --X~~b~--X--~",
        "';' | --X~~b~--X--~",
        "'\u00e4' | --X~~b~--X--~",
      })
  void aFormThatIsOddInItsTextsIsTheClientsFault(String boundary, String body) {
    byte[] form = body.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    HttpResponse<byte[]> response =
        served.post("/v1/predict", "multipart/form-data; boundary=" + boundary, form);
    assertTrue(
        response.statusCode() == 400 || response.statusCode() == 422, "" + response.statusCode());
    Problems.require(response.statusCode(), response);
  }

  @Test
  void jsonThatIsDamagedInItsEncodingIsTheClientsFault() {
    for (byte[] body :
        new byte[][] {
          // UTF-32 of another order, beyond Unicode, cut off; UTF-16 cut off; UTF-8 that is none.
          {0, 0, (byte) 0xff, (byte) 0xfe, 0, 0, 0, '{'},
          {0, 0, 0, '{', 0, (byte) 0x7f, 0, 0},
          {0, 0, 0, '{', 0, 0},
          {0, '{', 0},
          {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'},
          {(byte) 0xfe, (byte) 0xff, 0}
        }) {
      String detail = Problems.require(400, served.post("/v1/predict", "application/json", body));
      assertTrue(detail.length() > 10, detail);
    }
  }

  @Test
  void aDamagedPictureIsRefusedAndTheServerGoesOn() {
    for (byte[] body : new byte[][] {{}, {1, 2, 3}, {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}}) {
      Problems.require(422, served.post("/v1/predict", "image/png", body));
    }
    assertEquals(200, served.get("/healthz").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site, cors, 403",
    "same-site, no-cors, 403",
    "same-origin, cors, 200",
    "none, navigate, 200",
    "cross-site, navigate, 200"
  })
  void requestsOfOtherSitesPagesAreRefused(String site, String mode, int status) {
    HttpResponse<byte[]> response =
        served.send(
            "/v1/models",
            request -> request.header("Sec-Fetch-Site", site).header("Sec-Fetch-Mode", mode));
    assertEquals(status, response.statusCode());
  }

  @Test
  void anOriginThatIsNotTheServersIsRefused() {
    Problems.require(
        403, served.send("/v1/models", request -> request.header("Origin", "http://evil.test")));
    String own = "http://127.0.0.1:" + served.port();
    assertEquals(
        200, served.send("/v1/models", request -> request.header("Origin", own)).statusCode());
  }
}
