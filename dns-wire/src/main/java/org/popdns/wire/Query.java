package org.popdns.wire;

import java.lang.foreign.MemorySegment;

/**
 * What one query asks, as {@link QueryParser} read it. One instance per worker, overwritten by each
 * query; it refers to the request's buffer by offsets only.
 */
public final class Query {

  /** A name has at most 127 labels and the root. */
  private static final int MAX_LABELS = 128;

  /** Length of a client cookie in bytes (RFC 7873 §4). */
  public static final int CLIENT_COOKIE_BYTES = 8;

  // Room behind the longest name, so that the name is written and compared eight bytes at a time.
  private static final int NAME_CAPACITY_BYTES = 255 + 2 * Long.BYTES;

  private final byte[] lowerCaseName = new byte[NAME_CAPACITY_BYTES];
  private final int[] labelOffsets = new int[MAX_LABELS];
  private final long[] hashes = new long[MAX_LABELS];

  final Tsig tsig = new Tsig();

  int id;
  int flags;
  int labelCount;
  int nameLength;
  int type;
  int recordClass;
  boolean hasQuestion;
  boolean hasEdns;
  int ednsVersion;
  int ednsFlags;
  int udpPayloadSize;
  boolean nsidRequested;
  boolean keepaliveRequested;
  boolean zoneVersionRequested;
  long cookieOffset;
  int cookieLength;
  long subnetOffset;
  int subnetLength;
  boolean signed;
  long ownMarkOffset;
  int ownMarkLength;

  /** Message id. */
  public int id() {
    return id;
  }

  /** The header's 16 flag bits as they came. */
  public int flags() {
    return flags;
  }

  /** What kind of message it is: 0 for a query, else an {@link Opcode}. */
  public int opcode() {
    return (flags & WireFormat.OPCODE_MASK) >>> WireFormat.OPCODE_SHIFT;
  }

  /** True if the question was read, so that a response can echo it. */
  public boolean hasQuestion() {
    return hasQuestion;
  }

  /** Number of labels of the name without the root label. */
  public int labelCount() {
    return labelCount;
  }

  /** Length of the name in wire format in bytes, the root label included. */
  public int nameLength() {
    return nameLength;
  }

  /** QTYPE. */
  public int type() {
    return type;
  }

  /** QCLASS. */
  public int recordClass() {
    return recordClass;
  }

  /** True if the query has an OPT record (RFC 6891). */
  public boolean hasEdns() {
    return hasEdns;
  }

  /** The OPT record's version; 0 without one. */
  public int ednsVersion() {
    return ednsVersion;
  }

  /** The OPT record's 16 flag bits, of which DO is the highest (RFC 3225); 0 without one. */
  public int ednsFlags() {
    return ednsFlags;
  }

  /** How many bytes a UDP response may have: 512 without EDNS, never less (RFC 6891 §6.2.3). */
  public int udpPayloadSize() {
    return udpPayloadSize;
  }

  /** True if the query asks who answers (RFC 5001). */
  public boolean nsidRequested() {
    return nsidRequested;
  }

  /** True if the query asks how long an idle TCP connection is kept (RFC 7828). */
  public boolean keepaliveRequested() {
    return keepaliveRequested;
  }

  /** True if the query asks for the version of the zone that answers (RFC 9660). */
  public boolean zoneVersionRequested() {
    return zoneVersionRequested;
  }

  /**
   * Length of the COOKIE option's data in bytes: 0 without one, {@link #CLIENT_COOKIE_BYTES} with a
   * client cookie alone, else 16 to 40 (RFC 7873 §4).
   */
  public int cookieLength() {
    return cookieLength;
  }

  /** Where in the request's buffer the COOKIE option's data starts, if there is one. */
  public long cookieOffset() {
    return cookieOffset;
  }

  /** Length of the client subnet option's data in bytes; 0 without one (RFC 7871 §6). */
  public int subnetLength() {
    return subnetLength;
  }

  /** Where in the request's buffer the client subnet option's data starts, if there is one. */
  public long subnetOffset() {
    return subnetOffset;
  }

  /** Length of the {@link EdnsOption#OWN_MARK} option's data in bytes; 0 without one. */
  public int ownMarkLength() {
    return ownMarkLength;
  }

  /** Where in the request's buffer that option's data starts, if there is one. */
  public long ownMarkOffset() {
    return ownMarkOffset;
  }

  /** True if a good query has a TSIG record, whose MAC was not looked at. */
  public boolean isSigned() {
    return signed;
  }

