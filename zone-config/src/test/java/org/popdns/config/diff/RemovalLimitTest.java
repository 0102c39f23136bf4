package org.popdns.config.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Configuration;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.read.LoadResult;

/** What a reload may remove unasked. */
class RemovalLimitTest {

  /** Of a clock that says less than nothing, as the monotonic one may. */
  private static final long NOW = -Duration.ofMinutes(3).toNanos();

  @TempDir private Path folder;

  private int written;

  @Test
  void noZoneBefore_nothingCanGo() throws IOException {
    assertThat(objection(zones(), zones())).isEmpty();
    assertThat(objection(zones(), zones("a", 3))).isEmpty();
  }

  @Test
  void lastZoneGoes_isRefused_whateverTheShare() throws IOException {
    Configuration before = zones("a", 2);
    assertThat(objection(before, zones(), 100))
        .contains(
            "would remove 1 of 1 zones: a.example.; 2 of 2 names: a.example., n1.a.example.,"
                + " so that none of the zones that are served is left");
  }

  @Test
  void everyZoneIsReplacedByAnother_isRefused_forClientsAskForTheFormer() throws IOException {
    assertThat(objection(zones("a", 2), zones("b", 2), 100))
        .contains(
            "would remove 1 of 1 zones: a.example.; 2 of 2 names: a.example., n1.a.example.,"
                + " so that none of the zones that are served is left");
  }

  @Test
  void oneZoneOfAHundredGoes_isServed() throws IOException {
    Map<String, Integer> zones =
        IntStream.range(0, 100).boxed().collect(Collectors.toMap(n -> "z" + n, n -> 2));
    Configuration before = zones(zones);
    zones.remove("z7");
    assertThat(objection(before, zones(zones))).isEmpty();
  }

  @Test
  void exactlyTheShareGoes_isServed_oneMoreIsNot() throws IOException {
    Configuration before = zones("a", 10);
    assertThat(objection(before, zones("a", 5))).isEmpty();
    assertThat(objection(before, zones("a", 4)))
        .contains(
            "would remove 6 of 10 names: n4.a.example., n5.a.example., n6.a.example.,"
                + " n7.a.example., n8.a.example. and 1 more, more than max-removed, 50%");
    assertThat(objection(before, zones("a", 5), 49)).isPresent();
    assertThat(objection(before, zones("a", 9), 0)).isPresent();
    assertThat(objection(before, zones("a", 1), 100)).isEmpty();
  }

  @Test
  void oneZoneAmongManyIsCutOff_isRefused() throws IOException {
    Map<String, Integer> zones = new TreeMap<>(Map.of("a", 100, "b", 100, "c", 20));
    Configuration before = zones(zones);
    zones.put("c", 2);
    assertThat(objection(before, zones(zones)))
        .contains(
            "would remove 18 of 20 names of zone c.example.: n10.c.example., n11.c.example.,"
                + " n12.c.example., n13.c.example., n14.c.example. and 13 more,"
                + " more than max-removed, 50%");
  }

  @Test
  void mostZonesGo_butFewNames_isRefused() throws IOException {
    Configuration before = zones(Map.of("a", 100, "b", 1, "c", 1, "d", 1));
    assertThat(objection(before, zones("a", 100)))
        .contains(
            "would remove 3 of 4 zones: b.example., c.example., d.example.,"
                + " more than max-removed, 50%");
  }

  @Test
  void namesAreRenamed_theFormerOnesHaveGone() throws IOException {
    Configuration before = zones("a", 4);
    Configuration after = load(Map.of("a.example", zone(4).replace("n", "m")), Optional.empty());
    assertThat(objection(before, after))
        .contains(
            "would remove 3 of 4 names: n1.a.example., n2.a.example., n3.a.example.,"
                + " more than max-removed, 50%");
  }

  @Test
  void zoneIsCutInTwo_noNameHasGone() throws IOException {
    String inner = "ns: {type: A, value: 192.0.2.1}\nwww: {type: A, value: 192.0.2.1}\n";
    Configuration before =
        load(
            Map.of(
                "a.example", zone(1) + inner.replace("ns:", "ns.sub:").replace("www:", "www.sub:")),
            Optional.empty());
    Configuration after =
        load(
            Map.of(
                "a.example",
                zone(1) + "sub: {type: NS, value: ns.example.net.}\n",
                "sub.a.example",
                zone(1) + inner),
            Optional.empty());
    assertThat(objection(before, after)).isEmpty();
    assertThat(objection(/* before= */ after, /* after= */ before, 50)).isEmpty();
  }

  @Test
  void recordsChange_butNoNameGoes_isServed() throws IOException {
    Configuration before = zones("a", 4);
    Configuration after =
        load(Map.of("a.example", zone(4).replace("192.0.2.1", "192.0.2.2")), Optional.empty());
    assertThat(Removal.between(before, after).losses()).isEmpty();
  }

