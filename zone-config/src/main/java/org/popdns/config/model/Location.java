package org.popdns.config.model;

import java.math.BigDecimal;

/**
 * A point of the earth's surface, which is taken for a sphere.
 *
 * @param latitude degrees north of the equator, from -90 to 90
 * @param longitude degrees east of Greenwich, from -180 to 180
 */
public record Location(double latitude, double longitude) {

  /** The mean radius of the earth (IUGG). */
  private static final double RADIUS_KILOMETRES = 6371.0088;

  /** Refuses what is no point. */
  public Location {
    if (!isValid(latitude, longitude)) {
      throw new IllegalArgumentException("no point of the earth: " + latitude + ", " + longitude);
    }
  }

  /** True if there is such a point. */
  public static boolean isValid(double latitude, double longitude) {
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  }

  /** The way along the great circle, in whole kilometres. */
  public int kilometresTo(Location other) {
    return kilometres(direction(), other.direction());
  }

  /** The point as seen from the earth's centre: a vector of length 1. */
  public double[] direction() {
    double north = Math.toRadians(latitude);
    double east = Math.toRadians(longitude);
    return new double[] {
      Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)
    };
  }

  /**
   * The way from one direction to another, in whole kilometres: by the chord between them, which
   * has no seam at the antimeridian and at the poles, and is exact for near points.
   */
  public static int kilometres(double[] from, double[] to) {
    double x = from[0] - to[0];
    double y = from[1] - to[1];
    double z = from[2] - to[2];
    double half = Math.sqrt(x * x + y * y + z * z) / 2;
    return (int) Math.round(2 * RADIUS_KILOMETRES * Math.asin(Math.min(1, half)));
  }

  /** As a file would write it: {@code 50.11, 8.68}. */
  @Override
  public String toString() {
    return degrees(latitude) + ", " + degrees(longitude);
  }

  /** Degrees as a file would write them. */
  public static String degrees(double degrees) {
    return BigDecimal.valueOf(degrees).stripTrailingZeros().toPlainString();
  }
}
