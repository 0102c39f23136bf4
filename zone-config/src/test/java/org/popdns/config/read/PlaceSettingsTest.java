package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Location;
import org.popdns.config.model.PlacePrefix;
import org.popdns.config.model.PlaceSettings;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.read.ConfigurationLoader.Overrides;

/** {@code places} of popdns.yaml, and the files of prefixes. */
final class PlaceSettingsTest {

  private static final PlacePrefix GERMAN =
      new PlacePrefix(
          new IpPrefix(InetAddress.ofLiteral("192.0.2.0"), 24),
          Optional.of("DE"),
          Optional.empty(),
          OptionalLong.empty());
  private static final PlacePrefix CALIFORNIAN =
      new PlacePrefix(
          new IpPrefix(InetAddress.ofLiteral("2001:db8::"), 32),
          Optional.of("US"),
          Optional.of("CA"),
          OptionalLong.of(64500));
  private static final PlacePrefix SYSTEM =
      new PlacePrefix(
          new IpPrefix(InetAddress.ofLiteral("198.51.100.0"), 24),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.of(4294967295L));

  @TempDir private Path folder;

  private LoadResult load(String places) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("popdns.yaml"), "listen: 192.0.2.53\nzones: []\nplaces: " + places);
    return new ConfigurationLoader(Map.of(), () -> "ns1").load(file, Overrides.NONE);
  }

  private LoadResult prefixes(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
    return load("{prefixes: " + name + "}");
  }

  private static PlaceSettings settings(LoadResult loaded) {
    assertThat(loaded.problems()).isEmpty();
    return loaded.configuration().orElseThrow().server().places();
  }

  private String problems(LoadResult loaded) {
    return new ProblemPrinter(Colours.OFF)
        .print(loaded.problems())
        .replace(folder + "/", "")
        .strip();
  }

  @Test
  void databases_areFilesBesideTheConfiguration_thatNeedNotBeThere() throws IOException {
    assertThat(settings(load("{databases: [country.mmdb, /var/lib/GeoIP/asn.mmdb]}")))
        .isEqualTo(
            new PlaceSettings(
                Optional.empty(),
                List.of(),
                List.of(folder.resolve("country.mmdb"), Path.of("/var/lib/GeoIP/asn.mmdb"))));
    assertThat(settings(load("{databases: country.mmdb}")).databases())
        .containsExactly(folder.resolve("country.mmdb"));
    assertThat(problems(load("{databases: [a, a], prefix: b}")))
        .contains("popdns.yaml:3:25: error: this database stands here twice")
        .contains(
            "popdns.yaml:3:29: error: unknown key 'prefix' in places; did you mean 'prefixes'?");
  }

  @Test
  void prefixesInYaml_areRead() throws IOException {
    assertThat(
            settings(
                    prefixes(
                        "places.yaml",
                        """
                        192.0.2.0/24: DE
                        "2001:db8::/32": {country: US, subdivision: CA, asn: 64500}
                        198.51.100.0/24: {asn: 4294967295}
                        """))
                .prefixes())
        .containsExactly(GERMAN, CALIFORNIAN, SYSTEM);
  }

  @Test
  void coordinates_areRead() throws IOException {
    PlacePrefix located =
        new PlacePrefix(
            GERMAN.prefix(),
            GERMAN.country(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.of(new Location(48.14, -11.5)));
    assertThat(
            settings(
                    prefixes(
                        "places.yaml",
                        """
                        192.0.2.0/24: {country: DE, location: {latitude: 48.14, longitude: -11.5}}
                        """))
                .prefixes())
        .containsExactly(located);
    assertThat(
            settings(
                    prefixes(
                        "places.csv",
                        """
                        prefix,country,latitude,longitude
                        192.0.2.0/24,DE,48.14,-11.5
                        """))
                .prefixes())
        .containsExactly(located);
    assertThat(
            problems(
                prefixes(
                    "places.csv",
                    """
                    prefix,latitude,longitude
                    192.0.2.0/24,48.14
                    198.51.100.0/24,90.5,200
                    203.0.113.0/24,north,-180
                    """)))
        .contains("places.csv:2:14: error: a latitude and a longitude go together")
        .contains("places.csv:3:17: error: latitude must be a number from -90 to 90, not '90.5'")
        .contains("places.csv:4:16: error: latitude must be a number from -90 to 90, not 'north'");
    assertThat(
            problems(
                prefixes(
                    "places.yaml",
                    """
                    192.0.2.0/24: {location: {latitude: 48.14}}
                    198.51.100.0/24: {location: {latitude: 0, longitude: 180.1}}
                    """)))
        .contains("places.yaml:1:16: error: location of prefix '192.0.2.0/24' lacks 'longitude'")
        .contains(
            "places.yaml:2:54: error: longitude must be a number from -180 to 180, not '180.1'");
  }

  @Test
  void prefixesInCsv_areRead_asRfc8805HasThem() throws IOException {
    assertThat(
            settings(
                    prefixes(
                        "places.csv",
                        """
                        # IETF self-published IP geolocation feed
                        192.0.2.0/24,DE,,"Munich, Bavaria",

                        2001:db8::/32,US,US-CA,Los Angeles,
                        """))
                .prefixes())
        .extracting(PlacePrefix::prefix, PlacePrefix::country, PlacePrefix::subdivision)
        .containsExactly(
            tuple(GERMAN.prefix(), GERMAN.country(), GERMAN.subdivision()),
            tuple(CALIFORNIAN.prefix(), CALIFORNIAN.country(), CALIFORNIAN.subdivision()));
    assertThat(
            settings(
                    prefixes(
                        "places.csv",
                        """
                        prefix,asn,country,region
                        192.0.2.0/24,,DE
                        2001:db8::/32,64500,US,US-CA
                        198.51.100.0/24,4294967295
                        """))
                .prefixes())
        .containsExactly(GERMAN, CALIFORNIAN, SYSTEM);
  }

  @Test
  void feedOfOthers_isTakenAsTheyWriteIt() throws IOException {
    assertThat(
            settings(
                    prefixes(
                        "places.csv",
                        """
                        192.0.2.0/24,de,,Munich,,and,more
                        2001:db8::/32,us,us-ca,,
                        203.0.113.192,FR,,,
                        2001:db8:1::5,FR,,,
                        """))
                .prefixes())
        .extracting(
            prefix -> prefix.prefix().length() + " " + prefix.country() + prefix.subdivision())
        .containsExactly(
            "24 Optional[DE]Optional.empty",
            "32 Optional[US]Optional[CA]",
            "32 Optional[FR]Optional.empty",
            "128 Optional[FR]Optional.empty");
  }

  @Test
  void whatIsWrongInYaml_isToldWhereItStands() throws IOException {
    assertThat(
            problems(
                prefixes(
                    "places.yaml",
                    """
                    192.0.2.1/24: DE
                    198.51.100.0/24: de
                    203.0.113.0/24: {subdivision: BY}
                    "2001:db8::/32": {country: DE, subdivision: DE-BY, asn: 0, town: Munich}
                    "2001:DB8::/32": FR
                    """)))
        .isEqualTo(
            """
            places.yaml:1:1: error: the address has bits beyond the prefix's length; the prefix that holds it is '192.0.2.0/24'
            192.0.2.1/24: DE
            ^~~~~~~~~~~~
            places.yaml:2:18: error: no country of ISO 3166-1 has the code 'de'; did you mean 'DE'?
            198.51.100.0/24: de
                             ^~
            places.yaml:3:1: error: prefix '203.0.113.0/24' needs a 'country', an 'asn' or a 'location'
            203.0.113.0/24: {subdivision: BY}
            ^~~~~~~~~~~~~~
            places.yaml:3:18: error: a subdivision needs its country
            203.0.113.0/24: {subdivision: BY}
                             ^~~~~~~~~~~
            places.yaml:4:45: error: a subdivision is what ISO 3166-2 has behind the country, such as BY, not 'DE-BY'
            "2001:db8::/32": {country: DE, subdivision: DE-BY, asn: 0, town: Munich}
                                                        ^~~~~
            places.yaml:4:57: error: asn must be a whole number from 1 to 4294967295, not '0'
            "2001:db8::/32": {country: DE, subdivision: DE-BY, asn: 0, town: Munich}
                                                                    ^
            places.yaml:4:60: error: unknown key 'town' in prefix '2001:db8::/32'
            "2001:db8::/32": {country: DE, subdivision: DE-BY, asn: 0, town: Munich}
                                                                       ^~~~
            places.yaml:5:1: error: this prefix stands here twice
            "2001:DB8::/32": FR
            ^~~~~~~~~~~~~~~\
            """
                .strip());
  }

  @Test
  void whatIsWrongInCsv_isToldWhereItStands() throws IOException {
    String told =
        problems(
            prefixes(
                "places.csv",
                """
                prefix,country,region,ans
                192.0.2.0,DE
                198.51.100.0/24,XX
                203.0.113.0/24,DE,BY
                2001:db8::/32,DE,FR-X,7,8
                2001:db8::/32,
                """));
    assertThat(told.lines().filter(line -> line.startsWith("places")))
        .containsExactly(
            "places.csv:1:23: error: unknown column 'ans'; did you mean 'asn'?",
            "places.csv:2:1: error: the first field must be a prefix such as 192.0.2.0/24 or"
                + " 2001:db8::/48, not '192.0.2.0'",
            "places.csv:3:17: error: no country of ISO 3166-1 has the code 'XX'",
            "places.csv:4:19: error: a region is written with its country, such as DE-X, not 'BY'",
            "places.csv:5:18: error: the region is in another country than the prefix",
            "places.csv:5:25: error: more fields than the columns prefix, country, region, ans",
            "places.csv:6:1: error: this prefix stands here twice",
            "places.csv:6:1: warning: nothing is said of this prefix");
  }

  @Test
  void missingFileOfPrefixes_isAnError() throws IOException {
    assertThat(problems(load("{prefixes: places.yml}")))
        .contains("popdns.yaml:3:20: error: places.yml cannot be read: no such file or folder");
  }
}
