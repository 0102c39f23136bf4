package org.popdns.benchmarks;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.model.ZoneSteering;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.RegionRanges;
import org.popdns.snapshot.RegionTable;
import org.popdns.snapshot.RegionalSlot;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.SlotOutcome;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;

/**
 * What is served: a zone of 10,000 names with an A record each, a cluster's name with six, and a
 * name that is answered by client: 240 regions in 30,000 ranges of addresses. The zone goes by the
 * client subnet option.
 */
final class ServedNames {

  static final String ORIGIN = "bench.example.";
  static final int NAMES = 10_000;
  private static final int CLUSTER_ADDRESSES = 6;
  private static final int REGIONS = 240;
  private static final int RANGES = 30_000;
  private static final Position NOWHERE = new Position(Path.of("benchmark"), 1, 1);
  private static final byte[] SOA_TIMES = {
    0, 0, 0, 7, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 44
  };

  private ServedNames() {}

  /** The label of a name; no two numbers have the same. */
  static String label(int number) {
    return String.format("h%08x", number * 0x9e3779b1);
  }

  /** The zone, compiled, and the cluster's addresses. */
  static Snapshot snapshot() {
    SlotDirectory slots = new SlotDirectory();
    ZoneTable zones = new ZoneTable(List.of(ZoneCompiler.compile(zone(), slots)));
    List<SlotKey> keys = slots.keys();
    MemorySegment[] sets = new MemorySegment[keys.size()];
    RegionTable[] tables = new RegionTable[keys.size()];
    for (int slot = 0; slot < sets.length; slot++) {
      if (keys.get(slot).plan().equals("regions")) {
        sets[slot] = regions();
        tables[slot] = table();
      } else {
        sets[slot] = Slot.of(variant(CLUSTER_ADDRESSES));
      }
    }
    return new Snapshot(zones, new HealthAnswers(sets, tables));
  }

  private static Slot.Variant variant(int count) {
    List<byte[]> addresses = new ArrayList<>();
    for (int member = 0; member < count; member++) {
      addresses.add(new byte[] {127, 0, 0, (byte) (101 + member)});
    }
    return new Slot.Variant(RecordType.A, 60, addresses, List.of(), 0);
  }

  /** Each region a set of its own, of one to six addresses. */
  private static MemorySegment regions() {
    return RegionalSlot.of(
        IntStream.range(0, REGIONS)
            .<SlotOutcome>mapToObj(
                region -> new SlotOutcome.Rotating(variant(1 + region % CLUSTER_ADDRESSES)))
            .toList());
  }

  private static RegionTable table() {
    Random random = new Random(14);
    RegionRanges ranges = new RegionRanges(0);
    random
        .longs(RANGES, 0, 1L << 24)
        .sorted()
        .forEach(network -> ranges.fromIpv4((int) network << 8, random.nextInt(REGIONS)));
    return RegionTable.of(ranges);
  }

  private static Zone zone() {
    DomainName origin = DomainName.parse(ORIGIN);
    DomainName nameserver = DomainName.parse("ns1", origin);
    ByteArrayOutputStream soa = new ByteArrayOutputStream();
    soa.writeBytes(nameserver.toWire());
    soa.writeBytes(DomainName.parse("hostmaster", origin).toWire());
    soa.writeBytes(SOA_TIMES);
    List<RecordSet> sets = new ArrayList<>();
    sets.add(records(origin, RecordType.SOA, soa.toByteArray()));
    sets.add(records(origin, RecordType.NS, nameserver.toWire()));
    sets.add(records(nameserver, RecordType.A, new byte[] {(byte) 192, 0, 2, 53}));
    sets.add(
        new RecordSet.Steered(
            DomainName.parse("images", origin), RecordType.A, 60, "images", List.of(), NOWHERE));
    sets.add(
        new RecordSet.Steered(
            DomainName.parse("regions", origin), RecordType.A, 60, "regions", List.of(), NOWHERE));
    for (int number = 0; number < NAMES; number++) {
      byte[] address = {10, 0, (byte) (number >> 8), (byte) number};
      sets.add(records(DomainName.parse(label(number), origin), RecordType.A, address));
    }
    sets.sort(RecordSet.CANONICAL_ORDER);
    return new Zone(
        origin, 7, new Zone(origin, 7, sets).recordSets(), new ZoneSteering(true, List.of()));
  }

  private static RecordSet records(DomainName owner, int type, byte[] rdata) {
    return new RecordSet.Static(owner, type, 3600, List.of(rdata), NOWHERE);
  }
}
