package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Zone;
import org.popdns.config.model.ZoneSteering;
import org.popdns.harness.QueryBytes;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.RegionRanges;
import org.popdns.snapshot.RegionTable;
import org.popdns.snapshot.RegionalSlot;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.Slot.Variant;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.SlotOutcome;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.popdns.steering.WeightedTurns;

/**
 * The zone {@code example.com.} with names that are answered by client, and what fills their slots.
 *
 * <pre>
 *   10.0.0.0/8 and 2001:db8::/32        region 1
 *   10.1.0.0/16 and 127.0.0.64/26       region 2
 *   everything else                     region 0
 * </pre>
 */
public final class RegionalZone {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");
  private static final RegionTable TABLE = table();

  private RegionalZone() {}

  private static RegionTable table() {
    RegionRanges ranges = new RegionRanges(0);
    ranges.fromIpv4(0x0A000000, 1);
    ranges.fromIpv4(0x0A010000, 2);
    ranges.fromIpv4(0x0A020000, 1);
    ranges.fromIpv4(0x0B000000, 0);
    ranges.fromIpv4(0x7F000040, 2);
    ranges.fromIpv4(0x7F000080, 0);
    ranges.fromIpv6(0x20010DB8_00000000L, 0, 1);
    ranges.fromIpv6(0x20010DB9_00000000L, 0, 0);
    return RegionTable.of(ranges);
  }

  /** A worker that answers from the zone, which goes by the client subnet option. */
  static TestWorker serve() {
    return new TestWorker(snapshot());
  }

  /**
   * The same.
   *
   * @param hashed the last octets of the addresses that hash and weighted-hash have
   */
  static TestWorker serve(ZoneSteering steering, List<Integer> hashed) {
    return new TestWorker(snapshot(steering, hashed));
  }

  /** What is served, by the client subnet option. */
  public static Snapshot snapshot() {
    return snapshot(new ZoneSteering(true, List.of()), List.of(1, 2, 3, 4, 5));
  }

  private static Snapshot snapshot(ZoneSteering steering, List<Integer> hashed) {
    Zone zone = new Zone(ORIGIN, 7, plain().recordSets(), steering);
    SlotDirectory directory = new SlotDirectory();
    ZoneTable zones = new ZoneTable(List.of(ZoneCompiler.compile(zone, directory)));
    List<SlotKey> keys = directory.keys();
    MemorySegment[] slots = new MemorySegment[keys.size()];
    @Nullable RegionTable[] tables = new RegionTable[keys.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = slot(keys.get(i), hashed);
      tables[i] = tableOf(keys.get(i));
    }
    return new Snapshot(zones, new HealthAnswers(slots, tables));
  }

  private static @Nullable RegionTable tableOf(SlotKey key) {
    return switch (key.plan()) {
      case "geo", "alias", "moved" -> TABLE;
      default -> null;
    };
  }

  private static Zone plain() {
    return Records.zone("example.com.")
        .steer("geo", RecordType.A, "geo")
        .steer("geo", RecordType.AAAA, "geo")
        .steer("*.wild", RecordType.A, "geo")
        .steer("alias", RecordType.CNAME, "alias")
        .steer("moved", RecordType.DNAME, "moved")
        .steer("lost", RecordType.DNAME, "nowhere")
        .steer("hash", RecordType.A, "hash")
        .steer("weighted-hash", RecordType.A, "weighted-hash")
        .steer("two-by-hash", RecordType.A, "two-by-hash")
        .steer("weighted", RecordType.A, "weighted")
        .steer("mixed", RecordType.A, "mixed")
        .steer("split", RecordType.A, "split")
        .steer("cluster", RecordType.A, "cluster")
        .steer("nowhere", RecordType.CNAME, "nowhere")
        .add("www", RecordType.CNAME, 60, Records.name("geo.example.com."))
        .add("chain", RecordType.CNAME, 60, Records.name("alias.example.com."))
        .add("to-nowhere", RecordType.CNAME, 60, Records.name("nowhere.example.com."))
        .add("mail", RecordType.MX, 60, Records.mx(10, "geo.example.com."))
        .add("service", RecordType.SRV, 60, Records.srv(443, "geo.example.com."))
        .add("moved", RecordType.A, 60, Records.address(9))
        .add("over", RecordType.DNAME, 60, Records.name("moved.example.com."))
        .add("to-moved", RecordType.CNAME, 60, Records.name("x.moved.example.com."))
        .add("under", RecordType.DNAME, 60, Records.name("wild.example.com."))
        .add("sub", RecordType.NS, 60, Records.name("ns.sub.example.com."))
        .add("ns.sub", RecordType.A, 60, Records.address(53))
        .addresses("static", 3)
        .build();
  }

