package org.popdns.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The projection has the figures that were published for it, and is what its name says. */
class EqualEarthTest {

  private static final double SMALL = 1e-6;

  /** Made by JUnit. */
  EqualEarthTest() {}

  @Test
  void middle_isTheMiddle() {
    assertThat(EqualEarth.x(0, 0)).isZero();
    assertThat(EqualEarth.y(0)).isZero();
  }

  @Test
  void sheet_isAsWideAndHighAsPublished() {
    assertThat(EqualEarth.HALF_WIDTH).isCloseTo(2.7066299836, within(SMALL));
    assertThat(EqualEarth.HALF_HEIGHT).isCloseTo(1.3173627591, within(SMALL));
    // The poles are lines, 0.59 times as long as the equator.
    assertThat(EqualEarth.x(180, 90) / EqualEarth.HALF_WIDTH).isCloseTo(0.5925, within(0.0001));
  }

  @Test
  void west_mirrorsEast_andSouthNorth() {
    assertThat(EqualEarth.x(-77, 31)).isEqualTo(-EqualEarth.x(77, 31));
    assertThat(EqualEarth.x(77, -31)).isCloseTo(EqualEarth.x(77, 31), within(SMALL));
    assertThat(EqualEarth.y(-31)).isCloseTo(-EqualEarth.y(31), within(SMALL));
  }

  @Test
  void stripsOfTheSphere_haveTheirArea() {
    double step = 0.25;
    for (double south = -90; south < 90; south += step) {
      double onSheet =
          (EqualEarth.y(south + step) - EqualEarth.y(south))
              * (EqualEarth.x(180, south + step / 2) - EqualEarth.x(-180, south + step / 2));
      double onSphere =
          2 * Math.PI * (Math.sin(Math.toRadians(south + step)) - Math.sin(Math.toRadians(south)));
      assertThat(onSheet / onSphere).as("from %s", south).isCloseTo(1, within(1e-4));
    }
  }
}
