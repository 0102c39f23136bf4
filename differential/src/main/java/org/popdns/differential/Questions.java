package org.popdns.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.differential.wire.Ask;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/**
 * The questions for a zone: each of its names, their parents, children and near misses, in all
 * types, each pair of name and type once.
 */
final class Questions {

  private static final List<Integer> TYPES =
      List.of(
          RecordType.A,
          RecordType.NS,
          RecordType.CNAME,
          RecordType.SOA,
          RecordType.PTR,
          RecordType.MX,
          RecordType.TXT,
          RecordType.AAAA,
          RecordType.SRV,
          RecordType.DNAME,
          RecordType.DS,
          RecordType.ANY,
          65280,
          4711);

  /** One in how many questions is at a name of the zone. */
  private static final int OWNERS_SHARE = 3;

  /** One in how many is one that a wildcard may stand for. */
  private static final int MATCHED_SHARE = 4;

  private final Random random;
  private final Zone zone;
  private final Set<DomainName> names = new LinkedHashSet<>();

  private Questions(Random random, Zone zone) {
    this.random = random;
    this.zone = zone;
  }

  /**
   * Questions: those that few places of a zone allow, then some at its names, then some around
   * them.
   *
   * @param most how many; there may be fewer
   */
  static List<Ask> of(Random random, Zone zone, int most) {
    return new Questions(random, zone).make(most);
  }

  private List<Ask> make(int most) {
    DomainName origin = zone.origin();
    for (RecordSet set : zone.recordSets()) {
      around(set.owner());
      if (set instanceof RecordSet.Static records && records.type() == RecordType.DNAME) {
        add("a.b", records.owner());
        add("l".repeat(63) + "." + "l".repeat(63), records.owner());
        for (RecordSet other : zone.recordSets()) {
          // What the DNAME makes of these may exist.
          moved(other.owner(), records);
        }
      }
    }
    Set<DomainName> owners =
        zone.recordSets().stream().map(RecordSet::owner).collect(Collectors.toSet());
    Set<Integer> types = new LinkedHashSet<>(TYPES);
    zone.recordSets().forEach(set -> types.add(set.type()));
    List<Ask> rare = new ArrayList<>();
    List<Ask> atOwners = new ArrayList<>();
    List<Ask> matched = new ArrayList<>();
    List<Ask> others = new ArrayList<>();
    for (DomainName name : names) {
      if (name.isAtOrBelow(origin)) {
        for (int type : types) {
          Ask ask = ask(name, type);
          if (owners.contains(name)) {
            (isRare(name, type) ? rare : atOwners).add(ask);
          } else {
            (isBesideWildcard(name, owners) ? matched : others).add(ask);
          }
        }
      }
    }
    Collections.shuffle(atOwners, random);
    Collections.shuffle(matched, random);
    Collections.shuffle(others, random);
    List<Ask> asks = rare;
    asks.addAll(atOwners.subList(0, Math.min(most / OWNERS_SHARE, atOwners.size())));
    asks.addAll(matched.subList(0, Math.min(most / MATCHED_SHARE, matched.size())));
    asks.addAll(others);
    return asks.subList(0, Math.min(most, asks.size()));
  }

  /** True for what a zone has few places for: DS at a delegation, a DNAME's owner. */
  private boolean isRare(DomainName name, int type) {
    return zone.recordSets().stream()
        .filter(set -> set.owner().equals(name))
        .anyMatch(
            set ->
                set.type() == RecordType.DNAME
                    || (set.type() == RecordType.NS && type == RecordType.DS));
  }

  private static boolean isBesideWildcard(DomainName name, Set<DomainName> owners) {
    return !name.isRoot()
        && name.parent().lengthBytes() + 2 <= DomainName.MAX_LENGTH_BYTES
        && owners.contains(name.parent().wildcardChild());
  }

  private Ask ask(DomainName name, int type) {
    Ask.Style[] styles = Ask.Style.values();
    return Ask.of(anyCase(name), type, styles[random.nextInt(styles.length)]);
  }

  private void around(DomainName owner) {
    names.add(owner);
    DomainName name = owner;
    while (!name.isRoot() && name.isAtOrBelow(zone.origin())) {
      names.add(name);
      add("*", name);
      add("nearby", name);
      name = name.parent();
    }
    add("a", owner);
    add("x.a", owner);
    add("x.*", owner);
    add("ns", owner);
    if (!owner.equals(zone.origin())) {
      String text = owner.toString();
      add("z" + text.substring(0, text.indexOf('.')), owner.parent());
      add("www", owner.parent());
    }
  }

  /** Asks below the DNAME for what stands below its target. */
  private void moved(DomainName owner, RecordSet.Static dname) {
    DomainName target = DomainName.ofWire(dname.rdata().getFirst());
    if (!owner.equals(target) && owner.isAtOrBelow(target) && !target.isRoot()) {
      String text = owner.toString();
      add(text.substring(0, text.length() - target.toString().length() - 1), dname.owner());
    }
  }

  private void add(String labels, DomainName parent) {
    try {
      names.add(DomainName.parse(labels, parent));
    } catch (IllegalArgumentException e) {
      return; // Too long to be asked.
    }
  }

  private DomainName anyCase(DomainName name) {
    if (random.nextInt(4) > 0) {
      return name;
    }
    byte[] wire = name.toWire();
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      for (int i = at + 1; i <= at + wire[at]; i++) {
        if (Character.isLetter(wire[i]) && random.nextBoolean()) {
          wire[i] ^= 0x20;
        }
      }
    }
    return DomainName.ofWire(wire);
  }
}