  private static MemorySegment slot(SlotKey key, List<Integer> hashed) {
    boolean ipv4 = key.type() == RecordType.A;
    return switch (key.plan()) {
      case "geo" ->
          ipv4
              ? RegionalSlot.of(List.of(all(1, 1), all(2, 2, 3), all(3, 4)))
              : RegionalSlot.of(
                  List.of(rotating(AAAA_NONE), rotating(AAAA_ONE), rotating(AAAA_NONE)));
      case "alias" -> RegionalSlot.of(List.of(target("far"), target("near"), target("here")));
      case "moved" -> RegionalSlot.of(List.of(moved("far."), moved("near."), moved(LONG)));
      case "nowhere" -> Slot.of(key.type(), 60, List.of(), 9);
      case "hash" -> RegionalSlot.of(List.of(hashed(1, hashed, 0)));
      case "weighted-hash" -> RegionalSlot.of(List.of(hashed(1, hashed, 1)));
      case "two-by-hash" -> RegionalSlot.of(List.of(hashed(2, hashed, 0)));
      case "weighted" -> {
        List<Variant> each = List.of(addresses(6, 1), addresses(6, 2), addresses(6, 3));
        yield RegionalSlot.of(
            List.of(
                new SlotOutcome.Turns(
                    "abcaabacba".chars().mapToObj(letter -> each.get(letter - 'a')).toList())));
      }
      case "mixed" -> RegionalSlot.of(List.of(mixed()));
      case "split" ->
          RegionalSlot.of(
              List.of(
                  new SlotOutcome.Split(
                      List.of(
                          new SlotOutcome.Part(MIXED_PARTS[0], hashed(1, List.of(1, 2), 0)),
                          new SlotOutcome.Part(MIXED_PARTS[2], all(11, 5)),
                          new SlotOutcome.Part(MIXED_PARTS[1], all(10, 3, 4))))));
      default -> Slot.of(addresses(7, 1, 2, 3));
    };
  }

  /** In how many of 4096 turns the pools of mixed and of split answer. */
  static final int[] MIXED_PARTS = {2000, 1095, 1001};

  private static SlotOutcome mixed() {
    List<SlotOutcome> pools = List.of(all(9, 1, 2), all(10, 3, 4), hashed(1, List.of(5), 0));
    long[] weights = Arrays.stream(MIXED_PARTS).asLongStream().toArray();
    return new SlotOutcome.Mixed(
        Arrays.stream(WeightedTurns.of(weights, 1)).map(turn -> pools.get(turn[0])).toList());
  }

  private static final Variant AAAA_NONE = new Variant(28, 60, List.of(), List.of(), 4);
  private static final Variant AAAA_ONE =
      new Variant(
          28,
          60,
          List.of(HexFormat.of().parseHex("20010db8000000000000000000000001")),
          List.of(),
          4);

  private static SlotOutcome rotating(Variant variant) {
    return new SlotOutcome.Rotating(variant);
  }

  private static SlotOutcome all(int decision, int... last) {
    return rotating(addresses(decision, last));
  }

  /** Labels of 189 bytes. */
  private static final String LONG = ("l".repeat(62) + ".").repeat(3);

  private static SlotOutcome moved(String labels) {
    byte[] name = Records.name(labels + "example.net.");
    return rotating(new Variant(RecordType.DNAME, 60, List.of(name), List.of(), 6));
  }

  private static SlotOutcome target(String label) {
    byte[] name = Records.name(label + ".example.net.");
    return rotating(new Variant(RecordType.CNAME, 60, List.of(name), List.of(), 5));
  }

  private static SlotOutcome hashed(int given, List<Integer> last, int weightStep) {
    return new SlotOutcome.Hashed(
        given,
        last.stream()
            .map(
                octet ->
                    new SlotOutcome.Candidate(
                        octet * 0x100000001B3L, 1 + octet * weightStep, addresses(8, octet)))
            .toList());
  }

  private static Variant addresses(int decision, int... last) {
    return new Variant(
        RecordType.A,
        60,
        Arrays.stream(last).mapToObj(Records::address).toList(),
        List.of(),
        decision);
  }

  /**
   * A query with a client subnet option.
   *
   * @param subnet such as {@code 10.1.2.0/24}
   */
  public static QueryBytes query(String name, int type, String subnet) {
    return QueryBytes.of(name + ".example.com.", type).option(8, option(subnet));
  }

  private static String option(String subnet) {
    String[] parts = subnet.split("/", 2);
    byte[] address = address(parts[0]);
    int source = Integer.parseInt(parts[1]);
    return "000%d%02x00".formatted(address.length == 4 ? 1 : 2, source)
        + HexFormat.of().formatHex(address, 0, (source + 7) / 8);
  }

  /** The bytes of an address; those of an IPv4-mapped one are IPv6, which Java takes for IPv4. */
  private static byte[] address(String text) {
    byte[] address = InetAddress.ofLiteral(text).getAddress();
    return address.length == 4 && text.contains(":")
        ? HexFormat.of().parseHex("00000000000000000000ffff" + HexFormat.of().formatHex(address))
        : address;
  }
}
