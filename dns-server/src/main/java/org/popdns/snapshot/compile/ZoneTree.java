package org.popdns.snapshot.compile;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordCursor;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.name.NameOrder;
import org.popdns.name.NameTable;
import org.popdns.wire.NameHash;
import org.popdns.wire.RecordType;

/**
 * A zone's names as RFC 1034 §4.3.2 sees them: authoritative names with their RRsets, empty
 * non-terminals (RFC 4592 §2.2.2), delegation points, and apart from them what lies below a
 * delegation point, which is of use as glue only.
 *
 * <p>Names are numbered, and lie where the zone has them: an array holds each one's place, and a
 * hash table its number. A {@link Node} is made for those that are asked for. Immutable; used while
 * a zone is compiled, by the threads that do so.
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

  private static final int NONE = NameTable.NONE;
  private static final byte CUT = 1;
  private static final byte GLUE = 2;

  private final DomainName origin;
  private final int originLength;
  private final PackedRecordSets sets;
  private final byte[] bytes;
  private final RecordSet.Static soa;

  // By number: where the name's labels are in the bytes, how long, the sets from one up to another.
  private int[] names;
  private byte[] lengths;
  private int[] firstSets;
  private int[] endSets;
  private byte[] flags;
  private int size;
  private final NameTable table;

  ZoneTree(Zone zone) {
    origin = zone.origin();
    originLength = origin.lengthBytes();
    sets = zone.recordSets();
    RecordCursor cursor = sets.cursor();
    bytes = cursor.bytes();
    int capacity = sets.size() + 8;
    names = new int[capacity];
    lengths = new byte[capacity];
    firstSets = new int[capacity];
    endSets = new int[capacity];
    flags = new byte[capacity];
    number(cursor);
    table = new NameTable(bytes, names, lengths, size);
    int start = sets.indexOf(origin, RecordType.SOA);
    if (start < 0 || !(sets.get(start) instanceof RecordSet.Static found)) {
      throw new IllegalArgumentException("zone " + origin + " has no SOA record");
    }
    soa = found;
  }

  private void number(RecordCursor cursor) {
    add(0, 0, 0, 0);
    int cut = NONE;
    int redirect = NONE;
    int last = 0;
    // Canonical order puts all that is below a name right behind it (RFC 4034 §6.1).
    for (int i = 0; i < sets.size(); i++) {
      cursor.move(i);
      int name = cursor.ownerOffset();
      int length = cursor.ownerLength();
      if (isName(last, name, length)) {
        endSets[last] = i + 1;
      } else if (cut != NONE && isBelow(name, length, cut)) {
        last = add(name, length, i, i + 1);
        flags[last] = GLUE;
      } else if (redirect != NONE && isBelow(name, length, redirect)) {
        continue; // RFC 6672 §2.4: occluded, and of no use as glue.
      } else {
        addEmptyNonTerminals(last, name, length);
        last = add(name, length, i, i + 1);
      }
      if (flags[last] == GLUE) {
        continue;
      }
      if (cursor.type() == RecordType.NS && last != 0) {
        flags[last] = CUT;
        cut = last;
      }
      if (cursor.type() == RecordType.DNAME) {
        redirect = last;
      }
    }
  }

  private int add(int name, int length, int firstSet, int endSet) {
    if (size == names.length) {
      int capacity = size * 2;
      names = Arrays.copyOf(names, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      firstSets = Arrays.copyOf(firstSets, capacity);
      endSets = Arrays.copyOf(endSets, capacity);
      flags = Arrays.copyOf(flags, capacity);
    }
    names[size] = name;
    lengths[size] = (byte) length;
    firstSets[size] = firstSet;
    endSets[size] = endSet;
    return size++;
  }

  /** Adds the names between a new one and those that it shares with the one before it. */
  private void addEmptyNonTerminals(int before, int name, int length) {
    for (int at = name + 1 + bytes[name]; at < name + length; at += 1 + bytes[at]) {
      int rest = name + length - at;
      if (NameOrder.isAtOrBelow(bytes, names[before], lengthOf(before), bytes, at, rest)) {
        return;
      }
      add(at, rest, 0, 0);
    }
  }

  private boolean isName(int number, int name, int length) {
    return lengthOf(number) == length
        && NameOrder.isSame(bytes, names[number], bytes, name, length);
  }

  private boolean isBelow(int name, int length, int above) {
    int aboveLength = lengthOf(above);
    return aboveLength < length
        && NameOrder.isAtOrBelow(bytes, name, length, bytes, names[above], aboveLength);
  }

  private int lengthOf(int number) {
    return lengths[number] & 0xff;
  }

  /** The apex. */
  DomainName origin() {
    return origin;
  }

  /** How many numbers there are. */
  int size() {
    return size;
  }

  /** True if the zone answers or refers for a name, false if it is of use as glue only. */
  boolean isNode(int number) {
    return flags[number] != GLUE;
  }

  /** All names that the zone answers or refers for. */
  Stream<Node> nodes() {
    return IntStream.range(0, size).filter(this::isNode).mapToObj(this::node);
  }

  /** A name with its RRsets. */
  Node node(int number) {
    SortedMap<Integer, RecordSet> byType = new TreeMap<>();
    for (int i = firstSets[number]; i < endSets[number]; i++) {
      RecordSet set = sets.get(i);
      byType.put(set.type(), set);
    }
    DomainName name = sets.cursor().name(names[number], lengthOf(number));
    Position position = flags[number] == CUT ? Position.CUT : Position.AUTHORITATIVE;
    return new Node(number, name, byType, position);
  }

  /** The zone's record sets. */
  PackedRecordSets sets() {
    return sets;
  }

  /** The first set of a name. */
  int firstSet(int number) {
    return firstSets[number];
  }

  /** The set behind the last of a name. */
  int endSet(int number) {
    return endSets[number];
  }

  /** True for a delegation point. */
  boolean isCut(int number) {
    return flags[number] == CUT;
  }

  /** Where a name's labels are in the bytes of {@link #sets}, without the origin's. */
  int nameOffset(int number) {
    return names[number];
  }

  /** Bytes of a name without the origin's. */
  int nameLength(int number) {
    return lengthOf(number);
  }

  /** The hash of a name, for the table that it is served from. */
  long hash(int number, long originHash) {
    return NameHash.of(bytes, names[number], lengthOf(number), originHash);
  }

  /** For a wildcard the number of the name that it stands below, else a negative number. */
  int wildcardParent(int number) {
    int name = names[number];
    int length = lengthOf(number);
    boolean wildcard = length >= 2 && bytes[name] == 1 && bytes[name + 1] == '*';
    int parent = wildcard ? table.find(bytes, name + 2, length - 2) : NONE;
    return parent != NONE && isNode(parent) ? parent : NONE;
  }

  /** The apex's SOA record. */
  RecordSet.Static soa() {
    return soa;
  }

  /** The number of a name's node, or NONE if it has none. */
  private int nodeNumber(byte[] wire, int from) {
    int found = table.find(wire, from, wire.length - originLength - from);
    return found != NONE && isNode(found) ? found : NONE;
  }

  /** Finds a name that is at or below the origin. */
  Match match(DomainName name) {
    byte[] wire = name.toWire();
    int exact = nodeNumber(wire, 0);
    if (exact != NONE) {
      return isCut(exact) ? new Match.Delegated(node(exact)) : new Match.Exact(node(exact));
    }
    int at = 0;
    int encloser = NONE;
    while (encloser == NONE) {
      at += 1 + wire[at];
      encloser = nodeNumber(wire, at);
    }
    if (isCut(encloser)) {
      return new Match.Delegated(node(encloser));
    }
    Node found = node(encloser);
    if (found.sets().containsKey(RecordType.DNAME)) {
      return new Match.Redirected(found);
    }
    Node wildcard = wildcardOf(found);
    return wildcard == null ? new Match.Nonexistent() : new Match.Wildcard(wildcard);
  }

  /** The node {@code *.name}, or null. */
  @Nullable Node wildcardOf(Node node) {
    if (node.name().lengthBytes() + 2 > DomainName.MAX_LENGTH_BYTES) {
      return null;
    }
    int found = nodeNumber(node.name().wildcardChild().toWire(), 0);
    return found == NONE ? null : node(found);
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
    int known = table.find(name.toWire(), 0, name.lengthBytes() - originLength);
    if (known != NONE && !isNode(known)) {
      return node(known).sets().get(type);
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
