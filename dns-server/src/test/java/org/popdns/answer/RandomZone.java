package org.popdns.answer;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/**
 * Zones that use few labels, so that names meet: empty non-terminals, wildcards beside and below
 * names, delegations with glue, chains and loops of CNAMEs, names at their greatest length.
 */
final class RandomZone {

  static final Position NOWHERE = new Position(Path.of("test"), 1, 1);

  /** The clusters that steered record sets name. */
  static final List<String> CLUSTERS = List.of("c0", "c1", "c2");

  private static final int[] TYPES = {
    RecordType.A,
    RecordType.A,
    RecordType.AAAA,
    RecordType.MX,
    RecordType.TXT,
    RecordType.SRV,
    RecordType.PTR,
    RecordType.CNAME,
    RecordType.CNAME,
    65280
  };

  private final Random random;
  private final DomainName origin;
  private final List<byte[]> labels = new ArrayList<>();
  private final Map<DomainName, Map<Integer, RecordSet>> sets = new TreeMap<>();
  private final Set<DomainName> apart = new HashSet<>();

  private RandomZone(Random random, DomainName origin) {
    this.random = random;
    this.origin = origin;
    for (String label : List.of("a", "B", "www", "*", "ns", "_tcp", "foo*")) {
      labels.add(label.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    labels.add(new byte[] {0, '.', (byte) 0xC0, (byte) 0xFF, 'A', '[', '@', 'z', '{'});
    byte[] longest = new byte[63];
    random.nextBytes(longest);
    labels.add(longest);
  }

  /** A zone with its SOA and NS records at the origin. */
  static Zone of(Random random, DomainName origin) {
    return new RandomZone(random, origin).make();
  }

  private Zone make() {
    add(origin, RecordType.SOA, List.of(soa()));
    add(origin, RecordType.NS, values(RecordType.NS, 1 + random.nextInt(3)));
    int owners = random.nextInt(40);
    for (int i = 0; i < owners; i++) {
      DomainName owner = name();
      if (!owner.equals(origin) && !owner.isWildcard() && random.nextInt(6) == 0) {
        add(owner, RecordType.NS, nameservers(owner));
        if (random.nextBoolean()) {
          add(owner, RecordType.DS, List.of(new byte[] {0, 1, 8, 2, 1, 2, 3, 4}));
        }
        continue;
      }
      int types = random.nextInt(3) + 1;
      for (int t = 0; t < types; t++) {
        int type = TYPES[random.nextInt(TYPES.length)];
        if ((type == RecordType.A || type == RecordType.AAAA) && random.nextInt(4) == 0) {
          steer(owner, type);
        } else {
          add(owner, type, values(type, type == RecordType.CNAME ? 1 : 1 + random.nextInt(6)));
        }
      }
    }
    List<RecordSet> all = new ArrayList<>();
    sets.forEach((owner, byType) -> all.addAll(byType.values()));
    return new Zone(origin, 7, all);
  }

  private void steer(DomainName owner, int type) {
    if (free(owner, type)) {
      String cluster = CLUSTERS.get(random.nextInt(CLUSTERS.size()));
      put(new RecordSet.Steered(owner, type, 60, cluster, List.of(), NOWHERE));
    }
  }

  private void add(DomainName owner, int type, List<byte[]> rdata) {
    if (free(owner, type)) {
      put(new RecordSet.Static(owner, type, 100 + random.nextInt(1000), rdata, NOWHERE));
    }
  }

  /** A CNAME stands alone, and nothing stands twice. */
  private boolean free(DomainName owner, int type) {
    Map<Integer, RecordSet> there = sets.getOrDefault(owner, Map.of());
    if (there.containsKey(type) || apart.contains(owner)) {
      return false;
    }
    if (type == RecordType.CNAME) {
      if (!there.isEmpty() || owner.equals(origin)) {
        return false;
      }
      apart.add(owner);
    }
    return true;
  }

  private void put(RecordSet set) {
    sets.computeIfAbsent(set.owner(), o -> new TreeMap<>()).put(set.type(), set);
  }

  private List<byte[]> nameservers(DomainName cut) {
    List<byte[]> result = new ArrayList<>();
    Set<DomainName> targets = new HashSet<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      DomainName target = random.nextInt(3) == 0 ? name() : below(cut);
      if (targets.add(target)) {
        result.add(target.toWire());
        if (random.nextInt(4) > 0) {
          add(target, RecordType.A, values(RecordType.A, 1 + random.nextInt(2)));
          add(target, RecordType.AAAA, values(RecordType.AAAA, 1));
        }
      }
    }
    return result;
  }

  /** A name at or below the origin. */
  DomainName name() {
    DomainName name = origin;
    int depth = random.nextInt(20) == 0 ? 40 : random.nextInt(5);
    for (int i = 0; i < depth; i++) {
      name = below(name);
    }
    return name;
  }

  private DomainName below(DomainName parent) {
    return prepend(labels.get(random.nextInt(labels.size())), parent);
  }

  /** The name with one more label, or unchanged if that makes it too long. */
  static DomainName prepend(byte[] label, DomainName parent) {
    byte[] wire = parent.toWire();
    if (wire.length + 1 + label.length > DomainName.MAX_LENGTH_BYTES) {
      return parent;
    }
    ByteBuffer out = ByteBuffer.allocate(wire.length + 1 + label.length);
    return DomainName.ofWire(out.put((byte) label.length).put(label).put(wire).array());
  }

  private DomainName target() {
    return random.nextInt(6) == 0 ? DomainName.parse("elsewhere.test.") : name();
  }

  private List<byte[]> values(int type, int count) {
    Map<ByteBuffer, byte[]> distinct = new HashMap<>();
    for (int i = 0; i < count; i++) {
      byte[] value = value(type);
      distinct.put(ByteBuffer.wrap(canonical(type, value)), value);
    }
    return List.copyOf(distinct.values());
  }

  private static byte[] canonical(int type, byte[] value) {
    return type == RecordType.TXT || type >= 256 || value.length == 4 || value.length == 16
        ? value
        : lower(value);
  }

  private static byte[] lower(byte[] value) {
    byte[] copy = value.clone();
    for (int i = 0; i < copy.length; i++) {
      if (copy[i] >= 'A' && copy[i] <= 'Z') {
        copy[i] = (byte) (copy[i] + 0x20);
      }
    }
    return copy;
  }

  private byte[] value(int type) {
    return switch (type) {
      case RecordType.A -> bytes(4);
      case RecordType.AAAA -> bytes(16);
      case RecordType.NS, RecordType.CNAME, RecordType.PTR -> target().toWire();
      case RecordType.MX -> concat(bytes(2), target().toWire());
      case RecordType.SRV -> concat(bytes(6), target().toWire());
      case RecordType.TXT -> {
        byte[] text = bytes(random.nextInt(200));
        yield concat(new byte[] {(byte) text.length}, text);
      }
      default -> bytes(random.nextInt(30));
    };
  }

  private byte[] soa() {
    byte[] numbers = new byte[20];
    numbers[3] = 7;
    numbers[18] = (byte) random.nextInt(5); // MINIMUM below and above the TTL
    numbers[19] = 90;
    return concat(concat(target().toWire(), name().toWire()), numbers);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  /** Names to ask for: the zone's own, names around them, names of the greatest length. */
  static List<DomainName> questions(Random random, Zone zone, int count) {
    RandomZone maker = new RandomZone(random, zone.origin());
    List<DomainName> owners = zone.recordSets().stream().map(RecordSet::owner).distinct().toList();
    List<DomainName> questions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DomainName name = owners.get(random.nextInt(owners.size()));
      name =
          switch (random.nextInt(6)) {
            case 0 -> maker.name();
            case 1 -> maker.below(name);
            case 2 -> name.equals(zone.origin()) ? name : name.parent();
            case 3 -> padded(random, name);
            default -> name;
          };
      questions.add(mixedCase(random, name));
    }
    questions.sort(Comparator.comparing(DomainName::toString));
    return questions;
  }

  /** The name with labels before it, mostly as long as a name can be. */
  private static DomainName padded(Random random, DomainName name) {
    DomainName padded = name;
    int target = random.nextBoolean() ? 255 : name.lengthBytes() + random.nextInt(100);
    while (padded.lengthBytes() + 2 <= Math.min(255, target)) {
      int room = Math.min(255, target) - padded.lengthBytes() - 1;
      byte[] label = new byte[Math.min(63, room)];
      random.nextBytes(label);
      padded = prepend(label, padded);
    }
    return padded;
  }

  static DomainName mixedCase(Random random, DomainName name) {
    byte[] wire = name.toLowerCaseWire();
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      for (int i = at + 1; i <= at + wire[at]; i++) {
        if (wire[i] >= 'a' && wire[i] <= 'z' && random.nextBoolean()) {
          wire[i] = (byte) (wire[i] - 0x20);
        }
      }
    }
    return DomainName.ofWire(wire);
  }

  /** An address for each cluster and family, of any number, none included. */
  static List<InetAddress> addresses(Random random, int length) {
    List<InetAddress> addresses = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? 0 : random.nextInt(12);
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      try {
        addresses.add(InetAddress.getByAddress(bytes));
      } catch (java.net.UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
    return addresses;
  }
}
