package org.popdns.answer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What a zone answers by RFC 1034 §4.3.2 and RFC 4592, found the slow and plain way: no compiled
 * form, no compression, no case but lower. The cluster's current addresses come from outside.
 */
final class ZoneOracle {

  private static final int MAX_CNAME_CHAIN = 16;

  /** An expected response. */
  static final class Expected {
    int rcode;
    boolean authoritative = true;

    /** True if the answer ends with a cluster's addresses. */
    boolean steered;

    final List<Record> answer = new ArrayList<>();
    final List<Record> authority = new ArrayList<>();
    final Set<Record> requiredAdditional = new HashSet<>();
    final Set<Record> allowedAdditional = new HashSet<>();
  }

  /** A cluster's addresses of one family, as RDATA. */
  interface Slots {
    List<byte[]> rdata(String cluster, int type);
  }

  private final DomainName origin;
  private final Slots slots;
  private final Map<DomainName, Map<Integer, RecordSet>> sets = new HashMap<>();
  private final Set<DomainName> existing = new HashSet<>();

  ZoneOracle(Zone zone, Slots slots) {
    this.origin = zone.origin();
    this.slots = slots;
    for (RecordSet set : zone.recordSets()) {
      sets.computeIfAbsent(set.owner(), o -> new TreeMap<>()).put(set.type(), set);
    }
    for (DomainName owner : sets.keySet()) {
      DomainName cut = cutAbove(owner);
      if (cut == null || cut.equals(owner)) {
        for (DomainName at = owner; !at.equals(origin); at = at.parent()) {
          existing.add(at);
        }
      }
    }
    existing.add(origin);
  }

  /** The topmost delegation point at or above a name, or null. */
  @Nullable DomainName cutAbove(DomainName name) {
    DomainName cut = null;
    for (DomainName at = name; !at.equals(origin); at = at.parent()) {
      if (sets.getOrDefault(at, Map.of()).containsKey(RecordType.NS)) {
        cut = at;
      }
    }
    return cut;
  }

  Expected answer(DomainName qname, int type) {
    Expected expected = new Expected();
    Set<DomainName> visited = new HashSet<>();
    DomainName name = qname;
    boolean first = true;
    while (true) {
      visited.add(name);
      DomainName cut = cutAbove(name);
      // RFC 4035 §3.1.4.1, at the end of a chain as well.
      boolean dsAtCut = type == RecordType.DS && cut != null && name.equals(cut);
      if (cut != null && !dsAtCut) {
        expected.authoritative = !first;
        refer(cut, expected);
        return expected;
      }
      Map<Integer, RecordSet> found = find(name);
      if (found == null) {
        expected.rcode = 3;
        addSoa(expected);
        return expected;
      }
      RecordSet set = found.get(type);
      if (set != null) {
        List<Record> records = records(name, set);
        if (!records.isEmpty()) {
          expected.answer.addAll(records);
          expected.steered = set instanceof RecordSet.Steered;
          addAddressesOfTargets(set, expected.allowedAdditional);
          return expected;
        }
      }
      RecordSet cname = dsAtCut ? null : found.get(RecordType.CNAME);
      if (cname == null) {
        addSoa(expected);
        return expected;
      }
      expected.answer.addAll(records(name, cname));
      DomainName target = nameAt(rdata(cname).getFirst(), 0);
      if (!target.isAtOrBelow(origin)
          || visited.contains(target)
          || visited.size() >= MAX_CNAME_CHAIN) {
        return expected;
      }
      name = target;
      first = false;
    }
  }

  /** The RRsets that stand for a name; null if it does not exist. */
  @Nullable Map<Integer, RecordSet> find(DomainName name) {
    if (existing.contains(name)) {
      return sets.getOrDefault(name, Map.of());
    }
    DomainName encloser = name.parent();
    while (!existing.contains(encloser)) {
      encloser = encloser.parent();
    }
    if (encloser.lengthBytes() + 2 > 255 || !existing.contains(encloser.wildcardChild())) {
      return null;
    }
    return sets.getOrDefault(encloser.wildcardChild(), Map.of());
  }

  private void refer(DomainName cut, Expected expected) {
    RecordSet ns = set(cut, RecordType.NS);
    expected.authority.addAll(records(cut, ns));
    for (byte[] rdata : rdata(ns)) {
      DomainName target = nameAt(rdata, 0);
      addAddresses(target, expected.allowedAdditional);
      if (target.isAtOrBelow(cut)) {
        addAddresses(target, expected.requiredAdditional);
      }
    }
  }

  private void addAddressesOfTargets(RecordSet set, Set<Record> to) {
    int at =
        switch (set.type()) {
          case RecordType.NS -> 0;
          case RecordType.MX -> 2;
          case RecordType.SRV -> 6;
          default -> -1;
        };
    if (at >= 0) {
      for (byte[] rdata : rdata(set)) {
        addAddresses(nameAt(rdata, at), to);
      }
    }
  }

  private void addAddresses(DomainName target, Set<Record> to) {
    if (!target.isAtOrBelow(origin)) {
      return;
    }
    boolean glue = cutAbove(target) != null;
    Map<Integer, RecordSet> found = glue ? sets.get(target) : find(target);
    if (found != null) {
      for (int type : new int[] {RecordType.A, RecordType.AAAA}) {
        RecordSet set = found.get(type);
        if (set != null) {
          to.addAll(records(target, set));
        }
      }
    }
  }

  private void addSoa(Expected expected) {
    RecordSet.Static soa = (RecordSet.Static) set(origin, RecordType.SOA);
    byte[] rdata = soa.rdata().getFirst();
    long minimum = ((rdata[rdata.length - 2] & 0xffL) << 8) | (rdata[rdata.length - 1] & 0xffL);
    expected.authority.add(
        record(origin, RecordType.SOA, Math.min(soa.ttlSeconds(), minimum), rdata));
  }

  private RecordSet set(DomainName owner, int type) {
    return Objects.requireNonNull(Objects.requireNonNull(sets.get(owner)).get(type));
  }

  private List<byte[]> rdata(RecordSet set) {
    return switch (set) {
      case RecordSet.Static records -> records.rdata();
      case RecordSet.Steered steered -> slots.rdata(steered.plan(), steered.type());
    };
  }

  private List<Record> records(DomainName owner, RecordSet set) {
    return rdata(set).stream()
        .map(rdata -> record(owner, set.type(), set.ttlSeconds(), rdata))
        .toList();
  }

  static Record record(DomainName owner, int type, long ttl, byte[] rdata) {
    try {
      return Record.newRecord(new Name(owner.toWire()), type, 1, ttl, rdata);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static DomainName nameAt(byte[] rdata, int offset) {
    int end = offset;
    while (rdata[end] != 0) {
      end += 1 + rdata[end];
    }
    byte[] wire = new byte[end + 1 - offset];
    System.arraycopy(rdata, offset, wire, 0, wire.length);
    return DomainName.ofWire(wire);
  }
}
