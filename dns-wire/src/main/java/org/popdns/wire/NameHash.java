package org.popdns.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash by which names are found: of a name in wire format without regard to ASCII case.
 *
 * <p>Each label is hashed by itself, eight bytes at a time, in the pass that reads the name; the
 * hash of a name is then combined from the root leftwards, so that one name yields the hashes of
 * all its ancestors at one step each:
 *
 * <pre>
 *   hash(.) = ROOT
 *   hash(label.rest) = combine(labelHash(label), hash(rest))
 * </pre>
 *
 * Not cryptographic: what a table holds is the operator's own data, and a query with a colliding
 * hash is only compared and rejected.
 */
public final class NameHash {

  /** The hash of the root name. */
  public static final long ROOT = 0x9E3779B97F4A7C15L;

  private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle ARRAY_WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private NameHash() {}

  /** Eight bytes at {@code offset}, the first one lowest. The segment must reach that far. */
  static long word(MemorySegment segment, long offset) {
    return segment.get(WORD, offset);
  }

  /** Eight bytes of an array, the first one lowest. */
  static long word(byte[] bytes, int offset) {
    return (long) ARRAY_WORD.get(bytes, offset);
  }

  /** Writes eight bytes into an array, the lowest first. */
  static void putWord(byte[] bytes, int offset, long word) {
    ARRAY_WORD.set(bytes, offset, word);
  }

  /** The low {@code bytes} bytes of a word, 1 to 8; a larger number is taken as 8. */
  static long mask(int bytes) {
    return bytes >= 8 ? -1L : (1L << (bytes << 3)) - 1;
  }

  /** The word with its ASCII upper-case letters in lower case; other bytes are unchanged. */
  static long lowerCase(long word) {
    // Per byte without carry: bit 7 of (b + 0x3f) says b >= 'A', of (b + 0x25) says b > 'Z'.
    long low7 = word & 0x7F7F7F7F7F7F7F7FL;
    long fromA = low7 + 0x3F3F3F3F3F3F3F3FL;
    long aboveZ = low7 + 0x2525252525252525L;
    long upper = fromA & ~aboveZ & ~word & 0x8080808080808080L;
    return word | (upper >>> 2);
  }

  /** Takes eight more lower-case bytes of a label into its hash; begin with the label's length. */
  static long mix(long hash, long word) {
    long h = (hash ^ word) * MULTIPLIER;
    return h ^ (h >>> 32);
  }

  /** The hash of a name from its first label's hash and the hash of the rest. */
  static long combine(long labelHash, long restHash) {
    long h = (restHash * MULTIPLIER) ^ labelHash;
    h ^= h >>> 29;
    h *= ROOT;
    return h ^ (h >>> 32);
  }

  /**
   * A name in lower-case wire format as words of eight bytes, the last one filled up with zeros.
   */
  public static long[] words(byte[] wire) {
    long[] words = new long[(wire.length + 7) / 8];
    for (int i = 0; i < wire.length; i++) {
      words[i >>> 3] |= (wire[i] & 0xffL) << ((i & 7) << 3);
    }
    return words;
  }

  /**
   * The hash of a name in wire format, for those who build tables.
   *
   * @param wire length-prefixed labels with the root label's zero byte, in any case
   */
  public static long of(byte[] wire) {
    return of(wire, 0, wire.length - 1, ROOT);
  }

  /**
   * The hash of a name from its first labels and the hash of the rest, for those who build tables.
   *
   * @param labels length-prefixed, in any case
   * @param from where they begin
   * @param length how many bytes they take; 0 for none
   * @param restHash the hash of the name that they stand before
   */
  public static long of(byte[] labels, int from, int length, long restHash) {
    if (length == 0) {
      return restHash;
    }
    int label = labels[from];
    long labelHash = label;
    for (int at = 0; at < label; at += 8) {
      long word = 0;
      for (int i = 0; i < Math.min(8, label - at); i++) {
        word |= (labels[from + 1 + at + i] & 0xffL) << (i << 3);
      }
      labelHash = mix(labelHash, lowerCase(word));
    }
    return combine(labelHash, of(labels, from + 1 + label, length - 1 - label, restHash));
  }
}
