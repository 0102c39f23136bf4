package org.popdns.config.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.popdns.name.DomainName;
import org.popdns.name.NameOrder;
import org.popdns.name.NameTable;
import org.popdns.record.RecordType;

/**
 * A zone's names as RFC 1034 §4.3.2 sees them, by number in canonical order: authoritative names,
 * empty non-terminals (RFC 4592 §2.2.2), delegation points, what lies below one and is of use as
 * glue only, and what a DNAME record hides. Names lie where the zone has them; arrays hold each
 * one's place, and a hash table, made at the first question, its number. What is answered and what
 * is checked both come from here. Immutable but for that table; used by the threads that check or
 * compile a zone.
 */
public final class ZoneNames {

  /** No name has this number, and no set this index. */
  public static final int NONE = NameTable.NONE;

  /** Where in the zone a name stands. */
  public enum Place {
    /** The zone answers for it. */
    AUTHORITATIVE(0),
    /** It is delegated. */
    CUT(1),
    /** It is below a delegation point: its addresses may be sent along as glue. */
    BELOW_CUT(2),
    /** It is below a name with a DNAME record, which hides it (RFC 6672 §2.4). */
    BELOW_DNAME(3);

    private final byte code;

    Place(int code) {
      this.code = (byte) code;
    }
  }

  /** What RFC 1034 §4.3.2 step 3 finds for a name. */
  public enum Match {
    /** The name exists. */
    EXACT,
    /** A wildcard stands for the name (RFC 4592 §3.3.1). */
    WILDCARD,
    /** The name lies below a name with a DNAME record (RFC 6672 §2.3). */
    REDIRECTED,
    /** The name lies at or below a delegation point. */
    DELEGATED,
    /** The name does not exist. */
    NONEXISTENT
  }

  private static final Place[] PLACES = Place.values();
  private static final byte[] ASTERISK = {1, '*'};

  private final PackedRecordSets sets;
  private final byte[] bytes;

  // By number: where the name's labels are in the bytes, how long, the sets from one up to another.
  private int[] names;
  private byte[] lengths;
  private int[] firstSets;
  private int[] endSets;
  private byte[] places;
  private int size;
  private volatile @Nullable NameTable table;

  /** Numbers the names of a zone. */
  public ZoneNames(PackedRecordSets sets) {
    this.sets = sets;
    RecordCursor cursor = sets.cursor();
    bytes = cursor.bytes();
    int capacity = sets.size() + 8;
    names = new int[capacity];
    lengths = new byte[capacity];
    firstSets = new int[capacity];
    endSets = new int[capacity];
    places = new byte[capacity];
    number(cursor);
  }

