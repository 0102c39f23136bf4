package org.popdns.config.model;

import java.util.Arrays;
import org.popdns.name.DomainName;
import org.popdns.name.NameTable;
import org.popdns.record.RecordType;

/**
 * A zone's names as RFC 1034 §4.3.2 sees them, by number: authoritative names, empty non-terminals
 * (RFC 4592 §2.2.2), delegation points, what lies below one and is of use as glue only, and what a
 * DNAME record hides. Names lie where the zone has them; arrays hold each one's place. What is
 * answered, checked and explained all come from here.
 */
public abstract sealed class ZoneNames permits NumberedNames, SearchedNames {

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
  final byte[] bytes;

  // By number: where the name's labels are in the bytes, how long, the sets from one up to another.
  int[] names;
  byte[] lengths;
  private int[] firstSets;
  private int[] endSets;
  private byte[] places;
  private int size;

  /**
   * Names of a zone, none yet.
   *
   * @param capacity how many there may be before the arrays grow
   */
  ZoneNames(PackedRecordSets sets, int capacity) {
    this.sets = sets;
    bytes = sets.bytes();
    names = new int[capacity];
    lengths = new byte[capacity];
    firstSets = new int[capacity];
    endSets = new int[capacity];
    places = new byte[capacity];
  }

  /** All names of a zone, numbered in canonical order. */
  public static ZoneNames of(PackedRecordSets sets) {
    return new NumberedNames(sets);
  }

  /** The names of a zone as they are asked for; nothing is done before. Used by one thread. */
  public static ZoneNames searched(PackedRecordSets sets) {
    return new SearchedNames(sets);
  }

  /** Gives a name the next number. */
  final int add(int name, int length, int firstSet, int endSet, Place place) {
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

  /** Puts a name elsewhere. */
  final void move(int number, Place place) {
    places[number] = place.code;
  }

  /** Says which set is the one behind a name's last. */
  final void endAt(int number, int endSet) {
    endSets[number] = endSet;
  }

  /** The zone's record sets. */
  public PackedRecordSets sets() {
    return sets;
  }

  /** How many numbers are given; the apex has 0. */
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
  public abstract int find(byte[] labels, int from, int length);

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
