package org.popdns.rfc4034;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.xbill.DNS.Name;

/** RFC 4034 §6.1: what is served knows the order of its names. Compared with dnsjava's order. */
final class CanonicalOrderTest {

  private static final Position NOWHERE = new Position(Path.of("test"), 1, 1);
  private static final byte[] ADDRESS = {(byte) 192, 0, 2, 1};

  private static RecordSet address(DomainName owner) {
    return new RecordSet.Static(owner, RecordType.A, 60, List.of(ADDRESS), NOWHERE);
  }

  private static RecordSet soa(DomainName origin) {
    byte[] rdata = new byte[2 + 20];
    return new RecordSet.Static(origin, RecordType.SOA, 60, List.of(rdata), NOWHERE);
  }

  private static List<DomainName> inOrder(CompiledZone zone) {
    return IntStream.range(0, zone.nameCount())
        .mapToObj(place -> zone.name(zone.inOrder(place)))
        .toList();
  }

  private static CompiledZone compile(
      DomainName origin, Iterable<DomainName> owners, int sliceNames) {
    // As the readers of zones give them.
    NavigableSet<DomainName> sorted = new TreeSet<>();
    owners.forEach(sorted::add);
    List<RecordSet> sets = new ArrayList<>();
    sets.add(soa(origin));
    sorted.forEach(owner -> sets.add(address(owner)));
    return new ZoneCompiler(new SlotDirectory(), sliceNames).compile(new Zone(origin, 1, sets));
  }

  private static List<DomainName> names(String... texts) {
    return Arrays.stream(texts).map(DomainName::parse).toList();
  }

  @Test
  void example_ofTheRfc() {
    List<DomainName> names =
        names(
            "example.",
            "a.example.",
            "yljkjljk.a.example.",
            "z.a.example.",
            "zabc.a.example.",
            "z.example.",
            "\\001.z.example.",
            "*.z.example.",
            "\\200.z.example.");
    CompiledZone zone =
        compile(
            DomainName.parse("example."), names.reversed().subList(0, names.size() - 1), 1 << 14);
    assertThat(inOrder(zone)).containsExactlyElementsOf(names);
  }

  @Test
  void emptyNonTerminals_haveTheirPlace_andWhatIsBelowACutHasNone() {
    DomainName origin = DomainName.parse("example.com.");
    List<RecordSet> sets = new ArrayList<>();
    sets.add(soa(origin));
    byte[] nameserver = DomainName.parse("ns.sub.example.com.").toWire();
    RecordSet cut =
        new RecordSet.Static(
            DomainName.parse("sub", origin), RecordType.NS, 60, List.of(nameserver), NOWHERE);
    for (String owner : List.of("a", "x.y.b", "ns.sub", "sub-a")) {
      if (owner.equals("ns.sub")) {
        sets.add(cut);
      }
      sets.add(address(DomainName.parse(owner, origin)));
    }
    CompiledZone zone = ZoneCompiler.compile(new Zone(origin, 1, sets), new SlotDirectory());
    assertThat(inOrder(zone))
        .containsExactlyElementsOf(
            names(
                "example.com.",
                "a.example.com.",
                "b.example.com.",
                "y.b.example.com.",
                "x.y.b.example.com.",
                "sub.example.com.",
                "sub-a.example.com."));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 1 << 14})
  void randomNames_areInTheOrderOfAnIndependentComparison(int sliceNames) {
    long seed = 20_261_128;
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      DomainName origin = DomainName.parse("example.com.");
      NavigableSet<Name> expected = new TreeSet<>();
      NavigableSet<DomainName> owners = new TreeSet<>();
      expected.add(dnsjava(origin));
      for (int i = 0; i < 200; i++) {
        DomainName owner = below(origin, random);
        if (owner.lengthBytes() <= DomainName.MAX_LENGTH_BYTES && owners.add(owner)) {
          for (DomainName name = owner; !name.equals(origin); name = name.parent()) {
            expected.add(dnsjava(name));
          }
        }
      }
      List<Name> ordered =
          inOrder(compile(origin, owners, sliceNames)).stream()
              .map(CanonicalOrderTest::dnsjava)
              .toList();
      assertThat(ordered).as("seed %d, round %d", seed, round).containsExactlyElementsOf(expected);
    }
  }

  private static DomainName below(DomainName origin, Random random) {
    byte[] wire = origin.toWire();
    int labels = 1 + random.nextInt(4);
    for (int i = 0; i < labels; i++) {
      // Short labels of few characters, so that they meet, and any bytes at all.
      int length = random.nextInt(20) == 0 ? 1 + random.nextInt(40) : 1 + random.nextInt(3);
      byte[] longer = new byte[1 + length + wire.length];
      longer[0] = (byte) length;
      for (int at = 1; at <= length; at++) {
        longer[at] =
            (byte)
                (random.nextInt(4) == 0
                    ? random.nextInt(256)
                    : "aAbBzZ-0_@[`{".charAt(random.nextInt(13)));
      }
      System.arraycopy(wire, 0, longer, 1 + length, wire.length);
      wire = longer;
    }
    return DomainName.ofWire(wire);
  }

  private static Name dnsjava(DomainName name) {
    try {
      return new Name(name.toLowerCaseWire());
    } catch (IOException e) {
      throw new AssertionError(name.toString(), e);
    }
  }
}
