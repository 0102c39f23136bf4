package org.popdns.answer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;

/** Zones of a few lines, for tests without files. */
final class Records {

  private final DomainName origin;
  private final List<RecordSet> sets = new ArrayList<>();

  private Records(DomainName origin) {
    this.origin = origin;
  }

  /** A zone with a SOA (TTL 3600, MINIMUM 300, serial 7) and one nameserver out of the zone. */
  static Records zone(String origin) {
    Records zone = new Records(DomainName.parse(origin));
    ByteArrayOutputStream soa = new ByteArrayOutputStream();
    soa.writeBytes(DomainName.parse("ns.test.").toWire());
    soa.writeBytes(DomainName.parse("hostmaster.test.").toWire());
    soa.writeBytes(new byte[] {0, 0, 0, 7, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 44});
    zone.add("@", RecordType.SOA, 3600, soa.toByteArray());
    return zone.add("@", RecordType.NS, 3600, name("ns.test."));
  }

  /** Adds an RRset; the owner is relative to the zone unless it ends in a dot. */
  Records add(String owner, int type, long ttl, byte[]... rdata) {
    sets.add(
        new RecordSet.Static(
            DomainName.parse(owner, origin), type, ttl, List.of(rdata), RandomZone.NOWHERE));
    return this;
  }

  /** Adds A records, all with TTL 60, from 192.0.2.1 on. */
  Records addresses(String owner, int count) {
    byte[][] rdata = new byte[count][];
    for (int i = 0; i < count; i++) {
      rdata[i] = address(i + 1);
    }
    return add(owner, RecordType.A, 60, rdata);
  }

  /** Adds a cluster's records with TTL 60. */
  Records steer(String owner, int type, String cluster) {
    sets.add(
        new RecordSet.Steered(
            DomainName.parse(owner, origin), type, 60, cluster, List.of(), RandomZone.NOWHERE));
    return this;
  }

  Zone build() {
    sets.sort(Comparator.comparing(RecordSet::owner).thenComparingInt(RecordSet::type));
    return new Zone(origin, 7, sets);
  }

  /** The zone alone, its clusters with this many IPv4 addresses from 192.0.2.1 on and no others. */
  TestWorker serve(int clusterAddresses) {
    return serve(clusterAddresses, this);
  }

  static TestWorker serve(int clusterAddresses, Records... zones) {
    SlotDirectory slots = new SlotDirectory();
    ZoneTable table =
        new ZoneTable(
            Arrays.stream(zones).map(zone -> ZoneCompiler.compile(zone.build(), slots)).toList());
    List<byte[]> addresses = new ArrayList<>();
    for (int i = 1; i <= clusterAddresses; i++) {
      addresses.add(address(i));
    }
    java.lang.foreign.MemorySegment[] sets =
        new java.lang.foreign.MemorySegment[slots.keys().size()];
    for (int slot = 0; slot < sets.length; slot++) {
      SlotKey key = slots.keys().get(slot);
      List<byte[]> rdata = key.type() == RecordType.A ? addresses : List.of();
      sets[slot] = Slot.of(key.type(), key.ttlSeconds(), rdata, slot);
    }
    return new TestWorker(new Snapshot(table, new HealthAnswers(sets)));
  }

  /** 192.0.2.n, and on into 192.0.3. */
  static byte[] address(int number) {
    return new byte[] {(byte) 192, 0, (byte) (2 + number / 256), (byte) number};
  }

  static byte[] name(String name) {
    return DomainName.parse(name).toWire();
  }

  static byte[] mx(int preference, String worker) {
    return join(new byte[] {(byte) (preference >>> 8), (byte) preference}, name(worker));
  }

  static byte[] srv(int port, String target) {
    return join(new byte[] {0, 0, 0, 0, (byte) (port >>> 8), (byte) port}, name(target));
  }

  static byte[] txt(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return join(new byte[] {(byte) bytes.length}, bytes);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
