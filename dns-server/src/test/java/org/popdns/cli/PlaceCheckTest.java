package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Geo;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.problem.Problem;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.control.OneSite;
import org.popdns.place.DatabaseWriter;

final class PlaceCheckTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_780_000_000L);

  @TempDir private Path folder;

  private PoolOrder order = PoolOrder.DECLARED;

  /** What is said of rules for Bavaria and AS64500 in two plans. */
  private List<String> told(String places) throws IOException {
    Path file = folder.resolve("popdns.yaml");
    Files.writeString(file, "listen: 192.0.2.53\nzones: []\n" + places);
    Configuration read =
        new ConfigurationLoader(Map.of(), () -> "ns1")
            .load(file, Overrides.NONE)
            .configuration()
            .orElseThrow();
    ClientCondition clients =
        new ClientCondition(
            List.of(new Geo("EU", Optional.of("DE"), Optional.of("BY"))),
            List.of(),
            List.of(64500L));
    SteeringPlan cluster = new OneSite(1).configuration().plans().values().iterator().next();
    List<SteeringRule> rules =
        List.of(new SteeringRule(Set.of(), clients, List.of("here")).by(order));
    Map<String, SteeringPlan> plans =
        Map.of(
            "www",
            new SteeringPlan("www", cluster.check(), rules, cluster.pools(), cluster.whenBelow()));
    Configuration configuration =
        new Configuration(
            read.server(), read.topology(), plans, read.zones(), List.of(), List.of());
    return PlaceCheck.of(configuration, file, NOW).stream()
        .map(problem -> problem.severity() + ": " + text(problem))
        .toList();
  }

  private String text(Problem problem) {
    return problem.location().toString().replace(folder + "/", "") + " " + problem.text();
  }

  @Test
  void eachDatabase_isDescribed_andWhatNoneSays_isAWarning() throws IOException {
    new DatabaseWriter(6, 24, "country")
        .built(NOW.getEpochSecond() - 86_400 * 12)
        .put("192.0.2.0/24", Map.of("country_code", "DE"))
        .write(folder.resolve("country.mmdb"));
    assertThat(told("places: {databases: [country.mmdb, asn.mmdb]}"))
        .containsExactly(
            "note: WholeFile[file=country.mmdb] country, flat (country_code): says continent,"
                + " country of 1 networks; made 12 days ago",
            "warning: WholeFile[file=asn.mmdb] says nothing of where clients are: no such file",
            "warning: WholeFile[file=popdns.yaml] nothing says in which subdivision of a country a"
                + " client is (places): nobody falls under the rules that ask for it, of www",
            "warning: WholeFile[file=popdns.yaml] nothing says in which autonomous system a client"
                + " is (places): nobody falls under the rules that ask for it, of www");
  }

  @Test
  void withoutAnySource_eachThingThatRulesAskFor_isAWarning() throws IOException {
    assertThat(told(""))
        .hasSize(3)
        .first()
        .isEqualTo(
            "warning: WholeFile[file=popdns.yaml] nothing says in which country a client is"
                + " (places): nobody falls under the rules that ask for it, of www");
  }

  @Test
  void rulesThatGoByDistance_askForCoordinates() throws IOException {
    order = PoolOrder.NEAREST;
    new DatabaseWriter(4, 24, "city")
        .built(NOW.getEpochSecond())
        .put(
            "192.0.2.0/24",
            Map.of(
                "country_code",
                "DE",
                "latitude",
                48.1,
                "longitude",
                11.6,
                "autonomous_system_number",
                64500L))
        .write(folder.resolve("city.mmdb"));
    String subdivision =
        "warning: WholeFile[file=popdns.yaml] nothing says in which subdivision of a country a"
            + " client is (places): nobody falls under the rules that ask for it, of www";
    assertThat(told("places: {databases: city.mmdb}"))
        .containsExactly(
            "note: WholeFile[file=city.mmdb] city, flat (country_code): says continent, country,"
                + " asn, coordinates of 1 networks; made 0 days ago",
            subdivision);
    assertThat(told(""))
        .hasSize(4)
        .last()
        .isEqualTo(
            "warning: WholeFile[file=popdns.yaml] nothing says at which coordinates a client is"
                + " (places): pools are tried as rules name them, and none for its distance, of"
                + " www");
  }

  @Test
  void operatorsPrefixes_sayItAsWell() throws IOException {
    Files.writeString(
        folder.resolve("places.csv"), "prefix,country,region,asn\n192.0.2.0/24,DE,DE-BY,64500\n");
    assertThat(told("places: {prefixes: places.csv}")).isEmpty();
  }
}
