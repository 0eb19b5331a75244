package dev.weft.app.report;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.w3c.dom.Document;

/** What is painted through a {@link Graphics2D} as an SVG document: lines stay lines, text text. */
public final class Svg {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private Svg() {}

  /**
   * Paints.
   *
   * @param width of the picture in pixels, above 0
   * @param height likewise
   * @param painter what draws it
   * @return the document in UTF-8
   */
  public static byte[] of(int width, int height, Consumer<Graphics2D> painter) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment("drawn by Weft");
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(new Dimension(width, height));
    painter.accept(graphics);
    ByteArrayOutputStream svg = new ByteArrayOutputStream();
    try (Writer out = new OutputStreamWriter(svg, StandardCharsets.UTF_8)) {
      graphics.stream(out, true);
    } catch (SVGGraphics2DIOException e) {
      throw new IllegalStateException("SVG cannot be written", e);
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      graphics.dispose();
    }
    return svg.toByteArray();
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no XML documents", e);
    }
  }
}
