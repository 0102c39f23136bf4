package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

final class PackedRecordSetsTest {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");
  private static final Path FILE = Path.of("example.com.yaml");
  private static final Path OTHER = Path.of("more.inc");

  private static List<RecordSet> sets() {
    byte[] address = {(byte) 192, 0, 2, 1};
    List<RecordSet> sets =
        new ArrayList<>(
            List.of(
                new RecordSet.Static(
                    ORIGIN,
                    RecordType.NS,
                    0,
                    List.of(DomainName.parse("ns.example.net.").toWire()),
                    new Position(FILE, 1, 1)),
                new RecordSet.Static(
                    DomainName.parse("WWW", ORIGIN),
                    RecordType.A,
                    0x7fff_ffffL,
                    List.of(address, new byte[] {1, 2, 3, 4}),
                    new Position(OTHER, 5_000_000, 200)),
                new RecordSet.Steered(
                    DomainName.parse("images", ORIGIN),
                    RecordType.A,
                    60,
                    "one",
                    List.of(),
                    new Position(FILE, 3, 4)),
                new RecordSet.Steered(
                    DomainName.parse("a.images", ORIGIN),
                    RecordType.A,
                    60,
                    "two",
                    List.of(address),
                    new Position(FILE, 4, 4)),
                new RecordSet.Static(
                    DomainName.parse("txt", ORIGIN),
                    65280,
                    60,
                    List.of(new byte[0], new byte[65_535]),
                    new Position(FILE, 5, 4))));
    sets.sort(RecordSet.CANONICAL_ORDER);
    return sets;
  }

  private static PackedRecordSets packed() {
    return new Zone(ORIGIN, 1, sets()).recordSets();
  }

  @Test
  void setsOfAnyKind_areGivenBackAsTheyWere() {
    List<RecordSet> sets = sets();
    PackedRecordSets packed = packed();
    assertThat(packed).hasSameSizeAs(sets);
    for (int i = 0; i < sets.size(); i++) {
      RecordSet one = packed.get(i);
      assertThat(one.hasSameData(sets.get(i))).as("%s", sets.get(i)).isTrue();
      assertThat(one.position()).isEqualTo(sets.get(i).position());
      assertThat(one.owner()).hasToString(sets.get(i).owner().toString());
      assertThat(packed.indexOf(one.owner(), one.type())).isEqualTo(i);
    }
    assertThat(packed.indexOf(DomainName.parse("www.example.com."), RecordType.AAAA)).isNegative();
    assertThat(packed.indexOf(DomainName.parse("example.net."), RecordType.A)).isNegative();
  }

  @Test
  void places_areNoPartOfTheData_clustersAndRecordsAre() {
    List<RecordSet> moved = sets();
    moved.replaceAll(
        set ->
            set instanceof RecordSet.Static same
                ? new RecordSet.Static(
                    same.owner(),
                    same.type(),
                    same.ttlSeconds(),
                    same.rdata(),
                    new Position(OTHER, 9, 9))
                : set);
    assertThat(packed().hasSameData(new Zone(ORIGIN, 1, moved).recordSets())).isTrue();
    List<RecordSet> other = sets();
    other.replaceAll(
        set ->
            set instanceof RecordSet.Steered s && s.plan().equals("one")
                ? new RecordSet.Steered(
                    s.owner(), s.type(), s.ttlSeconds(), "two", s.lastResort(), s.position())
                : set);
    assertThat(packed().hasSameData(new Zone(ORIGIN, 1, other).recordSets())).isFalse();
  }

  @Test
  void ownerOutsideTheZone_isRefused() {
    RecordSet outside =
        new RecordSet.Static(
            DomainName.parse("example.net."),
            RecordType.A,
            1,
            List.of(new byte[4]),
            new Position(FILE, 1, 1));
    assertThatThrownBy(() -> new Zone(ORIGIN, 1, List.of(outside)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("example.net. is outside the zone example.com.");
  }

  @Test
  void damagedBytes_areRefused_orAreOtherSets() {
    PackedRecordSets right = packed();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = right.bytes().clone();
      // The long record is last: what is before it is damaged more often than not.
      bytes[random.nextInt(random.nextBoolean() ? 160 : bytes.length)] = (byte) random.nextInt();
      if (random.nextInt(10) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      try {
        PackedRecordSets.of(ORIGIN, bytes, right.files(), right.plans()).forEach(set -> {});
      } catch (IllegalArgumentException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isBetween(1000, 19_000);
  }
}
