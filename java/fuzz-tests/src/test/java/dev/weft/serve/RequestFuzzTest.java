package dev.weft.serve;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weft.fuzz.Reading;
import dev.weft.serve.http.RequestException;
import dev.weft.serve.http.ServerLimits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletionException;

/** Bodies of requests: a line for their type, then what is sent. */
class RequestFuzzTest {
  private static final int PIXELS = 784;
  private static final RequestReader READER = new RequestReader(ServerLimits.defaults(), PIXELS);

  @FuzzTest
  void read(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    String type = new String(content, 0, end, StandardCharsets.ISO_8859_1);
    byte[] body = Arrays.copyOfRange(content, Math.min(end + 1, content.length), content.length);
    try {
      RequestReader.require(type);
      READER.read(type, body).join();
    } catch (RequestException e) {
      Reading.requireWords(e.problem().detail());
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof RequestException)) {
        throw e;
      }
    }
  }
}
