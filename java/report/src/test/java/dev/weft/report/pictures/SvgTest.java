package dev.weft.report.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Path2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SvgTest {
  @Test
  void shapesKeepTheirPlacesToAHundredth() {
    Path2D path = new Path2D.Double();
    path.moveTo(1.006, -0.004);
    path.lineTo(-12.3456, 100.1);
    path.lineTo(1234.56, -0.05);
    String svg = new String(Svg.of(200, 100, g -> g.draw(path)), StandardCharsets.UTF_8);
    assertTrue(svg.contains("M1.01 0 L-12.35 100.1 L1234.56 -0.05"), svg);
    assertTrue(svg.contains("width=\"200\"") && svg.contains("height=\"100\""), svg);
  }

  @Test
  void textStaysText() {
    String svg =
        new String(Svg.of(50, 50, g -> g.drawString("a < b", 1, 9)), StandardCharsets.UTF_8);
    assertTrue(svg.contains(">a &lt; b<"), svg);
    assertEquals(1, svg.split("</svg", -1).length - 1);
  }

  /** Names of classes may hold what no XML document may. */
  @Test
  void whatXmlForbidsIsReplaced() throws Exception {
    byte[] svg = Svg.of(50, 50, g -> g.drawString("a\u0000\u001bb\uffff\ud83d\udc5f\u0085", 1, 9));
    DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
    parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Document read = parsers.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    assertTrue(
        read.getDocumentElement().getTextContent().contains("a\ufffd\ufffdb\ufffd\ud83d\udc5f"));
  }
}
