package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.name.DomainName;

/** Where names lead within the zones that a server answers for. */
final class OwnNamesTest {

  private static final String ZONE =
      """
      '': {type: NS, values: [ns1.example.net., ns2.example.net.]}
      both:
        - {type: A, values: [192.0.2.1, 192.0.2.2]}
        - {type: AAAA, value: 2001:db8::1}
      alias: {type: CNAME, value: both.example.com.}
      elsewhere: {type: CNAME, value: www.example.org.}
      across: {type: CNAME, value: www.example.net.}
      circle: {type: CNAME, value: back.example.com.}
      back: {type: CNAME, value: circle.example.com.}
      text: {type: TXT, value: none}
      '*.wild': {type: A, value: 192.0.2.3}
      sub: {type: NS, value: ns1.example.net.}
      moved: {type: DNAME, value: wild.example.com.}
      geo:
        type: A
        value: 192.0.2.250
        dynamic:
          pools:
            one: {values: [{value: 192.0.2.11}], fallback: two}
            two: {values: [{value: 192.0.2.12, status: down}]}
          rules: [{pool: one}]
      names:
        type: CNAME
        value: both.example.com.
        dynamic:
          pools:
            one: {values: [{value: geo.example.com.}, {value: names.example.com.}]}
            two: {values: [{value: missing.example.com.}]}
          rules: [{geos: [EU], pool: one}, {pool: two}]
      out:
        type: CNAME
        value: both.example.com.
        dynamic:
          pools: {one: {values: [{value: geo.example.com.}, {value: www.example.org.}]}}
          rules: [{pool: one}]
      """;

  @TempDir private Path folder;
  private Configuration configuration;

  @BeforeEach
  void load() throws IOException {
    Files.createDirectory(folder.resolve("zones"));
    Files.writeString(folder.resolve("popdns.yaml"), "listen: [127.0.0.1:5300]\nzones: zones/\n");
    Files.writeString(folder.resolve("zones/example.com.yaml"), ZONE);
    Files.writeString(
        folder.resolve("zones/example.net.yaml"),
        """
        '': {type: NS, values: [ns1.example.net., ns2.example.net.]}
        ns1: {type: A, value: 192.0.2.53}
        ns2: {type: A, value: 192.0.2.54}
        www: {type: A, value: 192.0.2.80}
        """);
    configuration =
        new ConfigurationLoader(Map.of(), () -> "this-host")
            .load(folder.resolve("popdns.yaml"), Overrides.NONE)
            .configuration()
            .orElseThrow();
  }

  private Optional<List<String>> addresses(String name) {
    return OwnNames.addresses(configuration, DomainName.parse(name))
        .map(found -> found.stream().map(InetAddress::getHostAddress).toList());
  }

  @Test
  void addresses_ofBothFamilies_whateverLeadsThere() {
    List<String> both = List.of("192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:1");
    assertThat(addresses("both.example.com.")).contains(both);
    assertThat(addresses("Alias.Example.COM.")).contains(both);
    assertThat(addresses("any.wild.example.com.")).contains(List.of("192.0.2.3"));
    assertThat(addresses("across.example.com.")).contains(List.of("192.0.2.80"));
  }

  @Test
  void nameWithoutAddresses_hasNone() {
    assertThat(addresses("missing.example.com.")).contains(List.of());
    assertThat(addresses("text.example.com.")).contains(List.of());
    assertThat(addresses("circle.example.com.")).contains(List.of());
  }

  @Test
  void whatLeadsOut_isForResolvers() {
    assertThat(addresses("www.example.org.")).isEmpty();
    assertThat(addresses("elsewhere.example.com.")).isEmpty();
    assertThat(addresses("www.sub.example.com.")).isEmpty();
    assertThat(addresses("www.moved.example.com.")).isEmpty();
    assertThat(addresses("out.example.com.")).isEmpty();
  }

  @Test
  void nameOfAZoneThatCannotBeServed_isForResolvers() {
    DomainName origin = DomainName.parse("wild.example.com.");
    configuration =
        configuration.with(
            configuration.zones(),
            List.of(new BrokenZone(origin, "wrong", BrokenZone.Answer.SERVFAIL)),
            List.of());
    assertThat(addresses("any.wild.example.com.")).isEmpty();
    assertThat(addresses("both.example.com.")).isPresent();
  }

  @Test
  void steeredName_hasAllAddressesThatItCanHave() {
    assertThat(addresses("geo.example.com."))
        .contains(List.of("192.0.2.250", "192.0.2.11", "192.0.2.12"));
    assertThat(addresses("names.example.com."))
        .contains(
            List.of(
                "192.0.2.1",
                "192.0.2.2",
                "2001:db8:0:0:0:0:0:1",
                "192.0.2.250",
                "192.0.2.11",
                "192.0.2.12"));
  }

  @Test
  void targets_areThoseThatLeadNowhereElse() {
    assertThat(OwnNames.ofTargets(configuration).keySet())
        .map(DomainName::toString)
        .containsExactlyInAnyOrder(
            "geo.example.com.", "names.example.com.", "missing.example.com.");
  }
}
