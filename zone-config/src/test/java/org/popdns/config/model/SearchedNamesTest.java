package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/** Names that are searched for are those that numbering them all finds. */
class SearchedNamesTest {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");
  private static final Position NOWHERE = new Position(Path.of("generated"), 1, 1);
  private static final List<String> LABELS = List.of("a", "B", "*", "c0", "d");
  private static final List<Integer> TYPES =
      List.of(RecordType.A, RecordType.A, RecordType.AAAA, RecordType.NS, RecordType.DNAME);
  private static final int ZONES = 2_000;
  private static final int QUESTIONS = 40;

  @Test
  void randomZonesAndNames_areFoundAlike() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int zone = 0; zone < ZONES; zone++) {
      PackedRecordSets sets = sets(random);
      ZoneNames numbered = ZoneNames.of(sets);
      ZoneNames searched = ZoneNames.searched(sets);
      for (int i = 0; i < QUESTIONS; i++) {
        byte[] labels = labels(random, random.nextInt(6));
        assertThat(answers(searched, labels))
            .as("%s in %s, seed %d", DomainName.ofWire(wire(labels)), owners(sets), seed)
            .isEqualTo(answers(numbered, labels));
      }
    }
  }

  @Test
  void largeZone_isNotNumbered() {
    ZoneNames names = ZoneNames.searched(sets(new Random(1)));
    int first = names.size();
    names.encloser(labels(new Random(2), 3), 0, labels(new Random(2), 3).length);
    assertThat(first).isEqualTo(1);
    assertThat(names.size()).isLessThan(6);
  }

  /** All that can be asked about a name, in words. */
  private static String answers(ZoneNames names, byte[] labels) {
    int length = labels.length;
    int encloser = names.encloser(labels, 0, length);
    return "found %s; enclosed by %s; %s; wildcard %s; host %s"
        .formatted(
            name(names, names.find(labels, 0, length)),
            name(names, encloser),
            names.match(encloser, length),
            name(names, names.wildcard(encloser)),
            name(names, names.host(labels, 0, length)));
  }

  private static String name(ZoneNames names, int number) {
    return number == ZoneNames.NONE
        ? "none"
        : "%s %s %d to %d"
            .formatted(
                names.sets().cursor().name(names.offset(number), names.length(number)),
                names.place(number),
                names.firstSet(number),
                names.endSet(number));
  }

  private static PackedRecordSets sets(Random random) {
    TreeSet<RecordSet> sets = new TreeSet<>(RecordSet.CANONICAL_ORDER);
    sets.add(set(ORIGIN, RecordType.SOA));
    sets.add(set(ORIGIN, RecordType.NS));
    if (random.nextInt(10) == 0) {
      sets.add(set(ORIGIN, RecordType.DNAME));
    }
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      DomainName owner = DomainName.ofWire(wire(labels(random, 1 + random.nextInt(4))));
      sets.add(set(owner, TYPES.get(random.nextInt(TYPES.size()))));
    }
    return new Zone(ORIGIN, 1, List.copyOf(sets)).recordSets();
  }

  private static RecordSet set(DomainName owner, int type) {
    return new RecordSet.Static(owner, type, 60, List.of(new byte[] {1, 2, 3, 4}), NOWHERE);
  }

  private static byte[] labels(Random random, int count) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < count; i++) {
      name.append(LABELS.get(random.nextInt(LABELS.size()))).append('.');
    }
    byte[] wire = DomainName.parse(name.isEmpty() ? "." : name.toString()).toWire();
    return Arrays.copyOf(wire, wire.length - 1);
  }

  private static byte[] wire(byte[] labels) {
    byte[] origin = ORIGIN.toWire();
    byte[] wire = Arrays.copyOf(labels, labels.length + origin.length);
    System.arraycopy(origin, 0, wire, labels.length, origin.length);
    return wire;
  }

  private static List<String> owners(PackedRecordSets sets) {
    return sets.stream().map(set -> set.owner() + " " + set.type()).toList();
  }
}
