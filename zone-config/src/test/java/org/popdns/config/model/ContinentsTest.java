package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ContinentsTest {

  @Test
  void everyCountryOfIso3166_isOnOneContinent() {
    Map<String, Integer> times = new HashMap<>();
    for (String continent : Continents.all()) {
      for (String country : Continents.countriesOf(continent)) {
        times.merge(country, 1, Integer::sum);
        assertThat(Continents.continentOf(country)).contains(continent);
      }
    }
    assertThat(times.keySet()).containsExactlyInAnyOrder(Locale.getISOCountries());
    assertThat(times.values()).allMatch(count -> count == 1);
  }

  @Test
  void countryOnTwoContinents_isWhereOctodnsHasIt() {
    assertThat(
            List.of("CY", "TR", "GE", "AM", "AZ", "KZ", "RU", "EG", "GS", "TL", "UM").stream()
                .map(country -> country + " " + Continents.continentOf(country).orElseThrow()))
        .containsExactly(
            "CY AS", "TR AS", "GE AS", "AM AS", "AZ AS", "KZ AS", "RU EU", "EG AF", "GS SA",
            "TL AS", "UM OC");
  }

  @Test
  void whatIsNoCountry_isOnNoContinent() {
    assertThat(Continents.continentOf("QQ")).isEqualTo(Optional.empty());
    assertThat(Continents.continentOf("de")).isEqualTo(Optional.empty());
    assertThat(Continents.countriesOf("XX")).isEmpty();
  }

  @Test
  void subdivisions_areThoseOfCanadaAndTheUnitedStates() {
    assertThat(Continents.subdivisionsOf("CA")).hasSize(13).contains("QC", "YT");
    assertThat(Continents.subdivisionsOf("US")).hasSize(57).contains("CA", "DC", "PR", "GU");
    assertThat(
            Arrays.stream(Locale.getISOCountries())
                .filter(country -> !Continents.subdivisionsOf(country).isEmpty()))
        .containsExactlyInAnyOrder("CA", "US");
  }
}
