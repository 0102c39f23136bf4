package org.popdns.map;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.popdns.map.CountryOutlines.Point;

/**
 * A map as SVG 1.1 text: well-formed, without script and without anything from elsewhere, readable
 * on a light and on a dark page, with a title for each country. What is drawn in the plane of the
 * sheet has tenths of a unit for coordinates. One use, by one thread.
 */
public final class WorldMapSvg {

  /** How a file begins that is one of these maps. */
  public static final String BEGINNING = "<!-- drawn by popdns map -->\n";

  private static final int WIDTH = 1000;
  private static final int MARGIN = 12;
  private static final int TITLE_HEIGHT = 34;
  private static final int LINE_HEIGHT = 19;
  private static final int ENTRY_HEIGHT = 21;
  private static final double SCALE = (WIDTH / 2.0 - MARGIN) / EqualEarth.HALF_WIDTH;
  private static final int MAP_HEIGHT = (int) Math.ceil(2 * SCALE * EqualEarth.HALF_HEIGHT);
  private static final int LONGEST_LINE = 140;
  private static final int TENTHS = 10;
  private static final int DOT_TENTHS = 30;

  private static final String STYLE =
      """
      <style>
      text{font:13px system-ui,sans-serif;fill:#1d2833}
      .title{font-size:18px;font-weight:600}
      .page{fill:#fff}
      .sea{fill:#eaf1f6;stroke:#9fb3c2}
      .land{stroke:#fff;stroke-width:5;stroke-linejoin:round}
      .dot{stroke:#3d4c59;stroke-width:5}
      .mark{fill:#fff;stroke:#1d2833;stroke-width:8;pointer-events:none}
      .site{fill:#1d2833;stroke:#fff;stroke-width:8}
      .name{paint-order:stroke;stroke:#fff;stroke-width:3px}
      @media(prefers-color-scheme:dark){
      text{fill:#e4ebf0}
      .page{fill:#10181f}
      .sea{fill:#1a2630;stroke:#4a5f70}
      .land{stroke:#10181f}
      .dot{stroke:#e4ebf0}
      .site{fill:#e4ebf0;stroke:#10181f}
      .name{stroke:#10181f}
      }
      </style>
      """;

  private final WorldMap map;
  private final CountryOutlines outlines;
  private final StringBuilder svg = new StringBuilder(1 << 17);

  private WorldMapSvg(WorldMap map, CountryOutlines outlines) {
    this.map = map;
    this.outlines = outlines;
  }

  /** Draws a map. */
  public static String of(WorldMap map) {
    WorldMapSvg drawn = new WorldMapSvg(map, CountryOutlines.read());
    drawn.sheet();
    return drawn.svg.toString();
  }

