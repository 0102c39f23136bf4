package org.popdns.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Continents;
import org.popdns.map.CountryOutlines.Point;

/** The outlines that come with the program are of all countries, and in their places. */
class CountryOutlinesTest {

  private static final CountryOutlines OUTLINES = CountryOutlines.read();

  /** Made by JUnit. */
  CountryOutlinesTest() {}

  @Test
  void countries_areThoseThatRulesKnow_andKosovo() {
    Set<String> known = new TreeSet<>(Set.of("XK"));
    Continents.all().forEach(continent -> known.addAll(Continents.countriesOf(continent)));
    assertThat(OUTLINES.rings().keySet()).containsExactlyElementsOf(known);
  }

  @Test
  void points_areOnTheEarth_andRingsDoNotGoAroundIt() {
    OUTLINES
        .rings()
        .forEach(
            (code, rings) -> {
              for (List<Point> ring : rings) {
                assertThat(ring).as(code).hasSizeGreaterThanOrEqualTo(rings.size() > 1 ? 3 : 1);
                Point before = ring.getLast();
                for (Point point : ring) {
                  assertThat(point.longitude()).as(code).isBetween(-180.0, 180.0);
                  assertThat(point.latitude()).as(code).isBetween(-90.0, 90.0);
                  boolean isAlongThePole = point.latitude() == -90 && before.latitude() == -90;
                  assertThat(Math.abs(point.longitude() - before.longitude()))
                      .as("%s at %s", code, point)
                      .isLessThan(isAlongThePole ? 361 : 180);
                  before = point;
                }
              }
            });
  }

  @Test
  void countriesThatAreDrawnApart_areThere() {
    assertThat(middles("GF")).isNotEmpty().allMatch(point -> point.longitude() < -50);
    assertThat(middles("FR")).isNotEmpty().allMatch(point -> point.longitude() > -6);
    assertThat(middles("SJ")).isNotEmpty().allMatch(point -> point.latitude() > 74);
    assertThat(middles("NO")).isNotEmpty().allMatch(point -> point.latitude() < 74);
    assertThat(OUTLINES.rings().get("CY")).hasSize(2);
    assertThat(OUTLINES.rings().get("SG")).containsExactly(List.of(new Point(103.8, 1.4)));
    assertThat(OUTLINES.rings().get("HK")).containsExactly(List.of(new Point(114.2, 22.4)));
    assertThat(OUTLINES.rings().get("MT")).containsExactly(List.of(new Point(14.4, 35.9)));
  }

  private static List<Point> middles(String code) {
    return OUTLINES.rings().getOrDefault(code, List.of()).stream().map(List::getFirst).toList();
  }

  @Test
  void lines_areStepsFromAPoint() {
    assertThat(CountryOutlines.of("AA 10 -20 5 0 0 -15\nBB 0 1\nAA 1 1 1 1\n").rings())
        .containsExactly(
            Map.entry(
                "AA",
                List.of(
                    List.of(new Point(1, -2), new Point(1.5, -2), new Point(1.5, -3.5)),
                    List.of(new Point(0.1, 0.1), new Point(0.2, 0.2)))),
            Map.entry("BB", List.of(List.of(new Point(0, 0.1)))));
  }
}
