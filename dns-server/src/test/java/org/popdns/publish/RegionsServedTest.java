package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Geo;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Location;
import org.popdns.config.model.PlacePrefix;
import org.popdns.config.model.Pool;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.model.Zone;
import org.popdns.config.model.ZoneSteering;
import org.popdns.config.record.SoaRdata;
import org.popdns.control.OneSite;
import org.popdns.name.DomainName;
import org.popdns.place.Database;
import org.popdns.place.DatabaseWriter;
import org.popdns.place.PlaceDetail;
import org.popdns.place.PlaceLayer;
import org.popdns.place.Places;
import org.popdns.record.RecordType;
import org.popdns.region.RegionTables;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.RegionTable;
import org.popdns.snapshot.RegionalSlot;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.TestPlan;
import org.popdns.time.Clocks;

/** Where clients are said to be changes: answers follow, and nothing else does. */
final class RegionsServedTest {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");
  private static final Position NOWHERE = new Position(Path.of("test"), 1, 1);
  private static final OneSite SITE = new OneSite(2);
  private static final int GERMAN = 0xC0000201;

  @TempDir private Path folder;

  private static Configuration configuration() {
    SteeringPlan cluster = Objects.requireNonNull(SITE.configuration().plans().get("images"));
    ClientCondition german =
        new ClientCondition(
            List.of(new Geo("EU", Optional.of("DE"), Optional.empty())), List.of(), List.of());
    return configuration(
        new SteeringPlan(
            "www",
            cluster.check(),
            List.of(
                new SteeringRule(Set.of(), german, List.of("here")),
                new SteeringRule(Set.of(), ClientCondition.EVERYBODY, List.of("here"))),
            cluster.pools(),
            cluster.whenBelow()));
  }

  private static Configuration configuration(SteeringPlan plan) {
    byte[] server = DomainName.parse("ns.example.net.").toWire();
    byte[] soa = new SoaRdata(ORIGIN, ORIGIN, 1, 7200, 900, 1_209_600, 300).toBytes();
    DomainName www = DomainName.parse("www", ORIGIN);
    List<RecordSet> sets =
        List.of(
            new RecordSet.Static(ORIGIN, RecordType.NS, 60, List.of(server), NOWHERE),
            new RecordSet.Static(ORIGIN, RecordType.SOA, 60, List.of(soa), NOWHERE),
            new RecordSet.Steered(www, RecordType.A, 60, "www", List.of(), NOWHERE));
    return SITE.configuration(
        new Zone(
            ORIGIN,
            1,
            new Zone(ORIGIN, 1, sets).recordSets(),
            new ZoneSteering(false, List.of(plan))));
  }

  private Places germany() throws IOException {
    return new Places(
        List.of(
            Database.read(
                    new DatabaseWriter(4, 24, "country")
                        .put("192.0.2.0/24", Map.of("country_code", "DE"))
                        .write(folder.resolve("country.mmdb")),
                    PlaceDetail.CODES)
                .layer()));
  }

  private static int region(HealthAnswers answers, int address) {
    return RegionTable.region(Objects.requireNonNull(answers.table(0)).ofIpv4(address));
  }

  @Test
  void otherPlaces_changeTablesAlone() throws Exception {
    try (TestPublisher publisher = new TestPublisher(configuration(), Clocks.system())) {
      Served before = publisher.serve(configuration(), SITE.health(host -> true));
      assertThat(region(before.snapshot().health(), GERMAN)).isEqualTo(1);

      RegionTables regions = before.regions().with(germany());
      Served after = publisher.publisher().serve(regions).join();
      assertThat(region(after.snapshot().health(), GERMAN)).isZero();
      assertThat(after.snapshot().zones()).isSameAs(before.snapshot().zones());
      assertThat(after.snapshot().health().slot(0)).isSameAs(before.snapshot().health().slot(0));
      assertThat(after.plans()).isEqualTo(before.plans());

      publisher.awaitExchange();
      Served ill = publisher.update(SITE.health(host -> host == 1));
      assertThat(ill.snapshot().health().table(0)).isSameAs(after.snapshot().health().table(0));
      assertThat(ill.snapshot().health().slot(0)).isNotSameAs(before.snapshot().health().slot(0));
    }
  }

  @Test
  void clientsInAPlaceOfTheirOwn_areDecidedWithTheirTable() throws Exception {
    List<Pool.Host> hosts =
        Objects.requireNonNull(SITE.configuration().plans().get("images"))
            .pool("here")
            .orElseThrow()
            .hosts();
    SteeringPlan byDistance =
        new TestPlan("www")
            .pool("near", hosts.get(0))
            .pool("far", hosts.get(1))
            .at("near", 50, 9)
            .at("far", 40, -74)
            .everybody("near", "far")
            .nearest()
            .plan();
    Configuration configuration = configuration(byDistance);
    try (TestPublisher publisher = new TestPublisher(configuration, Clocks.system())) {
      Served before = publisher.serve(configuration, SITE.health(host -> true));
      assertThat(pools(before)).containsExactly("near");

      RegionTables regions = before.regions().with(york());
      Served after = publisher.publisher().serve(regions).join();
      assertThat(pools(after)).containsExactly("near", "far");
      assertThat(region(after.snapshot().health(), GERMAN)).isEqualTo(1);
      assertThat(RegionalSlot.regionCount(after.snapshot().health().slot(0))).isEqualTo(2);

      publisher.awaitExchange();
      Served ill = publisher.update(SITE.health(host -> host == 1));
      assertThat(pools(ill)).containsExactly("near", "near");
      assertThat(Objects.requireNonNull(ill.plans().get("www")).decisions())
          .extracting(SteeringDecision::reason)
          .containsExactly(SteeringDecision.Reason.FIRST_POOL, SteeringDecision.Reason.FALLBACK);

      Served nowhere = publisher.publisher().serve(regions.with(Places.NONE)).join();
      assertThat(pools(nowhere)).containsExactly("near");
    }
  }

  private static List<String> pools(Served served) {
    return Objects.requireNonNull(served.plans().get("www")).decisions().stream()
        .map(SteeringDecision::pool)
        .toList();
  }

  /** 192.0.2.0/24 is in New York. */
  private static Places york() {
    return new Places(
        List.of(
            PlaceLayer.ofOperator(
                "places.yaml",
                List.of(
                    new PlacePrefix(
                        new IpPrefix(InetAddress.ofLiteral("192.0.2.0"), 24),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.of(new Location(40.7, -74)))))));
  }

  @Test
  void sameConditionsAndPlaces_keepTheirTable() throws Exception {
    Configuration configuration = configuration();
    Places places = germany();
    Optional<String> site = configuration.server().site();
    RegionTables first =
        RegionTables.of(configuration.plans().values(), site, places, RegionTables.NONE);
    SteeringPlan www = Objects.requireNonNull(configuration.plans().get("www"));
    SteeringPlan other =
        new SteeringPlan("mail", www.check(), www.rules(), www.pools(), www.whenBelow());
    RegionTables second = RegionTables.of(List.of(www, other), site, places, first);
    assertThat(second.of(www, site).orElseThrow()).isSameAs(first.of(www, site).orElseThrow());
    assertThat(second.of(other, site).orElseThrow()).isSameAs(second.of(www, site).orElseThrow());
    assertThat(second.sizeBytes()).isEqualTo(first.sizeBytes());
    SteeringPlan cluster = Objects.requireNonNull(configuration.plans().get("images"));
    assertThat(second.of(cluster, site)).isEmpty();
    assertThat(second.with(Places.NONE).of(www, site).orElseThrow())
        .isNotSameAs(first.of(www, site).orElseThrow());
  }
}
