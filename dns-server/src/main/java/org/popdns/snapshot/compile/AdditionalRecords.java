package org.popdns.snapshot.compile;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.HostNames;
import org.popdns.config.model.RecordSet;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;
import org.popdns.snapshot.compile.AnswerPlan.Entry;
import org.popdns.snapshot.compile.AnswerPlan.Owner;
import org.popdns.snapshot.compile.ZoneTree.Node;

/**
 * Works out what is sent along with an answer, so that the client need not ask again: the addresses
 * of the hosts that NS, MX and SRV records name (RFC 1035 §3.3, RFC 2782), what SVCB and HTTPS
 * records lead to (RFC 9460 §4.1), and what terminal NAPTR records do (RFC 3403 §4.1). Only of this
 * zone. A pure function of the zone; used while it is compiled, on that thread.
 */
final class AdditionalRecords {

  /** How many aliases of SVCB and HTTPS records are followed. */
  private static final int MAX_ALIASES = 8;

  private static final int[] ADDRESS_TYPES = {RecordType.A, RecordType.AAAA};

  private final ZoneTree tree;

  AdditionalRecords(ZoneTree tree) {
    this.tree = tree;
  }

  /**
   * Adds what goes along with an RRset of the answer section.
   *
   * @param owner how the answer names the RRset's owner
   * @param node where the RRset is; a wildcard, if that stands for the owner
   * @param section receives it; what is there already is not added again
   */
  void addFor(Owner owner, Node node, RecordSet set, List<Entry> section) {
    if (!(set instanceof RecordSet.Static records)) {
      return;
    }
    switch (set.type()) {
      case RecordType.SVCB, RecordType.HTTPS -> addServices(owner, node, records, section);
      case RecordType.NAPTR -> {
        for (byte[] rdata : records.rdata()) {
          addReplacement(rdata, section);
        }
      }
      default -> {
        if (RecordTypes.byNumber(set.type()).hostAt() >= 0) {
          targets(records).forEach(target -> addAddresses(target, section));
        }
      }
    }
  }

  /** Adds a host's addresses, if the zone has them. */
  void addAddresses(DomainName host, List<Entry> section) {
    for (int type : ADDRESS_TYPES) {
      add(new Owner.Name(host), tree.addresses(host, type), section);
    }
  }

  /** The distinct names that records lead to, in their order. */
  static Set<DomainName> targets(RecordSet.Static records) {
    Set<DomainName> targets = new LinkedHashSet<>();
    for (byte[] rdata : records.rdata()) {
      targets.add(DomainName.ofWire(rdata, RecordTypes.byNumber(records.type()).hostAt()));
    }
    return targets;
  }

  private void addServices(Owner owner, Node node, RecordSet.Static records, List<Entry> section) {
    Set<DomainName> aliases = new LinkedHashSet<>();
    addServices(owner, node, records, section, aliases);
  }

  private void addServices(
      Owner owner,
      Node node,
      RecordSet.Static records,
      List<Entry> section,
      Set<DomainName> aliases) {
    for (byte[] rdata : records.rdata()) {
      ServiceRecord service = ServiceRecord.of(rdata);
      if (!service.isTargetOwner()) {
        if (service.isAlias()) {
          addAlias(service.target(), records.type(), section, aliases);
        }
        addAddresses(service.target(), section);
      } else if (!service.isAlias()) {
        // RFC 9460 §2.5.2: the target is the owner, whatever name a wildcard stands for.
        for (int type : ADDRESS_TYPES) {
          add(owner, node.sets().get(type), section);
        }
      }
    }
  }

  /** RFC 9460 §4.1: an alias's own records of the type, and what these lead to. */
  private void addAlias(DomainName target, int type, List<Entry> section, Set<DomainName> aliases) {
    if (aliases.size() == MAX_ALIASES || !aliases.add(target)) {
      return;
    }
    Node node = tree.authoritative(target);
    if (node != null && node.sets().get(type) instanceof RecordSet.Static records) {
      Owner owner = new Owner.Name(target);
      add(owner, records, section);
      addServices(owner, node, records, section, aliases);
    }
  }

  private void addReplacement(byte[] rdata, List<Entry> section) {
    ReplacementRecord naptr = ReplacementRecord.of(rdata);
    switch (naptr.flag()) {
      case 'A' -> addAddresses(naptr.replacement(), section);
      case 'S' -> {
        Node node = tree.authoritative(naptr.replacement());
        if (node != null && node.sets().get(RecordType.SRV) instanceof RecordSet.Static records) {
          add(new Owner.Name(naptr.replacement()), records, section);
          targets(records).forEach(host -> addAddresses(host, section));
        }
      }
      default -> {} // RFC 3403 §4.1: the client goes on with a rewritten name, or with no DNS.
    }
  }

  private static void add(Owner owner, @Nullable RecordSet set, List<Entry> section) {
    if (set != null) {
      Entry entry = new Entry(owner, set);
      if (!entry.isIn(section)) {
        section.add(entry);
      }
    }
  }

  /**
   * The part of a SVCB or HTTPS record that leads on (RFC 9460 §2.2).
   *
   * @param priority 0 for AliasMode
   * @param target the TargetName
   */
  private record ServiceRecord(int priority, DomainName target) {

    static ServiceRecord of(byte[] rdata) {
      int priority = (rdata[0] & 0xff) << 8 | (rdata[1] & 0xff);
      return new ServiceRecord(priority, DomainName.ofWire(rdata, 2));
    }

    boolean isAlias() {
      return priority == 0;
    }

    /** True for the root, which stands for the owner; of an alias, for no service at all. */
    boolean isTargetOwner() {
      return target.labelCount() == 0;
    }
  }

  /**
   * The part of a NAPTR record that leads on (RFC 3403 §4.1).
   *
   * @param flag its one flag in upper case, 0 if it has none or several
   * @param replacement the REPLACEMENT field
   */
  private record ReplacementRecord(int flag, DomainName replacement) {

    static ReplacementRecord of(byte[] rdata) {
      int replacement = HostNames.replacementAt(rdata, 0);
      return new ReplacementRecord(HostNames.flag(rdata, 0), DomainName.ofWire(rdata, replacement));
    }
  }
}
