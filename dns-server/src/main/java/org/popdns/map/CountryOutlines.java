package org.popdns.map;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where countries are: Natural Earth's outlines at 1:110,000,000, and a point for each country that
 * is too small to have one there. Read once, from {@code countries.txt}. Immutable.
 */
final class CountryOutlines {

  private static final double TENTHS = 10;

  /** A place in degrees. */
  record Point(double longitude, double latitude) {}

  /**
   * By the countries' codes in their order, rings that close by themselves, or one of one point.
   */
  private final Map<String, List<List<Point>>> rings;

  private CountryOutlines(Map<String, List<List<Point>>> rings) {
    this.rings = rings;
  }

  /** Those that come with the program. */
  static CountryOutlines read() {
    try (InputStream file = CountryOutlines.class.getResourceAsStream("countries.txt")) {
      if (file == null) {
        throw new IllegalStateException("countries.txt is not in the program");
      }
      return of(new String(file.readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of a text: on each line a code, a point in tenths of a degree, steps to the others. */
  static CountryOutlines of(String text) {
    Map<String, List<List<Point>>> rings = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", -1);
      List<Point> ring = new ArrayList<>();
      int longitude = 0;
      int latitude = 0;
      for (int word = 1; word + 1 < words.length; word += 2) {
        longitude += Integer.parseInt(words[word]);
        latitude += Integer.parseInt(words[word + 1]);
        ring.add(new Point(longitude / TENTHS, latitude / TENTHS));
      }
      rings.computeIfAbsent(words[0], code -> new ArrayList<>()).add(List.copyOf(ring));
    }
    rings.replaceAll((code, of) -> List.copyOf(of));
    return new CountryOutlines(Collections.unmodifiableMap(rings));
  }

  /** The countries' rings by their codes, in the order of these. */
  Map<String, List<List<Point>>> rings() {
    return rings;
  }
}
