package org.popdns.snapshot.compile;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.RecordSet;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.compile.AnswerPlan.Entry;
import org.popdns.snapshot.compile.AnswerPlan.Owner;
import org.popdns.snapshot.compile.ZoneTree.Match;
import org.popdns.snapshot.compile.ZoneTree.Node;
import org.popdns.wire.Rcode;

/**
 * Works out what to answer for a name of a zone: the algorithm of RFC 1034 §4.3.2 steps 3 to 6,
 * within one zone. A pure function of the zone; used while it is compiled, on that thread.
 */
final class AnswerPlanner {

  /**
   * How many CNAMEs of one zone an answer follows. A longer chain's answer ends there, with
   * NOERROR, and the client goes on from the last target.
   */
  static final int MAX_CNAME_CHAIN = 16;

  /** A type that no RRset has: what is planned for it is the answer to all types not there. */
  private static final int NO_TYPE = 0;

  private static final Owner QNAME = new Owner.Qname();

  private final ZoneTree tree;
  private final AdditionalRecords additional;

  AnswerPlanner(ZoneTree tree) {
    this.tree = tree;
    this.additional = new AdditionalRecords(tree);
  }

  /** The answer to a type at an authoritative node, or at a wildcard for a name below it. */
  AnswerPlan at(Node node, int type) {
    AnswerPlan plan = new AnswerPlan();
    follow(QNAME, node, type, plan, new HashSet<>(Set.of(node.name())));
    return plan;
  }

  /** The answer to all types that are not at the node nor at the end of its CNAMEs. */
  AnswerPlan otherwise(Node node) {
    return at(node, NO_TYPE);
  }

  /** The same where the steered CNAME at its end leads nowhere; empty if it has none there. */
  Optional<AnswerPlan> withoutAlias(AnswerPlan otherwise) {
    if (otherwise.answer.isEmpty()
        || !(otherwise.answer.getLast().set() instanceof RecordSet.Steered)) {
      return Optional.empty();
    }
    AnswerPlan plan = new AnswerPlan();
    plan.answer.addAll(otherwise.answer.subList(0, otherwise.answer.size() - 1));
    addSoa(plan);
    return Optional.of(plan);
  }

  /** The referral to the nameservers of a delegation point (RFC 1034 §4.3.2 step 3b). */
  AnswerPlan referral(Node cut) {
    AnswerPlan plan = new AnswerPlan();
    plan.authoritative = false;
    addReferral(cut, plan);
    return plan;
  }

  /** The denial with the SOA, for any name below the apex (RFC 2308 §2). */
  AnswerPlan denial(int rcode) {
    AnswerPlan plan = new AnswerPlan();
    plan.rcode = rcode;
    addSoa(plan);
    return plan;
  }

  private void follow(Owner owner, Node node, int type, AnswerPlan plan, Set<DomainName> visited) {
    RecordSet set = node.sets().get(type);
    if (set != null) {
      plan.answer.add(new Entry(owner, set));
      additional.addFor(owner, node, set, plan.optionalAdditional);
      return;
    }
    if (node.sets().get(RecordType.CNAME) instanceof RecordSet.Steered alias) {
      // Where it leads is known when the client is. The answer has nothing but it, so that its
      // scope is that of the CNAME alone.
      plan.answer.add(new Entry(owner, alias));
      return;
    }
    if (!(node.sets().get(RecordType.CNAME) instanceof RecordSet.Static cname)) {
      plan.typesAtEnd.addAll(node.sets().keySet());
      addSoa(plan);
      return;
    }
    plan.answer.add(new Entry(owner, cname));
    followTo(DomainName.ofWire(cname.rdata().getFirst(), 0), type, plan, visited);
  }