  /** The TSIG record, where {@link #isSigned} says that there is one. */
  public Tsig tsig() {
    return tsig;
  }

  /**
   * The hash ({@link NameHash}) of the name without its first {@code labels} labels.
   *
   * @param labels 0 to {@link #labelCount()}
   */
  public long hashWithout(int labels) {
    return hashes[labels];
  }

  /**
   * Where the name without its first {@code labels} labels starts within the name, in bytes.
   *
   * @param labels 0 to {@link #labelCount()}
   */
  public int offsetWithout(int labels) {
    return labelOffsets[labels];
  }

  /**
   * True if the part of the lower-case name that starts at {@code nameOffset} begins with the bytes
   * of {@code segment} at {@code offset}.
   *
   * @param length bytes to compare, 0 to 255; {@code segment} must have 7 readable bytes more
   */
  public boolean nameMatches(int nameOffset, MemorySegment segment, long offset, int length) {
    for (int at = 0; at < length; at += 8) {
      long difference =
          NameHash.word(lowerCaseName, nameOffset + at) ^ NameHash.word(segment, offset + at);
      if ((difference & NameHash.mask(length - at)) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Asks the same of another name, as after a redirection.
   *
   * @param original the query whose type and class are taken
   * @param segment holds the name, uncompressed, and 8 readable bytes more
   * @param offset of the name
   * @return the name's length in bytes
   */
  public int askInstead(Query original, MemorySegment segment, long offset) {
    reset();
    long end = readName(segment, offset, segment.byteSize() - QueryParser.READ_AHEAD_BYTES);
    if (end < 0) {
      throw new IllegalArgumentException("not an uncompressed name");
    }
    type = original.type;
    recordClass = original.recordClass;
    hasQuestion = true;
    return nameLength;
  }

  /**
   * True if the name without its first {@code labels} labels is the given one.
   *
   * @param words a name by {@link NameHash#words}
   * @param lengthBytes its length
   */
  public boolean endsWith(int labels, long[] words, int lengthBytes) {
    int start = labelOffsets[labels];
    if (nameLength - start != lengthBytes) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      long difference = NameHash.word(lowerCaseName, start + 8 * i) ^ words[i];
      if ((difference & NameHash.mask(lengthBytes - 8 * i)) != 0) {
        return false;
      }
    }
    return true;
  }

  void reset() {
    labelCount = 0;
    nameLength = 0;
    type = 0;
    recordClass = 0;
    hasQuestion = false;
    udpPayloadSize = QueryParser.MIN_UDP_PAYLOAD_BYTES;
    signed = false;
    if (hasEdns) {
      resetEdns();
    }
  }

  private void resetEdns() {
    hasEdns = false;
    ednsVersion = 0;
    ednsFlags = 0;
    nsidRequested = false;
    keepaliveRequested = false;
    zoneVersionRequested = false;
    cookieLength = 0;
    subnetLength = 0;
    ownMarkLength = 0;
  }

  /**
   * Reads the question's name, in one pass: its bounds, its lower-case form, its hashes.
   *
   * @param end offset of the first byte after the message; 8 bytes beyond it must be readable
   * @return the offset after the name, or -1 if it is malformed or compressed
   */
  long readName(MemorySegment message, long start, long end) {
    long at = start;
    int labels = 0;
    while (true) {
      if (at >= end) {
        return -1;
      }
      int length = WireFormat.u8(message, at);
      int nameOffset = (int) (at - start);
      labelOffsets[labels] = nameOffset;
      if (length == 0) {
        lowerCaseName[nameOffset] = 0;
        nameLength = nameOffset + 1;
        break;
      }
      // RFC 1035 §4.1.4 pointers and the label types of RFC 6891 §5 have no place in a question.
      if (length > 63 || nameOffset + length + 2 > 255 || at + length >= end) {
        return -1;
      }
      lowerCaseName[nameOffset] = (byte) length;
      long hash = length;
      for (int i = 0; i < length; i += 8) {
        long word = NameHash.lowerCase(NameHash.word(message, at + 1 + i));
        word &= NameHash.mask(length - i);
        NameHash.putWord(lowerCaseName, nameOffset + 1 + i, word);
        hash = NameHash.mix(hash, word);
      }
      hashes[labels] = hash;
      labels++;
      at += 1 + length;
    }
    labelCount = labels;
    hashes[labels] = NameHash.ROOT;
    for (int i = labels - 1; i >= 0; i--) {
      hashes[i] = NameHash.combine(hashes[i], hashes[i + 1]);
    }
    return at + 1;
  }
}
