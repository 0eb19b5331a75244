package dev.weft.report.pictures;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.FieldPosition;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.DefaultErrorHandler;
import org.apache.batik.svggen.DefaultExtensionHandler;
import org.apache.batik.svggen.DefaultStyleHandler;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Document;

/** What is painted through a {@link Graphics2D} as an SVG document of lines, shapes and text. */
public final class Svg {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private static final char REPLACEMENT = '\ufffd';

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
    SVGGraphics2D graphics = new SVGGraphics2D(new Context(document()), false);
    graphics.setSVGCanvasSize(new Dimension(width, height));
    painter.accept(graphics);
    ByteArrayOutputStream svg = new ByteArrayOutputStream();
    try (Writer out = new XmlWriter(svg)) {
      graphics.stream(out, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      graphics.dispose();
    }
    return svg.toByteArray();
  }

  /** UTF-8 without the characters that no XML document may hold; names of classes may have them. */
  private static final class XmlWriter extends FilterWriter {
    XmlWriter(OutputStream out) {
      super(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void write(int c) throws IOException {
      boolean allowed = c >= ' ' ? c < 0xfffe : c == '\t' || c == '\n' || c == '\r';
      out.write(allowed ? c : REPLACEMENT);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      for (int i = from; i < from + length; i++) {
        write(text[i]);
      }
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
      write(text.toCharArray(), from, length);
    }
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

  /** Batik's default settings, but for the form of numbers. */
  private static final class Context extends SVGGeneratorContext {
    Context(Document document) {
      super(document);
      setIDGenerator(new SVGIDGenerator());
      setExtensionHandler(new DefaultExtensionHandler());
      setImageHandler(new ImageHandlerBase64Encoder());
      setStyleHandler(new DefaultStyleHandler());
      setErrorHandler(new DefaultErrorHandler());
      setComment("drawn by Weft");
      decimalFormat = new Hundredths();
    }
  }

  /**
   * Numbers with at most two decimals. Charts are made of tens of thousands of numbers, outlines of
   * letters above all, and {@link DecimalFormat} itself takes most of the time of a picture.
   */
  private static final class Hundredths extends DecimalFormat {
    private static final long serialVersionUID = 1L;

    Hundredths() {
      // With groups of digits, which it has by default, a DecimalFormat goes its own, faster way.
      setGroupingUsed(false);
    }

    @Override
    public StringBuffer format(double value, StringBuffer to, FieldPosition position) {
      long hundredths = Math.round(value * 100);
      if (hundredths < 0) {
        to.append('-');
        hundredths = -hundredths;
      }
      to.append(hundredths / 100);
      long decimals = hundredths % 100;
      if (decimals != 0) {
        to.append('.').append(decimals / 10);
        if (decimals % 10 != 0) {
          to.append(decimals % 10);
        }
      }
      return to;
    }
  }
}
