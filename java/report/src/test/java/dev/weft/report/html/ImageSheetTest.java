package dev.weft.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.data.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageSheetTest {
  @Test
  void holdsEachImageOnceAndUnchanged() throws Exception {
    ImageSize size = new ImageSize(3, 2);
    byte[] pixels = new byte[50 * size.pixels()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7);
    }
    ImageSheet sheet = new ImageSheet("test", size, ByteBuffer.wrap(pixels));
    assertEquals("", sheet.css());
    for (int sample = 49; sample >= 10; sample--) {
      sheet.picture(sample);
    }
    SheetPicture again = sheet.picture(17);
    assertEquals(new SheetPicture("test", 0, 1, 3, 2), again);
    String css = sheet.css();
    String base64 = css.substring(css.indexOf("base64,") + 7, css.indexOf(")}"));
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    assertEquals(2 * size.height(), image.getHeight());
    for (int i = 0; i < size.pixels(); i++) {
      int shown = image.getRaster().getSample(i % 3, size.height() + i / 3, 0);
      assertEquals(pixels[17 * size.pixels() + i] & 0xff, shown);
    }
  }
}
