package dev.weft.datasets.garments;

import dev.weft.datasets.fashion.FashionMnist;

/**
 * Paints one garment of a class: outlines from a few measures, each drawn at random. The measures
 * of T-shirt, pullover, coat and shirt overlap, as those of real garments do, so that nobody gets
 * all of them right.
 */
public final class GarmentPainter {
  private final Canvas canvas;
  private final Draws draws;
  private final double centre;
  private final double shift;
  private final double shade;

  public GarmentPainter(Canvas canvas, Draws draws) {
    this.canvas = canvas;
    this.draws = draws;
    this.centre = canvas.side() / 2.0 + draws.between(-1.5, 1.5);
    this.shift = draws.between(-1.5, 1.5);
    this.shade = draws.between(0.35, 1);
  }

  /** Paints a garment of the class with this label in {@link FashionMnist#CLASS_NAMES}. */
  public void paint(int label) {
    switch (label) {
      case 0 -> shirtLike(draws.between(1, 8), draws.between(21, 25), 0.15, 0.1);
      case 1 -> trouser();
      case 2 -> shirtLike(draws.between(11, 18), draws.between(21, 25), 0.05, 0.1);
      case 3 -> dress();
      case 4 -> shirtLike(draws.between(12, 19), draws.between(23, 27), 0.75, 0.5);
      case 5 -> sandal();
      case 6 ->
          shirtLike(
              draws.chance(0.4) ? draws.between(2, 8) : draws.between(9, 18),
              draws.between(21, 26),
              0.5,
              0.7);
      case 7 -> shoe(draws.between(5, 9), false);
      case 8 -> bag();
      case 9 -> shoe(draws.between(9, 17), draws.chance(0.6));
      default -> throw new IllegalArgumentException("there is no class " + label);
    }
    Texture.draw(canvas.side(), draws).apply(canvas);
  }

  /** A torso with two sleeves; perhaps open in front, perhaps with a collar. */
  private void shirtLike(double sleeve, double bottom, double open, double collar) {
    double top = 3.5 + shift;
    double chest = draws.between(5.2, 7.4);
    double hem = chest * draws.between(0.88, 1.1);
    double neck = draws.between(1.6, 3.2);
    double end = Math.min(27.5, bottom + shift);
    sleeves(chest, top, sleeve);
    canvas.polygon(
        shade,
        centre - neck,
        top,
        centre - chest,
        top + 2,
        centre - hem,
        end,
        centre + hem,
        end,
        centre + chest,
        top + 2,
        centre + neck,
        top,
        centre,
        top + draws.between(0.5, 3.5));
    if (draws.chance(open)) {
      double width = draws.between(0.4, 1);
      strip(darker(), centre - width / 2, top + 2, centre + width / 2, end);
    }
    if (draws.chance(collar)) {
      double drop = draws.between(1.5, 4);
      for (int side = -1; side <= 1; side += 2) {
        canvas.polygon(
            lighter(),
            centre + side * neck,
            top - 0.5,
            centre + side * (neck + 1.2),
            top + 0.6,
            centre + side * 0.4,
            top + drop);
      }
    }
  }

  private void sleeves(double chest, double top, double length) {
    double width = draws.between(2.4, 3.8);
    double reach = draws.between(0.15, 0.4) * length + draws.between(0.5, 2);
    double limit = Math.min(reach, canvas.side() / 2.0 - chest - 0.5);
    for (int side = -1; side <= 1; side += 2) {
      double shoulder = centre + side * (chest - 1);
      double cuff = centre + side * (chest + limit);
      canvas.polygon(
          shade * 0.93,
          shoulder,
          top + 1.3,
          cuff,
          top + 1.6 + length,
          cuff - side * width,
          top + 2.4 + length,
          shoulder,
          top + 2 + 1.4 * width);
    }
  }

  private void trouser() {
    double top = 2.5 + shift;
    double end = Math.min(27.5, draws.between(23, 26.5) + shift);
    double waist = draws.between(3.2, 5.2);
    double spread = draws.between(-0.3, 2.2);
    double leg = draws.between(1.8, 3.2);
    double crotch = top + draws.between(5, 9);
    for (int side = -1; side <= 1; side += 2) {
      canvas.polygon(
          shade,
          centre,
          top,
          centre + side * waist,
          top,
          centre + side * (waist + spread),
          end,
          centre + side * (waist + spread - leg),
          end,
          centre,
          crotch);
    }
  }