  private void number(RecordCursor cursor) {
    add(0, 0, 0, 0, Place.AUTHORITATIVE);
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
        last = add(name, length, i, i + 1, Place.BELOW_CUT);
      } else if (redirect != NONE && isBelow(name, length, redirect)) {
        last = add(name, length, i, i + 1, Place.BELOW_DNAME);
      } else {
        addEmptyNonTerminals(last, name, length);
        last = add(name, length, i, i + 1, Place.AUTHORITATIVE);
      }
      if (!isNode(last)) {
        continue;
      }
      if (cursor.type() == RecordType.NS && last != 0) {
        places[last] = Place.CUT.code;
        cut = last;
      }
      if (cursor.type() == RecordType.DNAME) {
        redirect = last;
      }
    }
  }

  private int add(int name, int length, int firstSet, int endSet, Place place) {
    if (size == names.length) {
      int capacity = size * 2;
      names = Arrays.copyOf(names, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      firstSets = Arrays.copyOf(firstSets, capacity);
      endSets = Arrays.copyOf(endSets, capacity);
      places = Arrays.copyOf(places, capacity);
    }
    names[size] = name;
    lengths[size] = (byte) length;
    firstSets[size] = firstSet;
    endSets[size] = endSet;
    places[size] = place.code;
    return size++;
  }

  /** Adds the names between a new one and those that it shares with the one before it. */
  private void addEmptyNonTerminals(int before, int name, int length) {
    for (int at = name + 1 + bytes[name]; at < name + length; at += 1 + bytes[at]) {
      int rest = name + length - at;
      if (NameOrder.isAtOrBelow(bytes, names[before], length(before), bytes, at, rest)) {
        return;
      }
      add(at, rest, 0, 0, Place.AUTHORITATIVE);
    }
  }

  private boolean isName(int number, int name, int length) {
    return length(number) == length && NameOrder.isSame(bytes, names[number], bytes, name, length);
  }

  private boolean isBelow(int name, int length, int above) {
    int aboveLength = length(above);
    return aboveLength < length
        && NameOrder.isAtOrBelow(bytes, name, length, bytes, names[above], aboveLength);
  }

  /** The zone's record sets. */
  public PackedRecordSets sets() {
    return sets;
  }

  /** How many numbers there are; the apex has 0. */
  public int size() {
    return size;
  }

  /** Where a name stands. */
  public Place place(int number) {
    return PLACES[places[number]];
  }

  /** True if the zone answers or refers for a name. */
  public boolean isNode(int number) {
    return places[number] <= Place.CUT.code;
  }

  /** The first set of a name; at an empty non-terminal that behind the last. */
  public int firstSet(int number) {
    return firstSets[number];
  }

  /** The set behind the last of a name. */
  public int endSet(int number) {
    return endSets[number];
  }

  /** Where a name's labels are in the bytes of {@link #sets}, without the origin's. */
  public int offset(int number) {
    return names[number];
  }

  /** Bytes of a name without the origin's. */
  public int length(int number) {
    return lengths[number] & 0xff;
  }

  /** The index of a name's set of a type; NONE if it has none. */
  public int set(int number, int type) {
    RecordCursor cursor = sets.cursor();
    for (int i = firstSets[number]; i < endSets[number]; i++) {
      cursor.move(i);
      if (cursor.type() == type) {
        return i;
      }
    }
    return NONE;
  }

  /** True for {@code *} before any name. */
  public boolean isWildcard(int number) {
    return length(number) >= 2 && bytes[names[number]] == 1 && bytes[names[number] + 1] == '*';
  }

  /**
   * The number of a name, wherever in the zone it stands.
   *
   * @param labels has its labels, without the origin's
   * @return NONE if there is none
   */
  public int find(byte[] labels, int from, int length) {
    return table().find(labels, from, length);
  }

  private NameTable table() {
    NameTable known = table;
    if (known == null) {
      known = new NameTable(bytes, names, lengths, size);
      table = known;
    }
    return known;
  }

  /** The number of a name that the zone answers or refers for; NONE if it is none. */
  public int node(byte[] labels, int from, int length) {
    int found = find(labels, from, length);
    return found != NONE && isNode(found) ? found : NONE;
  }

  /** The number of the nearest such name that is the one given, or above it. */
  public int encloser(byte[] labels, int from, int length) {
    int at = from;
    int found = node(labels, from, length);
    while (found == NONE) {
      at += 1 + labels[at];
      found = node(labels, at, from + length - at);
    }
    return found;
  }

  /**
   * What is found for a name.
   *
   * @param encloser what {@link #encloser} found
   * @param length of the name, without the origin's labels
   */
  public Match match(int encloser, int length) {
    if (place(encloser) == Place.CUT) {
      return Match.DELEGATED;
    }
    if (length(encloser) == length) {
      return Match.EXACT;
    }
    if (set(encloser, RecordType.DNAME) != NONE) {
      return Match.REDIRECTED;
    }
    return wildcard(encloser) == NONE ? Match.NONEXISTENT : Match.WILDCARD;
  }

  /** The number of the wildcard right below a name; NONE if there is none. */
  public int wildcard(int number) {
    int length = length(number);
    if (length + ASTERISK.length > DomainName.MAX_LENGTH_BYTES - sets.origin().lengthBytes()) {
      return NONE;
    }
    byte[] labels = Arrays.copyOf(ASTERISK, ASTERISK.length + length);
    System.arraycopy(bytes, names[number], labels, ASTERISK.length, length);
    return node(labels, 0, labels.length);
  }

  /** The number of the name that a wildcard stands right below; NONE if it is no wildcard. */
  public int wildcardParent(int number) {
    return isWildcard(number) ? node(bytes, names[number] + 2, length(number) - 2) : NONE;
  }

  /**
   * The name that has the addresses to send along for a host of the zone: itself, whether the zone
   * answers for it or it is glue, or the wildcard that stands for it.
   *
   * @param labels has its labels, without the origin's
   * @return its number, or NONE
   */
  public int host(byte[] labels, int from, int length) {
    int known = find(labels, from, length);
    if (known != NONE && place(known) != Place.BELOW_DNAME) {
      // A delegation point may be its own nameserver: its addresses there are glue as well.
      return known;
    }
    int encloser = encloser(labels, from, length);
    return switch (match(encloser, length)) {
      case EXACT -> encloser;
      case WILDCARD -> wildcard(encloser);
      case DELEGATED, REDIRECTED, NONEXISTENT -> NONE;
    };
  }
}
