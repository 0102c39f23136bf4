package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.diff.ConfigurationDiff;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.write.OctodnsWriter;
import org.popdns.config.write.OctodnsWriter.Dialect;
import org.popdns.config.write.PlanAddresses;

/** What says of a zone that client subnets are asked. */
final class ClientSubnetZonesTest {

  @TempDir private Path folder;

  private final ConfigurationLoader loader = new ConfigurationLoader(Map.of(), () -> "host");

  @BeforeEach
  void zones() throws IOException {
    Files.createDirectory(folder.resolve("zones"));
    zone("yaml.example.yaml", "'': {type: NS, value: ns.example.net.}");
    zone("on.example.yaml", "'': [{type: NS, value: ns.example.net.}, {type: SOA, ecs: true}]");
    zone("off.example.yaml", "'': [{type: NS, value: ns.example.net.}, {type: SOA, ecs: false}]");
    zone(
        "master.example.zone",
        "@ 60 SOA ns.example.net. h.example.net. 1 2 3 4 5\n@ 60 NS ns.example.net.");
  }

  private void zone(String file, String text) throws IOException {
    Files.writeString(folder.resolve("zones").resolve(file), text + "\n");
  }

  private Configuration load(String popdns) throws IOException {
    Path file = Files.writeString(folder.resolve("popdns.yaml"), "listen: 127.0.0.1\n" + popdns);
    LoadResult result = loader.load(file, Overrides.NONE);
    assertThat(result.configuration()).as("%s", result.problems()).isPresent();
    assertThat(SchemaTest.errors(file)).isEmpty();
    return result.configuration().orElseThrow();
  }

  private static List<String> asked(Configuration configuration) {
    return configuration.zones().stream()
        .filter(zone -> zone.steering().clientSubnet())
        .map(zone -> zone.origin().toString())
        .toList();
  }

  @Test
  void soaRecord_saysSo_andNothingElse() throws IOException {
    assertThat(asked(load("zones: zones/\n"))).containsExactly("on.example.");
  }

  @Test
  void soaRecord_saysSoInTheWordsOfYaml11() throws IOException {
    zone("on.example.yaml", "'': [{type: NS, value: ns.example.net.}, {type: SOA, ecs: yes}]");
    zone("off.example.yaml", "'': [{type: NS, value: ns.example.net.}, {type: SOA, ecs: Off}]");
    assertThat(asked(load("zones: zones/\necs: true\n")))
        .containsExactly("master.example.", "on.example.", "yaml.example.");
  }

  @Test
  void wholeConfiguration_saysSo_butForZonesThatSayOtherwise() throws IOException {
    assertThat(asked(load("zones: zones/\necs: true\n")))
        .containsExactly("master.example.", "on.example.", "yaml.example.");
  }

  @Test
  void listOfZones_saysSo_alsoWhenItsFilesStayAsTheyWere() throws IOException {
    String list =
        """
        zones:
          - {origin: master.example., file: zones/master.example.zone, ecs: %s}
          - {origin: on.example., file: zones/on.example.yaml, ecs: false}
        """;

    Configuration without = load(list.formatted("false"));
    Configuration with = load(list.formatted("true"));

    assertThat(asked(without)).containsExactly("on.example.");
    assertThat(asked(with)).containsExactly("master.example.", "on.example.");
    assertThat(ConfigurationDiff.between(without, with)).hasSize(1);
  }

  @Test
  void zoneThatSaysSo_exportedForPopdns_saysSo() throws IOException {
    Zone zone =
        load("zones: [{origin: on.example., file: zones/on.example.yaml}]\n").zones().getFirst();
    StringWriter out = new StringWriter();

    OctodnsWriter.write(
        zone, Dialect.POPDNS, new PlanAddresses(Map.of(), Optional.empty()), new PrintWriter(out));

    assertThat(out.toString()).contains("- ecs: true\n");
  }
}
