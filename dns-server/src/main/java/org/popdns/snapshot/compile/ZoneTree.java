package org.popdns.snapshot.compile;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.DomainName;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.wire.RecordType;

/**
 * A zone's names as RFC 1034 §4.3.2 sees them: authoritative names with their RRsets, empty
 * non-terminals (RFC 4592 §2.2.2), delegation points, and apart from them what lies below a
 * delegation point, which is of use as glue only. Used while a zone is compiled, on that thread.
 */
final class ZoneTree {

  /** A name and its RRsets by type; none at an empty non-terminal. */
  record Node(DomainName name, SortedMap<Integer, RecordSet> sets, Position position) {

    boolean isCut() {
      return position == Position.CUT;
    }
  }

  /** Where in the zone a node stands. */
  enum Position {
    AUTHORITATIVE,
    CUT
  }

  /** What RFC 1034 §4.3.2 step 3 finds for a name. */
  sealed interface Match {
    /** The name exists. */
    record Exact(Node node) implements Match {}

    /** A wildcard stands for the name (RFC 4592 §3.3.1). */
    record Wildcard(Node node) implements Match {}

    /** The name lies below a name with a DNAME record (RFC 6672 §2.3). */
    record Redirected(Node owner) implements Match {}

    /** The name lies at or below a delegation point. */
    record Delegated(Node cut) implements Match {}

    /** The name does not exist. */
    record Nonexistent() implements Match {}
  }

  private final DomainName origin;
  private final Map<DomainName, Node> nodes = new LinkedHashMap<>();
  private final Map<DomainName, SortedMap<Integer, RecordSet>> glue = new HashMap<>();

  ZoneTree(Zone zone) {
    origin = zone.origin();
    nodes.put(origin, new Node(origin, new TreeMap<>(), Position.AUTHORITATIVE));
    @Nullable DomainName cut = null;
    @Nullable DomainName redirect = null;
    // Canonical order puts all that is below a name right behind it (RFC 4034 §6.1).
    for (RecordSet set : zone.recordSets()) {
      DomainName owner = set.owner();
      if (cut != null && !owner.equals(cut) && owner.isAtOrBelow(cut)) {
        glue.computeIfAbsent(owner, o -> new TreeMap<>()).put(set.type(), set);
        continue;
      }
      if (redirect != null && !owner.equals(redirect) && owner.isAtOrBelow(redirect)) {
        continue; // RFC 6672 §2.4: occluded, and of no use as glue.
      }
      Node known = nodes.get(owner);
      if (known == null) {
        addEmptyNonTerminals(owner);
        known = new Node(owner, new TreeMap<>(), Position.AUTHORITATIVE);
        nodes.put(owner, known);
      }
      known.sets().put(set.type(), set);
      if (set.type() == RecordType.NS && !owner.equals(origin)) {
        nodes.put(owner, new Node(owner, known.sets(), Position.CUT));
        cut = owner;
      }
      if (set.type() == RecordType.DNAME) {
        redirect = owner;
      }
    }
  }

  private void addEmptyNonTerminals(DomainName owner) {
    DomainName ancestor = owner.parent();
    while (!nodes.containsKey(ancestor)) {
      nodes.put(ancestor, new Node(ancestor, new TreeMap<>(), Position.AUTHORITATIVE));
      ancestor = ancestor.parent();
    }
  }

  /** The apex. */
  DomainName origin() {
    return origin;
  }

  /** All names that the zone answers or refers for. */
  Collection<Node> nodes() {
    return nodes.values();
  }

  /** The node of a name, or null. */
  @Nullable Node node(DomainName name) {
    return nodes.get(name);
  }

  /** The apex's SOA record. */
  RecordSet.Static soa() {
    Node apex = nodes.get(origin);
    if (apex != null && apex.sets().get(RecordType.SOA) instanceof RecordSet.Static soa) {
      return soa;
    }
    throw new IllegalArgumentException("zone " + origin + " has no SOA record");
  }

  /** Finds a name that is at or below the origin. */
  Match match(DomainName name) {
    Node exact = nodes.get(name);
    if (exact != null) {
      return exact.isCut() ? new Match.Delegated(exact) : new Match.Exact(exact);
    }
    DomainName ancestor = name.parent();
    Node encloser = nodes.get(ancestor);
    while (encloser == null) {
      ancestor = ancestor.parent();
      encloser = nodes.get(ancestor);
    }
    if (encloser.isCut()) {
      return new Match.Delegated(encloser);
    }
    if (encloser.sets().containsKey(RecordType.DNAME)) {
      return new Match.Redirected(encloser);
    }
    Node wildcard = wildcardOf(encloser);
    return wildcard == null ? new Match.Nonexistent() : new Match.Wildcard(wildcard);
  }

  /** The node {@code *.name}, or null. */
  @Nullable Node wildcardOf(Node node) {
    return node.name().lengthBytes() + 2 > DomainName.MAX_LENGTH_BYTES
        ? null
        : nodes.get(node.name().wildcardChild());
  }

  /**
   * The address records to send along for a name: authoritative, through a wildcard, or glue.
   *
   * @return the RRset of that type, or null
   */
  @Nullable RecordSet addresses(DomainName name, int type) {
    if (!name.isAtOrBelow(origin)) {
      return null;
    }
    SortedMap<Integer, RecordSet> below = glue.get(name);
    if (below != null) {
      return below.get(type);
    }
    return switch (match(name)) {
      case Match.Exact(Node node) -> node.sets().get(type);
      case Match.Wildcard(Node node) -> node.sets().get(type);
      // A delegation point may be its own nameserver: its addresses there are glue as well.
      case Match.Delegated(Node cut) -> cut.name().equals(name) ? cut.sets().get(type) : null;
      case Match.Redirected(Node owner) -> null;
      case Match.Nonexistent() -> null;
    };
  }

  /**
   * The node that answers for a name of this zone, a wildcard's included; null if there is none.
   */
  @Nullable Node authoritative(DomainName name) {
    if (!name.isAtOrBelow(origin)) {
      return null;
    }
    return switch (match(name)) {
      case Match.Exact(Node node) -> node;
      case Match.Wildcard(Node node) -> node;
      case Match.Delegated(Node cut) -> null;
      case Match.Redirected(Node owner) -> null;
      case Match.Nonexistent() -> null;
    };
  }
}
