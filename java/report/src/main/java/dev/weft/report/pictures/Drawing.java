package dev.weft.report.pictures;

import java.awt.Graphics2D;

/** A picture that can be painted as a bitmap and as SVG. */
interface Drawing {
  /** In pixels. */
  int width();

  /** In pixels. */
  int height();

  /** Paints it, background and all. */
  void paint(Graphics2D g);
}
