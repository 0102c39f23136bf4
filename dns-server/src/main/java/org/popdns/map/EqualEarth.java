package org.popdns.map;

/**
 * The Equal Earth projection of B. Šavrič, T. Patterson and B. Jenny (International Journal of
 * Geographical Information Science 33, 2019): countries of the same area are of the same size on
 * the sheet, wherever they are. Of a sphere of radius 1, with the meridian of Greenwich in the
 * middle. Pure.
 */
final class EqualEarth {

  private static final double A1 = 1.340264;
  private static final double A2 = -0.081106;
  private static final double A3 = 0.000893;
  private static final double A4 = 0.003796;
  private static final double M = Math.sqrt(3) / 2;

  /** How far the sheet reaches to the east, and to the west. */
  static final double HALF_WIDTH = x(180, 0);

  /** How far the sheet reaches to the north, and to the south. */
  static final double HALF_HEIGHT = y(90);

  private EqualEarth() {}

  private static double parameter(double latitude) {
    return Math.asin(M * Math.sin(Math.toRadians(latitude)));
  }

  /** How far to the east a place is on the sheet; both in degrees. */
  static double x(double longitude, double latitude) {
    double theta = parameter(latitude);
    double square = theta * theta;
    double sixth = square * square * square;
    return Math.toRadians(longitude)
        * Math.cos(theta)
        / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)));
  }

  /** How far to the north a parallel is on the sheet. */
  static double y(double latitude) {
    double theta = parameter(latitude);
    double square = theta * theta;
    double sixth = square * square * square;
    return theta * (A1 + A2 * square + sixth * (A3 + A4 * square));
  }
}