  private void dress() {
    double top = 2.5 + shift;
    double end = Math.min(27.5, draws.between(23, 27) + shift);
    double chest = draws.between(2.8, 5);
    double waist = chest * draws.between(0.65, 1);
    double hem = draws.between(3.2, 8);
    double middle = top + draws.between(7, 11);
    if (draws.chance(0.45)) {
      sleeves(chest, top, draws.between(1, 14));
    }
    canvas.polygon(
        shade,
        centre - chest * 0.5,
        top,
        centre - chest,
        top + 2,
        centre - waist,
        middle,
        centre - hem,
        end,
        centre + hem,
        end,
        centre + waist,
        middle,
        centre + chest,
        top + 2,
        centre + chest * 0.5,
        top,
        centre,
        top + draws.between(1, 4));
  }

  private void bag() {
    double half = draws.between(6.5, 11.5);
    double top = draws.between(8, 13) + shift;
    double end = Math.min(27.5, top + draws.between(8, 14));
    double slant = draws.between(-1.5, 1.5);
    if (draws.chance(0.85)) {
      double grip = half * draws.between(0.35, 0.8);
      double rise = Math.min(top - 0.5, draws.between(3, 9));
      double thick = draws.between(0.7, 1.6);
      arch(shade * 0.9, grip, top, rise);
      arch(0, grip - thick, top, rise - thick);
    }
    canvas.polygon(
        shade,
        centre - half,
        top,
        centre - half - slant,
        end,
        centre + half + slant,
        end,
        centre + half,
        top);
    if (draws.chance(0.5)) {
      double flap = top + draws.between(2, 5);
      strip(darker(), centre - half, flap, centre + half, flap + 0.8);
    }
  }

  private void arch(double grey, double half, double foot, double rise) {
    canvas.polygon(
        grey,
        centre - half,
        foot,
        centre - half,
        foot - 0.6 * rise,
        centre - 0.6 * half,
        foot - rise,
        centre + 0.6 * half,
        foot - rise,
        centre + half,
        foot - 0.6 * rise,
        centre + half,
        foot);
  }

  /** A closed shoe that points to the left; the height of its ankle makes it a boot. */
  private void shoe(double height, boolean heel) {
    double ground = draws.between(20, 24) + shift;
    double toe = centre - draws.between(10.5, 13);
    double back = centre + draws.between(9.5, 12.5);
    double sole = draws.between(1, 2.2);
    double ankle = draws.between(6, 9);
    double instep = draws.between(2.5, 4);
    double top = Math.max(0.5, ground - height);
    canvas.polygon(
        shade,
        toe,
        ground,
        toe + 0.5,
        ground - 1.8,
        toe + 4,
        ground - instep,
        back - ankle - 2,
        ground - Math.min(height, instep + 3),
        back - ankle,
        top,
        back - 0.5,
        top,
        back,
        ground);
    strip(lighter(), toe, ground, back, ground + sole);
    if (heel) {
      double block = draws.between(1, 3);
      strip(shade * 0.8, back - draws.between(3, 6), ground + sole, back, ground + sole + block);
    }
    if (draws.chance(0.5)) {
      double stripe = back - ankle + draws.between(-2, 3);
      canvas.polygon(
          darker(),
          stripe,
          ground,
          stripe + 1.2,
          ground,
          stripe + 2.2,
          ground - instep,
          stripe + 1,
          ground - instep);
    }
  }

  /** A sole with a few straps over it, perhaps on a high heel. */
  private void sandal() {
    double ground = draws.between(20, 24) + shift;
    double toe = centre - draws.between(10.5, 13);
    double back = centre + draws.between(9.5, 12.5);
    double heel = draws.chance(0.5) ? draws.between(2, 9) : draws.between(0, 1.5);
    double sole = draws.between(0.9, 2);
    canvas.polygon(
        shade,
        toe,
        ground - sole,
        centre - 2,
        ground - sole,
        back,
        ground - heel - sole,
        back,
        ground - heel,
        centre - 1,
        ground,
        toe,
        ground);
    strip(shade * 0.9, back - draws.between(1, 2.5), ground - heel, back, ground);
    int straps = 2 + draws.below(3);
    for (int i = 0; i < straps; i++) {
      double at = toe + 2 + (back - toe - 4) * (i + draws.between(0, 0.8)) / straps;
      double lean = draws.between(-2, 4);
      double rise = draws.between(2.5, 6.5) + heel * (at - toe) / (back - toe);
      double wide = draws.between(0.8, 1.9);
      canvas.polygon(
          shade * draws.between(0.7, 1),
          at,
          ground - sole * 0.5,
          at + lean,
          ground - sole - rise,
          at + lean + wide,
          ground - sole - rise,
          at + wide + 1,
          ground - sole * 0.5);
    }
  }

  private void strip(double grey, double left, double top, double right, double bottom) {
    canvas.polygon(grey, left, top, right, top, right, bottom, left, bottom);
  }

  private double darker() {
    return shade * draws.between(0.35, 0.8);
  }

  private double lighter() {
    return Math.min(1, shade * draws.between(1, 1.4));
  }
}
