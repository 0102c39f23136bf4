package org.popdns.config.write;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.model.ZoneSteering;
import org.popdns.config.record.SoaRdata;
import org.popdns.config.zone.ContentSerial;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/** Zones of random records of every type, as odd as the types allow. */
final class RandomZone {

  /** The types that appear, SOA aside; those without a shape in YAML are the last. */
  static final List<Integer> TYPES =
      List.of(
          1, 2, 5, 12, 15, 16, 28, 29, 33, 35, 39, 43, 44, 52, 61, 64, 65, 256, 257, 13, 17, 18, 99,
          65280);

  private static final DomainName ORIGIN = DomainName.parse("example.com.");
  private static final Position NOWHERE = new Position(Path.of("generated"), 1, 1);
  private static final Set<Integer> SINGLE = Set.of(RecordType.CNAME, RecordType.DNAME);
  private static final String ODD = "\"\\;.@$'() \t#:{}[],&*!|>%`~\u00e4\u20ac\n";

  private final Random random;
  private final List<Integer> types;

  RandomZone(long seed, List<Integer> types) {
    this.random = new Random(seed);
    this.types = types;
  }

  /** A zone with a SOA record as the reader makes it, and NS records. */
  Zone zone(int owners) {
    List<RecordSet> sets = new ArrayList<>();
    byte[] server = DomainName.parse("ns1.example.net.").toWire();
    sets.add(new RecordSet.Static(ORIGIN, RecordType.NS, 3600, List.of(server), NOWHERE));
    sets.add(soa(0));
    for (int i = 0; i < owners; i++) {
      int type = types.get(i % types.size());
      DomainName owner = owner(i);
      sets.add(new RecordSet.Static(owner, type, random.nextInt(100_000), rdata(type), NOWHERE));
      if (type == RecordType.DS) {
        sets.add(new RecordSet.Static(owner, RecordType.NS, 3600, List.of(server), NOWHERE));
      }
    }
    sets.sort(RecordSet.CANONICAL_ORDER);
    long serial = ContentSerial.of(new Zone(ORIGIN, 0, sets).recordSets(), ZoneSteering.NONE);
    sets.replaceAll(set -> set.type() == RecordType.SOA ? soa(serial) : set);
    return new Zone(ORIGIN, serial, sets);
  }

  private static RecordSet soa(long serial) {
    byte[] rdata =
        new SoaRdata(
                DomainName.parse("ns1.example.net."),
                DomainName.parse("hostmaster.example.com."),
                serial,
                7200,
                900,
                1_209_600,
                300)
            .toBytes();
    return new RecordSet.Static(ORIGIN, RecordType.SOA, 3600, List.of(rdata), NOWHERE);
  }

  private DomainName owner(int number) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    byte[] label = (number + (random.nextBoolean() ? "" : odd(3))).getBytes(StandardCharsets.UTF_8);
    wire.write(label.length);
    wire.writeBytes(label);
    wire.writeBytes(ORIGIN.toWire());
    return DomainName.ofWire(wire.toByteArray());
  }

  private List<byte[]> rdata(int type) {
    List<byte[]> records = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int count = SINGLE.contains(type) ? 1 : 1 + random.nextInt(3);
    while (records.size() < count) {
      byte[] rdata = new RandomRdata(random).of(type);
      if (seen.add(Arrays.toString(rdata))) {
        records.add(rdata);
      }
    }
    return records;
  }

  private String odd(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ODD.charAt(random.nextInt(ODD.length())));
    }
    return text.toString();
  }
}
