package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.record.SoaRdata;
import org.popdns.control.OneSite;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.SlotDirectory;

final class ZoneStoreTest {

  private static final Path FILE = Path.of("zones/some.zone");
  private static final Instant NOON = OneSite.NOON;

  private final SlotDirectory slots = new SlotDirectory();
  private ZoneStore store = ZoneStore.EMPTY;
  private Instant now = NOON;

  private static Zone zone(String name, long serial, int line, String... clusters) {
    DomainName origin = DomainName.parse(name);
    Position at = new Position(FILE, line, 1);
    byte[] server = DomainName.parse("ns.example.net.").toWire();
    byte[] soa = new SoaRdata(origin, origin, serial, 7200, 900, 1_209_600, 300).toBytes();
    List<RecordSet> sets = new ArrayList<>();
    sets.add(new RecordSet.Static(origin, RecordType.NS, 60, List.of(server), at));
    sets.add(new RecordSet.Static(origin, RecordType.SOA, 60, List.of(soa), at));
    for (String cluster : clusters) {
      DomainName owner = DomainName.parse(cluster, origin);
      sets.add(new RecordSet.Steered(owner, RecordType.A, 60, cluster, List.of(), at));
    }
    sets.sort(RecordSet.CANONICAL_ORDER);
    return new Zone(origin, serial, sets);
  }

  private ZoneChange serve(Zone... zones) throws ZonesTooLargeException {
    return serve(new OneSite(1).configuration(zones));
  }

  private ZoneChange serve(Configuration configuration) throws ZonesTooLargeException {
    ZoneChange change = ZoneCompilation.of(configuration, store, slots);
    store = store.after(change, now);
    now = now.plusSeconds(1);
    return change;
  }

  private ZoneVersion version(String origin) {
    return store.version(DomainName.parse(origin)).orElseThrow();
  }

  private List<String> origins() {
    return store.table().zones().stream().map(zone -> zone.origin().toString()).toList();
  }

  @Test
  void changedZone_isANewVersionThatRemembersThoseBefore() throws Exception {
    serve(zone("a.example.", 1, 1), zone("b.example.", 7, 1));
    ZoneVersion other = version("b.example.");
    assertThat(serve(zone("a.example.", 2, 1), zone("b.example.", 7, 1)).compiled()).isEqualTo(1);
    ZoneVersion second = version("a.example.");
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.serial()).isEqualTo(2);
    assertThat(second.since()).isEqualTo(NOON.plusSeconds(1));
    assertThat(second.source()).isEqualTo(new ZoneSource.Files(List.of(FILE)));
    assertThat(second.past())
        .containsExactly(new ZoneVersion.Past(1, 1, new ZoneSource.Files(List.of(FILE)), NOON));
    assertThat(version("b.example.").answers()).isSameAs(other.answers());
    assertThat(version("b.example.").number()).isEqualTo(1);
    assertThat(version("b.example.").since()).isEqualTo(NOON);
  }

  @Test
  void sameZones_areTheSameStore() throws Exception {
    Zone zone = zone("a.example.", 1, 1);
    serve(zone);
    ZoneStore before = store;
    ZoneChange nothing = serve(zone);
    assertThat(nothing.puts()).isEmpty();
    assertThat(store).isSameAs(before);
  }

  @Test
  void sameDataAtOtherPlaces_isTheSameVersionWithTheNewPlaces() throws Exception {
    serve(zone("a.example.", 1, 1));
    ZoneVersion before = version("a.example.");
    Zone moved = zone("a.example.", 1, 5);
    assertThat(serve(moved).compiled()).isZero();
    assertThat(version("a.example."))
        .isEqualTo(
            new ZoneVersion(
                1, moved, before.answers(), before.source(), before.since(), List.of()));
  }

  @Test
  void versionsBeyondTheKept_areForgotten() throws Exception {
    for (int serial = 1; serial <= ZoneVersion.PAST_KEPT + 3; serial++) {
      serve(zone("a.example.", serial, 1));
    }
    assertThat(version("a.example.").number()).isEqualTo(ZoneVersion.PAST_KEPT + 3);
    assertThat(version("a.example.").past()).hasSize(ZoneVersion.PAST_KEPT);
    assertThat(version("a.example.").past().getFirst().serial())
        .isEqualTo(ZoneVersion.PAST_KEPT + 2);
    assertThat(version("a.example.").past().getLast().serial()).isEqualTo(3);
  }

  @Test
  void zonesThatComeAndGo_leaveTheOthersInOrder() throws Exception {
    serve(zone("b.example.", 1, 1), zone("d.example.", 1, 1));
    serve(zone("a.example.", 1, 1), zone("c.example.", 1, 1), zone("d.example.", 1, 1));
    assertThat(origins()).containsExactly("a.example.", "c.example.", "d.example.");
    assertThat(store.version(DomainName.parse("b.example."))).isEmpty();
    assertThat(version("d.example.").since()).isEqualTo(NOON);
  }

  @Test
  void zoneWhoseFilesAreWrong_isAVersionWithoutData_andComesBack() throws Exception {
    serve(zone("a.example.", 1, 1), zone("b.example.", 1, 1));
    Configuration whole = new OneSite(1).configuration(zone("b.example.", 1, 1));
    BrokenZone broken =
        new BrokenZone(
            DomainName.parse("a.example."), "its file is wrong", BrokenZone.Answer.SERVFAIL);
    serve(
        new Configuration(
            whole.server(),
            whole.topology(),
            whole.plans(),
            whole.zones(),
            List.of(broken),
            List.of()));
    assertThat(origins()).containsExactly("b.example.", "a.example.");
    assertThat(version("a.example.").zone()).isNull();
    assertThat(version("a.example.").number()).isEqualTo(2);
    serve(zone("a.example.", 2, 1), zone("b.example.", 1, 1));
    assertThat(origins()).containsExactly("a.example.", "b.example.");
    assertThat(version("a.example.").past())
        .extracting(ZoneVersion.Past::serial)
        .containsExactly(0L, 1L);
  }

  @Test
  void leadsTo_countsTheZones() throws Exception {
    serve(zone("a.example.", 1, 1, "images", "films"), zone("b.example.", 1, 1, "images"));
    assertThat(store.leadsTo("images")).isTrue();
    serve(zone("a.example.", 2, 1), zone("b.example.", 1, 1, "images"));
    assertThat(store.leadsTo("images")).isTrue();
    assertThat(store.leadsTo("films")).isFalse();
    serve(zone("a.example.", 2, 1));
    assertThat(store.leadsTo("images")).isFalse();
  }
}
