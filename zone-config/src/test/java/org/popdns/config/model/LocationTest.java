package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {

  @ParameterizedTest(name = "{0}, {1} to {2}, {3}")
  @CsvSource({
    "50.11, 8.68, 50.11, 8.68, 0",
    "50.11, 8.68, 52.37, 4.9, 364",
    "50.11, 8.68, 40.71, -74.01, 6203",
    // Over the antimeridian: Fiji and Samoa.
    "-18.14, 178.44, -13.83, -171.76, 1152",
    "0, 179.5, 0, -179.5, 111",
    "10, 180, 10, -180, 0",
    // Over the poles, where every longitude is the same point.
    "89.5, 0, 89.5, 180, 111",
    "90, 17, 90, -100, 0",
    "-90, 0, -89, 90, 111",
    "90, 0, -90, 0, 20015",
    "0, 0, 0, 180, 20015",
  })
  void kilometres_goAlongTheGreatCircle(
      double latitude,
      double longitude,
      double otherLatitude,
      double otherLongitude,
      int expected) {
    Location from = new Location(latitude, longitude);
    Location to = new Location(otherLatitude, otherLongitude);
    assertThat(from.kilometresTo(to)).isEqualTo(expected);
    assertThat(to.kilometresTo(from)).isEqualTo(expected);
  }

  // The spherical law of cosines, in its own words.
  private static double lawOfCosines(Location from, Location to) {
    double between = Math.toRadians(from.longitude() - to.longitude());
    double north = Math.toRadians(from.latitude());
    double other = Math.toRadians(to.latitude());
    double cosine =
        Math.sin(north) * Math.sin(other) + Math.cos(north) * Math.cos(other) * Math.cos(between);
    return 6371.0088 * Math.acos(Math.max(-1, Math.min(1, cosine)));
  }

  @Test
  void kilometres_areThoseOfTheLawOfCosines() {
    Random random = new Random(6371);
    for (int i = 0; i < 100_000; i++) {
      Location from = anywhere(random);
      Location to = anywhere(random);
      assertThat(from.kilometresTo(to) - lawOfCosines(from, to))
          .as("%s to %s", from, to)
          .isBetween(-0.51, 0.51);
    }
  }

  private static Location anywhere(Random random) {
    return new Location(random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180);
  }

  @Test
  void noPointOfTheEarth_isRefused() {
    assertThatThrownBy(() -> new Location(90.1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no point of the earth: 90.1, 0.0");
    assertThat(Location.isValid(0, -180.5)).isFalse();
    assertThat(Location.isValid(Double.NaN, 0)).isFalse();
  }

  @Test
  void location_isWrittenAsInAFile() {
    assertThat(new Location(50, -8.5)).hasToString("50, -8.5");
    assertThat(new Location(-0.00001, 100)).hasToString("-0.00001, 100");
  }

  @Test
  void nearestPools_keepTheOrderOfWhatIsEquallyFar_andOfWhatIsNowhere() {
    NearestPools pools =
        new NearestPools(
            Stream.of(null, new Location(0, 20), new Location(0, -20), null, new Location(0, 1))
                .map(Optional::ofNullable)
                .toList());
    double[] from = new Location(0, 0).direction();
    assertThat(pools.order(from)).isEqualTo(List.of(4, 1, 2, 0, 3));
    assertThat(pools.kilometres(from))
        .containsExactly(NearestPools.NOWHERE, 2224, 2224, NearestPools.NOWHERE, 111);
  }
}
