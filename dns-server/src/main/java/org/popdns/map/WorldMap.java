package org.popdns.map;

import java.util.List;
import java.util.Map;

/**
 * What is to be drawn. Texts are plain: whoever draws escapes them. Immutable.
 *
 * @param title one line
 * @param lines what stands below the title, each a line
 * @param description all that the map says, for who can't see it
 * @param countries by their codes; those that are missing are drawn as {@link Fill#NONE}
 * @param legend what the fills mean
 * @param sites what is marked with its name
 */
public record WorldMap(
    String title,
    List<String> lines,
    String description,
    Map<String, Country> countries,
    List<Entry> legend,
    List<Site> sites) {

  /** Copies. */
  public WorldMap {
    lines = List.copyOf(lines);
    countries = Map.copyOf(countries);
    legend = List.copyOf(legend);
    sites = List.copyOf(sites);
  }

  /**
   * A country.
   *
   * @param text what it says when pointed at
   * @param mark whether parts of it are otherwise
   */
  public record Country(Fill fill, String text, Mark mark) {}

  /** Whether a country has a mark. */
  public enum Mark {
    /** All of it is as it is painted. */
    NONE,
    /** Parts of it are otherwise. */
    PARTS_DIFFER
  }

  /** A line of the legend: a swatch, or the mark, and what it means. */
  public sealed interface Entry {

    /** What it means. */
    String text();

    /** What a fill means. */
    record OfFill(Fill fill, String text) implements Entry {}

    /** What the mark of countries means. */
    record OfMark(String text) implements Entry {}
  }

  /** A place with a name; degrees to the north and to the east. */
  public record Site(String name, double latitude, double longitude) {}
}
