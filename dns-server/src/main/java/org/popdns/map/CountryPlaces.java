package org.popdns.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.popdns.map.CountryOutlines.Point;

/**
 * Places within countries: for whoever asks what is near to their people. Immutable.
 *
 * @param middle the middle of the largest part
 * @param corners of the outlines; of a country that is a point, that point
 */
public record CountryPlaces(Place middle, List<Place> corners) {

  /** Copies the list. */
  public CountryPlaces {
    corners = List.copyOf(corners);
  }

  /** A place; degrees to the north and to the east. */
  public record Place(double latitude, double longitude) {

    private static Place of(Point point) {
      return new Place(point.latitude(), point.longitude());
    }
  }

  /** Those of all countries, by their codes. */
  public static Map<String, CountryPlaces> read() {
    Map<String, CountryPlaces> places = new LinkedHashMap<>();
    CountryOutlines.read().rings().forEach((code, rings) -> places.put(code, of(rings)));
    return places;
  }

  private static CountryPlaces of(List<List<Point>> rings) {
    List<Place> corners = new ArrayList<>();
    Place middle = Place.of(rings.getFirst().getFirst());
    double largest = 0;
    for (List<Point> ring : rings) {
      ring.forEach(point -> corners.add(Place.of(point)));
      Weight weight = Weight.of(ring);
      if (weight.onEarth() > largest) {
        largest = weight.onEarth();
        middle = new Place(weight.latitude, weight.longitude);
      }
    }
    return new CountryPlaces(middle, corners);
  }

  /** A ring's area in square degrees, and where its middle is. */
  private record Weight(double area, double latitude, double longitude) {

    static Weight of(List<Point> ring) {
      double area = 0;
      double north = 0;
      double east = 0;
      Point before = ring.getLast();
      for (Point point : ring) {
        double cross =
            before.longitude() * point.latitude() - point.longitude() * before.latitude();
        area += cross / 2;
        east += (before.longitude() + point.longitude()) * cross;
        north += (before.latitude() + point.latitude()) * cross;
        before = point;
      }
      return area == 0
          ? new Weight(0, before.latitude(), before.longitude())
          : new Weight(Math.abs(area), north / (6 * area), east / (6 * area));
    }

    /** The same with degrees of longitude as long as they are there. */
    double onEarth() {
      return area * Math.cos(Math.toRadians(latitude));
    }
  }
}
