package org.popdns.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.popdns.harness.QueryBytes;
import org.popdns.name.DomainName;
import org.popdns.wire.Query;
import org.popdns.wire.QueryParser;

final class ZoneTableTest {

  private final Query query = new Query();

  private static CompiledZone zone(String origin) {
    MemorySegment none = Arena.ofAuto().allocate(16, 8);
    return new CompiledZone(DomainName.parse(origin), 1, false, none, none, 0, 0, none);
  }

  private static ZoneTable table(String... origins) {
    List<CompiledZone> zones = new ArrayList<>();
    for (String origin : origins) {
      zones.add(zone(origin));
    }
    return new ZoneTable(zones);
  }

  private Query ask(String name) {
    byte[] message = QueryBytes.of(name, 1).bytes();
    MemorySegment segment = Arena.ofAuto().allocate(message.length + 8L);
    MemorySegment.copy(message, 0, segment, ValueLayout.JAVA_BYTE, 0, message.length);
    assertThat(QueryParser.parse(segment, 0, message.length, query)).isEqualTo(QueryParser.OK);
    return query;
  }

  private String closest(ZoneTable table, String name, int firstLabel) {
    CompiledZone found = table.closest(ask(name), firstLabel);
    return found == null ? "none" : found.origin().toString();
  }

  @Test
  void closest_isTheLongestOrigin() {
    ZoneTable table = table("example.com.", "sub.example.com.", "COM.", "deep.a.sub.example.com.");
    assertThat(closest(table, "www.example.com.", 0)).isEqualTo("example.com.");
    assertThat(closest(table, "EXAMPLE.com.", 0)).isEqualTo("example.com.");
    assertThat(closest(table, "x.y.sub.example.com.", 0)).isEqualTo("sub.example.com.");
    assertThat(closest(table, "a.sub.example.com.", 0)).isEqualTo("sub.example.com.");
    assertThat(closest(table, "deep.A.sub.example.com.", 0)).isEqualTo("deep.a.sub.example.com.");
    assertThat(closest(table, "other.com.", 0)).isEqualTo("COM.");
    assertThat(closest(table, "example.net.", 0)).isEqualTo("none");
    assertThat(closest(table, ".", 0)).isEqualTo("none");
  }

  @Test
  void closest_aboveTheName_isTheParentsZone() {
    ZoneTable table = table("example.com.", "sub.example.com.", ".");
    assertThat(closest(table, "sub.example.com.", 1)).isEqualTo("example.com.");
    assertThat(closest(table, "example.com.", 1)).isEqualTo(".");
    assertThat(closest(table, ".", 1)).isEqualTo("none");
  }

  @Test
  void rootZone_takesWhatNoOtherDoes() {
    ZoneTable table = table(".", "example.com.");
    assertThat(closest(table, ".", 0)).isEqualTo(".");
    assertThat(closest(table, "example.net.", 0)).isEqualTo(".");
    assertThat(closest(table, "www.example.com.", 0)).isEqualTo("example.com.");
  }

  @Test
  void origins_ofAnyNumberOfLabels_areFound() {
    StringBuilder name = new StringBuilder();
    List<String> origins = new ArrayList<>();
    for (int labels = 1; labels <= 127; labels++) {
      name.insert(0, "a.");
      origins.add(name.toString());
    }
    ZoneTable table = table(origins.toArray(String[]::new));
    for (String origin : origins) {
      assertThat(closest(table, origin, 0)).isEqualTo(origin);
    }
  }

  @Test
  void tenThousandZones_areAllFound() {
    List<CompiledZone> zones = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      zones.add(zone("zone" + i + ".test."));
    }
    ZoneTable table = new ZoneTable(zones);
    for (int i = 0; i < 10_000; i += 7) {
      assertThat(closest(table, "www.zone" + i + ".test.", 0)).isEqualTo("zone" + i + ".test.");
    }
    assertThat(closest(table, "www.zone10000.test.", 0)).isEqualTo("none");
    assertThat(Objects.requireNonNull(table.zone(DomainName.parse("ZONE5.test."))).origin())
        .isEqualTo(DomainName.parse("zone5.test."));
    assertThat(table.zone(DomainName.parse("zone.test."))).isNull();
    assertThat(table.zones()).hasSize(10_000);
  }
}
