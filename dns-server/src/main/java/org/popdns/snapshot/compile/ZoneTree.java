package org.popdns.snapshot.compile;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.model.ZoneNames;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.wire.NameHash;

/**
 * A zone's names as RFC 1034 §4.3.2 sees them: authoritative names with their RRsets, empty
 * non-terminals (RFC 4592 §2.2.2), delegation points, and apart from them what lies below a
 * delegation point, which is of use as glue only.
 *
 * <p>Names are numbered by {@link ZoneNames}, which the checks of a zone ask as well. A {@link
 * Node} is made for those that are asked for. Immutable; used while a zone is compiled, by the
 * threads that do so.
 */
final class ZoneTree {

  /**
   * A name and its RRsets by type; none at an empty non-terminal.
   *
   * @param number the name's number
   */
  record Node(int number, DomainName name, SortedMap<Integer, RecordSet> sets, Position position) {

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

  private static final int NONE = ZoneNames.NONE;

  private final ZoneNames names;
  private final RecordSet.Static soa;

  /** All names of a zone, numbered. */
  ZoneTree(Zone zone) {
    this(zone, ZoneNames.of(zone.recordSets()));
  }

  private ZoneTree(Zone zone, ZoneNames names) {
    this.names = names;
    PackedRecordSets sets = zone.recordSets();
    int start = sets.indexOf(zone.origin(), RecordType.SOA);
    if (start < 0 || !(sets.get(start) instanceof RecordSet.Static found)) {
      throw new IllegalArgumentException("zone " + zone.origin() + " has no SOA record");
    }
    soa = found;
  }

  /** The names of a zone as they are asked for: for a question or two. Used by one thread. */
  static ZoneTree searched(Zone zone) {
    return new ZoneTree(zone, ZoneNames.searched(zone.recordSets()));
  }

  /** The apex. */
  DomainName origin() {
    return sets().origin();
  }

  /** How many numbers there are. */
  int size() {
    return names.size();
  }

  /** True if the zone answers or refers for a name, false if it is of use as glue only. */
  boolean isNode(int number) {
    return names.isNode(number);
  }

  /** All names that the zone answers or refers for. */
  Stream<Node> nodes() {
    return IntStream.range(0, names.size()).filter(this::isNode).mapToObj(this::node);
  }

  /** A name with its RRsets. */
  Node node(int number) {
    SortedMap<Integer, RecordSet> byType = new TreeMap<>();
    for (int i = names.firstSet(number); i < names.endSet(number); i++) {
      RecordSet set = sets().get(i);
      byType.put(set.type(), set);
    }
    DomainName name = sets().cursor().name(names.offset(number), names.length(number));
    Position position = isCut(number) ? Position.CUT : Position.AUTHORITATIVE;
    return new Node(number, name, byType, position);
  }

  /** The zone's record sets. */
  PackedRecordSets sets() {
    return names.sets();
  }

  /** The first set of a name. */
  int firstSet(int number) {
    return names.firstSet(number);
  }

  /** The set behind the last of a name. */
  int endSet(int number) {
    return names.endSet(number);
  }

  /** True for a delegation point. */
  boolean isCut(int number) {
    return names.place(number) == ZoneNames.Place.CUT;
  }

  /** Where a name's labels are in the bytes of {@link #sets}, without the origin's. */
  int nameOffset(int number) {
    return names.offset(number);
  }

  /** Bytes of a name without the origin's. */
  int nameLength(int number) {
    return names.length(number);
  }

  /** The hash of a name, for the table that it is served from. */
  long hash(int number, long originHash) {
    return NameHash.of(sets().bytes(), names.offset(number), names.length(number), originHash);
  }

  /** For a wildcard the number of the name that it stands below, else a negative number. */
  int wildcardParent(int number) {
    return names.wildcardParent(number);
  }

  /** The apex's SOA record. */
  RecordSet.Static soa() {
    return soa;
  }

  /** Finds a name that is at or below the origin. */
  Match match(DomainName name) {
    byte[] labels = name.toWire();
    int length = labels.length - origin().lengthBytes();
    int encloser = names.encloser(labels, 0, length);
    return switch (names.match(encloser, length)) {
      case EXACT -> new Match.Exact(node(encloser));
      case WILDCARD -> new Match.Wildcard(node(names.wildcard(encloser)));
      case REDIRECTED -> new Match.Redirected(node(encloser));
      case DELEGATED -> new Match.Delegated(node(encloser));
      case NONEXISTENT -> new Match.Nonexistent();
    };
  }

  /** The node {@code *.name}, or null. */
  @Nullable Node wildcardOf(Node node) {
    int found = names.wildcard(node.number());
    return found == NONE ? null : node(found);
  }

  /**
   * The address records to send along for a name: authoritative, through a wildcard, or glue.
   *
   * @return the RRset of that type, or null
   */
  @Nullable RecordSet addresses(DomainName name, int type) {
    if (!name.isAtOrBelow(origin())) {
      return null;
    }
    byte[] labels = name.toWire();
    int host = names.host(labels, 0, labels.length - origin().lengthBytes());
    int set = host == NONE ? NONE : names.set(host, type);
    return set == NONE ? null : sets().get(set);
  }

  /**
   * The node that answers for a name of this zone, a wildcard's included; null if there is none.
   */
  @Nullable Node authoritative(DomainName name) {
    if (!name.isAtOrBelow(origin())) {
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
