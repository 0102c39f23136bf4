package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import org.popdns.wire.MessageName;
import org.popdns.wire.WireFormat;

/**
 * Writes names into a message, compressed against those before (RFC 1035 §4.1.4), without case. One
 * instance per worker, used by {@link Redirection}, whose names are not known before the query; it
 * allocates nothing.
 */
final class NameCompressor {

  /** How many endings of names are remembered; what comes later is compressed less. */
  private static final int MOST_ENDINGS = 256;

  // Where endings of names stand in the message, and their numbers of labels. Equal endings have
  // equal numbers: without that check a name of 127 equal labels would be compared 127² times.
  private final int[] places = new int[MOST_ENDINGS];
  private final int[] labelCounts = new int[MOST_ENDINGS];
  private int known;
  private long message;

  /**
   * Begins a message.
   *
   * @param out holds the question
   * @param start offset of the message's first byte
   */
  void begin(MemorySegment out, long start) {
    known = 0;
    message = start;
    long at = start + WireFormat.HEADER_LENGTH_BYTES;
    for (int labels = MessageName.labelCount(out, start, at); labels > 0; labels--) {
      remember(at, labels);
      at += 1 + WireFormat.u8(out, at);
    }
  }

  /**
   * Writes a name.
   *
   * @param source holds the name
   * @param sourceStart where pointers in the source count from
   * @param name offset of the name in the source
   * @param to offset in {@code out}
   * @param limit offset in {@code out} that the name must not pass
   * @return the offset after the name in {@code out}, or -1 if it does not fit
   */
  long write(
      MemorySegment source, long sourceStart, long name, MemorySegment out, long to, long limit) {
    int before = known;
    int labels = MessageName.labelCount(source, sourceStart, name);
    long from = MessageName.label(source, sourceStart, name);
    long at = to;
    for (; labels > 0; labels--) {
      int place = find(source, sourceStart, from, labels, out, before);
      if (place >= 0) {
        if (at + 2 > limit) {
          known = before;
          return -1;
        }
        WireFormat.put16(out, at, WireFormat.POINTER | place);
        return at + 2;
      }
      int length = 1 + WireFormat.u8(source, from);
      if (at + length + 1 > limit) {
        known = before;
        return -1;
      }
      MemorySegment.copy(source, from, out, at, length);
      remember(at, labels);
      at += length;
      from = MessageName.label(source, sourceStart, from + length);
    }
    if (at + 1 > limit) {
      return -1;
    }
    WireFormat.put8(out, at, 0);
    return at + 1;
  }

  /** Forgets the names from an offset on, which are not to stay. */
  void forget(long offset) {
    while (known > 0 && message + places[known - 1] >= offset) {
      known--;
    }
  }

  private int find(
      MemorySegment source,
      long sourceStart,
      long from,
      int labels,
      MemorySegment out,
      int complete) {
    for (int i = 0; i < complete; i++) {
      if (labelCounts[i] == labels
          && MessageName.same(source, sourceStart, from, out, message, message + places[i])) {
        return places[i];
      }
    }
    return -1;
  }

  private void remember(long at, int labels) {
    if (known < MOST_ENDINGS && at - message <= WireFormat.MAX_POINTER_TARGET) {
      places[known] = (int) (at - message);
      labelCounts[known] = labels;
      known++;
    }
  }
}