  private void sheet() {
    int top = TITLE_HEIGHT + LINE_HEIGHT * map.lines().size();
    int legend = top + MAP_HEIGHT + MARGIN;
    int height = legend + ENTRY_HEIGHT * map.legend().size() + MARGIN;
    svg.append(BEGINNING);
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" role=\"img\" aria-labelledby=\"title desc\">\n"
            .formatted(WIDTH, height));
    svg.append("<title id=\"title\">").append(Xml.text(map.title())).append("</title>\n");
    svg.append("<desc id=\"desc\">").append(Xml.text(map.description())).append("</desc>\n");
    svg.append(STYLE);
    patterns();
    svg.append(
        "<rect class=\"page\" width=\"%s\" height=\"%s\" fill=\"#fff\"/>\n"
            .formatted(WIDTH, height));
    text("title", MARGIN, TITLE_HEIGHT - MARGIN, map.title());
    for (int line = 0; line < map.lines().size(); line++) {
      text(
          "line",
          MARGIN,
          TITLE_HEIGHT + LINE_HEIGHT * line + LINE_HEIGHT / 2,
          map.lines().get(line));
    }
    svg.append(
        "<g transform=\"translate(%s %s) scale(.1)\">\n"
            .formatted(WIDTH / 2, top + MAP_HEIGHT / 2));
    sea();
    countries();
    svg.append("</g>\n");
    map.sites().forEach(site -> name(site, top + MAP_HEIGHT / 2));
    for (int entry = 0; entry < map.legend().size(); entry++) {
      entry(map.legend().get(entry), legend + ENTRY_HEIGHT * entry);
    }
    svg.append("</svg>\n");
  }

  private void patterns() {
    Set<Fill> hatched = new LinkedHashSet<>();
    map.legend().stream()
        .filter(WorldMap.Entry.OfFill.class::isInstance)
        .forEach(entry -> hatched.add(((WorldMap.Entry.OfFill) entry).fill()));
    outlines.rings().keySet().forEach(code -> hatched.add(country(code).fill()));
    hatched.removeIf(fill -> fill.hatch() == Fill.Hatch.NONE);
    svg.append("<defs>\n");
    for (Fill fill : hatched) {
      String lines = fill.hatch() == Fill.Hatch.LINES ? "M0 40H80" : "M0 40H80M40 0V80";
      svg.append(
          ("<pattern id=\"%s\" width=\"80\" height=\"80\" patternUnits=\"userSpaceOnUse\""
                  + " patternTransform=\"rotate(45)\"><rect width=\"80\" height=\"80\""
                  + " fill=\"%s\"/><path d=\"%s\" stroke=\"#1d2833\""
                  + " stroke-width=\"16\"/></pattern>\n")
              .formatted(patternName(fill), fill.colourText(), lines));
    }
    svg.append("</defs>\n");
  }

  private static String patternName(Fill fill) {
    String colour = fill.colour() == Fill.NEUTRAL ? "grey" : Integer.toString(fill.colour());
    return fill.hatch().name().toLowerCase(Locale.ROOT) + "-" + colour;
  }

  private static String paint(Fill fill) {
    return fill.hatch() == Fill.Hatch.NONE ? fill.colourText() : "url(#" + patternName(fill) + ")";
  }

  private WorldMap.Country country(String code) {
    WorldMap.Country known = map.countries().get(code);
    return known == null ? new WorldMap.Country(Fill.NONE, code, WorldMap.Mark.NONE) : known;
  }

  private void sea() {
    SvgPath edge = new SvgPath();
    for (int latitude = -90; latitude <= 90; latitude += 5) {
      edge.to(x(180, latitude), y(latitude));
    }
    for (int latitude = 90; latitude >= -90; latitude -= 5) {
      edge.to(x(-180, latitude), y(latitude));
    }
    edge.close();
    svg.append("<path class=\"sea\" fill=\"#eaf1f6\" stroke-width=\"8\" d=\"")
        .append(edge)
        .append("\"/>\n");
  }

  private void countries() {
    StringBuilder above = new StringBuilder();
    outlines
        .rings()
        .forEach(
            (code, rings) -> {
              WorldMap.Country country = country(code);
              String title = "<title>" + Xml.text(country.text()) + "</title>";
              Point middle = rings.getFirst().getFirst();
              if (rings.getFirst().size() == 1) {
                above.append(
                    "<circle id=\"%s\" class=\"dot\" fill=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\">%s</circle>\n"
                        .formatted(
                            code, paint(country.fill()), x(middle), y(middle), DOT_TENTHS, title));
                if (country.mark() == WorldMap.Mark.PARTS_DIFFER) {
                  above.append(mark(x(middle) + 2 * DOT_TENTHS, y(middle)));
                }
                return;
              }
              Outline outline = new Outline(rings);
              svg.append(
                  "<path id=\"%s\" class=\"land\" fill=\"%s\" fill-rule=\"evenodd\" d=\"%s\">%s</path>\n"
                      .formatted(code, paint(country.fill()), outline.path(), title));
              if (country.mark() == WorldMap.Mark.PARTS_DIFFER) {
                above.append(mark(outline.middleX(), outline.middleY()));
              }
            });
    svg.append(above);
    for (WorldMap.Site site : map.sites()) {
      svg.append(
          "<circle class=\"site\" cx=\"%s\" cy=\"%s\" r=\"45\"><title>%s</title></circle>\n"
              .formatted(
                  x(site.longitude(), site.latitude()), y(site.latitude()), Xml.text(site.name())));
    }
  }

  private static String mark(int x, int y) {
    return "<path class=\"mark\" d=\"M%s %sl45 80h-90z\"/>\n".formatted(x, y - 50);
  }

  private void name(WorldMap.Site site, int middle) {
    int x = WIDTH / 2 + x(site.longitude(), site.latitude()) / TENTHS;
    text("name", x + 7, middle + y(site.latitude()) / TENTHS + 4, site.name());
  }

  private void entry(WorldMap.Entry entry, int y) {
    svg.append("<g transform=\"translate(%s %s) scale(.1)\">".formatted(MARGIN, y));
    switch (entry) {
      case WorldMap.Entry.OfFill(Fill fill, String _) ->
          svg.append(
              "<rect class=\"dot\" width=\"260\" height=\"150\" fill=\"%s\"/>"
                  .formatted(paint(fill)));
      case WorldMap.Entry.OfMark(String _) -> svg.append(mark(130, 80).stripTrailing());
    }
    svg.append("</g>\n");
    text("entry", MARGIN + 36, y + 12, entry.text());
  }

  private void text(String kind, int x, int y, String text) {
    String shown =
        text.codePointCount(0, text.length()) <= LONGEST_LINE
            ? text
            : text.substring(0, text.offsetByCodePoints(0, LONGEST_LINE - 1)) + "…";
    svg.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n".formatted(kind, x, y, Xml.text(shown)));
  }

  private static int x(Point point) {
    return x(point.longitude(), point.latitude());
  }

  private static int y(Point point) {
    return y(point.latitude());
  }

  static int x(double longitude, double latitude) {
    return (int) Math.round(TENTHS * SCALE * EqualEarth.x(longitude, latitude));
  }

  static int y(double latitude) {
    return (int) Math.round(-TENTHS * SCALE * EqualEarth.y(latitude));
  }

  /** A country's rings on the sheet, and the middle of the largest. */
  private static final class Outline {

    private final SvgPath path = new SvgPath();
    private double largest;
    private double middleX;
    private double middleY;

    Outline(List<List<Point>> rings) {
      for (List<Point> ring : rings) {
        ring.forEach(point -> path.to(x(point), y(point)));
        path.close();
        weigh(ring);
      }
    }

    private void weigh(List<Point> ring) {
      double area = 0;
      double sumX = 0;
      double sumY = 0;
      Point before = ring.getLast();
      for (Point point : ring) {
        double cross = (double) x(before) * y(point) - (double) x(point) * y(before);
        area += cross / 2;
        sumX += (x(before) + x(point)) * cross;
        sumY += (y(before) + y(point)) * cross;
        before = point;
      }
      if (Math.abs(area) > Math.abs(largest)) {
        largest = area;
        middleX = sumX / (6 * area);
        middleY = sumY / (6 * area);
      }
    }

    SvgPath path() {
      return path;
    }

    int middleX() {
      return (int) Math.round(middleX);
    }

    int middleY() {
      return (int) Math.round(middleY);
    }
  }
}