  @Test
  void allMembersOfOneSiteGo_isRefused() throws IOException {
    Configuration before = members("192.0.2.1, 192.0.2.2", "192.0.2.11, 192.0.2.12");
    assertThat(objection(before, members("192.0.2.1", "192.0.2.11"))).isEmpty();
    assertThat(objection(before, members("west: [192.0.2.11, 192.0.2.12]")))
        .contains(
            "would remove 2 of 2 members of cluster images at east: 192.0.2.1, 192.0.2.2,"
                + " more than max-removed, 50%");
  }

  @Test
  void clusterGoes_itsSitesAreNotNamedAsWell() throws IOException {
    Configuration before = members("192.0.2.1", "192.0.2.11");
    assertThat(objection(before, zones("a", 1)))
        .contains(
            "would remove 2 of 2 members of cluster images: 192.0.2.1, 192.0.2.11,"
                + " more than max-removed, 50%");
  }

  @Test
  void hostKeepsItsNameOrAnAddress_itIsStillThere() throws IOException {
    Configuration before = members("{name: one, addresses: [192.0.2.1]}", "192.0.2.11");
    assertThat(objection(before, members("{name: one, addresses: [192.0.2.2]}", "192.0.2.11")))
        .isEmpty();
    assertThat(objection(before, members("{name: uno, addresses: [192.0.2.1]}", "192.0.2.11")))
        .isEmpty();
    assertThat(objection(before, members("{name: uno, addresses: [192.0.2.2]}", "192.0.2.11")))
        .contains(
            "would remove 1 of 1 members of cluster images at east: one,"
                + " more than max-removed, 50%");
  }

  @Test
  void smallStepsInARow_countTogether() throws IOException {
    Removal first = Removal.between(zones("a", 100), zones("a", 60));
    Removal second = Removal.between(zones("a", 60), zones("a", 36));
    assertThat(RemovalLimit.FRESH.objection(first, 50, NOW)).isEmpty();
    RemovalLimit then = RemovalLimit.FRESH.after(first, NOW);
    long soon = NOW + Duration.ofMinutes(1).toNanos();
    assertThat(then.objection(second, 50, soon).orElseThrow())
        .startsWith("would remove 24 of 60 names: ")
        .endsWith(" and 19 more, after 40 within 10 minutes, more than max-removed, 50%");
    assertThat(then.objection(second, 50, NOW + Duration.ofMinutes(11).toNanos())).isEmpty();
  }

  @Test
  void whatComesBack_isNotCountedAgain() throws IOException {
    Removal there = Removal.between(zones("a", 100), zones("a", 60));
    Removal back = Removal.between(zones("a", 60), zones("a", 100));
    RemovalLimit then = RemovalLimit.FRESH.after(there, NOW).after(back, NOW);
    assertThat(then).isEqualTo(RemovalLimit.FRESH);
    assertThat(then.objection(there, 50, NOW)).isEmpty();
  }

  private Optional<String> objection(Configuration before, Configuration after) {
    return objection(before, after, 50);
  }

  private Optional<String> objection(Configuration before, Configuration after, int percent) {
    return RemovalLimit.FRESH.objection(Removal.between(before, after), percent, NOW);
  }

  private Configuration zones() throws IOException {
    return zones(Map.of());
  }

  private Configuration zones(String name, int names) throws IOException {
    return zones(Map.of(name, names));
  }

  private Configuration zones(Map<String, Integer> namesByZone) throws IOException {
    Map<String, String> zones = new TreeMap<>();
    namesByZone.forEach((name, names) -> zones.put(name + ".example", zone(names)));
    return load(zones, Optional.empty());
  }

  private Configuration members(String east, String west) throws IOException {
    return members("east: [" + east + "], west: [" + west + "]");
  }

  private Configuration members(String sites) throws IOException {
    return load(
        Map.of("a.example", zone(1)),
        Optional.of(
            """
            sites: {east: {fallback: [west]}, west: {fallback: [east]}}
            checks: {web: {tcp: {port: 80}}}
            clusters: {images: {check: web, members: {%s}}}
            """
                .formatted(sites)));
  }

  /** A zone of so many names, the apex among them. */
  private static String zone(int names) {
    return "'': {type: NS, value: ns.example.net.}\n"
        + IntStream.range(1, names)
            .mapToObj(n -> "n" + n + ": {type: A, value: 192.0.2.1}\n")
            .collect(Collectors.joining());
  }

  private Configuration load(Map<String, String> zones, Optional<String> clusters)
      throws IOException {
    Path at = folder.resolve("c" + written++);
    Files.createDirectories(at.resolve("zones"));
    for (Map.Entry<String, String> zone : zones.entrySet()) {
      Files.writeString(at.resolve("zones").resolve(zone.getKey() + ".yaml"), zone.getValue());
    }
    String main = "listen: 127.0.0.1:5301\nzones: zones/\n";
    if (clusters.isPresent()) {
      Files.writeString(at.resolve("clusters.yaml"), clusters.get());
      main += "clusters: clusters.yaml\nsite: east\n";
    }
    Path file = at.resolve("popdns.yaml");
    Files.writeString(file, main);
    LoadResult loaded = new ConfigurationLoader(Map.of(), () -> "ns1").load(file, Overrides.NONE);
    assertThat(loaded.problems()).noneMatch(problem -> problem.severity() == Severity.ERROR);
    return loaded.configuration().orElseThrow();
  }
}