  /** Goes on at the target of a CNAME, given or synthesised. */
  private void followTo(DomainName target, int type, AnswerPlan plan, Set<DomainName> visited) {
    if (!target.isAtOrBelow(tree.origin())
        || !visited.add(target)
        || visited.size() > MAX_CNAME_CHAIN) {
      return;
    }
    Owner next = new Owner.Name(target);
    switch (tree.match(target)) {
      case Match.Exact(Node found) -> follow(next, found, type, plan, visited);
      case Match.Wildcard(Node found) -> follow(next, found, type, plan, visited);
      case Match.Delegated(Node cut) when cut.name().equals(target) && type == RecordType.DS ->
          // RFC 4035 §3.1.4.1: DS is answered from this side, at the end of a chain as well.
          follow(next, cut, type, plan, visited);
      case Match.Delegated(Node cut) -> {
        if (cut.name().equals(target)) {
          plan.typesAtEnd.add(RecordType.DS);
        }
        addReferral(cut, plan);
      }
      case Match.Redirected(Node found) -> redirect(target, found, type, plan, visited);
      case Match.Nonexistent() -> {
        // RFC 6604 §3: the rcode is that of the chain's end.
        plan.rcode = Rcode.NXDOMAIN;
        addSoa(plan);
      }
    }
  }

  /** Substitutes a name below a DNAME record (RFC 6672 §2.2). */
  private void redirect(
      DomainName name, Node owner, int type, AnswerPlan plan, Set<DomainName> visited) {
    if (!(owner.sets().get(RecordType.DNAME) instanceof RecordSet.Static dname)) {
      // Which DNAME it is, is known when the client is: the answer ends with what leads here, and
      // who asks goes on from there.
      return;
    }
    Entry entry = new Entry(new Owner.Name(owner.name()), dname);
    if (!entry.isIn(plan.answer)) {
      plan.answer.add(entry);
    }
    DomainName target = DomainName.ofWire(dname.rdata().getFirst(), 0);
    int length = name.lengthBytes() - owner.name().lengthBytes() + target.lengthBytes();
    if (length > DomainName.MAX_LENGTH_BYTES) {
      plan.rcode = Rcode.YXDOMAIN;
      return;
    }
    byte[] substituted = Arrays.copyOf(name.toWire(), length);
    System.arraycopy(
        target.toWire(), 0, substituted, length - target.lengthBytes(), target.lengthBytes());
    RecordSet.Static cname =
        new RecordSet.Static(
            name, RecordType.CNAME, dname.ttlSeconds(), List.of(substituted), dname.position());
    plan.answer.add(new Entry(new Owner.Name(name), cname));
    followTo(DomainName.ofWire(substituted), type, plan, visited);
  }

  /** The DNAME record as it stands in the answers to names below it. */
  AnswerPlan redirectionAt(Node node) {
    AnswerPlan plan = new AnswerPlan();
    RecordSet dname = node.sets().get(RecordType.DNAME);
    if (dname != null) {
      plan.answer.add(new Entry(new Owner.Name(node.name()), dname));
    }
    return plan;
  }

  /** The answer to a name below a DNAME record. */
  AnswerPlan below(Node owner, DomainName name, int type) {
    AnswerPlan plan = redirectionAt(owner);
    redirect(name, owner, type, plan, new HashSet<>(Set.of(name)));
    return plan;
  }

  private void addReferral(Node cut, AnswerPlan plan) {
    RecordSet nameservers = cut.sets().get(RecordType.NS);
    if (!(nameservers instanceof RecordSet.Static ns)) {
      throw new IllegalArgumentException(cut.name() + " has no NS records");
    }
    plan.authority.add(new Entry(new Owner.Name(cut.name()), ns));
    for (DomainName nameserver : AdditionalRecords.targets(ns)) {
      // RFC 9471 §3: glue for a nameserver within the delegated zone must be there.
      List<Entry> section =
          nameserver.isAtOrBelow(cut.name()) ? plan.requiredAdditional : plan.optionalAdditional;
      additional.addAddresses(nameserver, section);
    }
  }

  private void addSoa(AnswerPlan plan) {
    RecordSet.Static soa = tree.soa();
    byte[] rdata = soa.rdata().getFirst();
    long minimum = unsigned32(rdata, rdata.length - 4);
    // RFC 2308 §3: the TTL is the lesser of the SOA's own and its MINIMUM field.
    long ttl = Math.min(soa.ttlSeconds(), minimum);
    plan.authority.add(new Entry(new Owner.Name(tree.origin()), soa, ttl));
  }

  private static long unsigned32(byte[] bytes, int offset) {
    return (bytes[offset] & 0xffL) << 24
        | (bytes[offset + 1] & 0xffL) << 16
        | (bytes[offset + 2] & 0xffL) << 8
        | (bytes[offset + 3] & 0xffL);
  }
}
