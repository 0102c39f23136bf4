package org.popdns.config.model;

import java.util.Arrays;
import org.popdns.name.DomainName;

/**
 * Goes through packed record sets whose bytes came from outside, to find where each begins and that
 * all of them are well formed. Used once, by one thread.
 */
final class RecordWalk {

  private final byte[] bytes;
  private int at;

  private RecordWalk(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Where each set begins, and the end.
   *
   * @throws IllegalArgumentException if the bytes are no sets
   * @throws ArrayIndexOutOfBoundsException if the last one is cut off
   */
  static int[] starts(byte[] bytes, int originLength, int files, int clusters) {
    RecordWalk walk = new RecordWalk(bytes);
    int[] starts = new int[16];
    int count = 0;
    while (walk.at < bytes.length) {
      if (count + 1 == starts.length) {
        starts = Arrays.copyOf(starts, starts.length * 2);
      }
      starts[count++] = walk.at;
      walk.set(originLength, files, clusters);
    }
    starts[count] = bytes.length;
    return Arrays.copyOf(starts, count + 1);
  }

  private void set(int originLength, int files, int clusters) {
    int length = bytes[at++] & 0xff;
    need(length + originLength <= DomainName.MAX_LENGTH_BYTES);
    int end = at + length;
    while (at < end) {
      need(bytes[at] > 0 && bytes[at] <= DomainName.MAX_LABEL_BYTES);
      at += 1 + bytes[at];
    }
    need(at == end);
    at += 6;
    need(number() <= clusters);
    need(number() < files);
    number();
    number();
    for (int records = number(); records > 0; records--) {
      int rdata = number();
      need(rdata <= 0xffff);
      at += rdata;
      need(at <= bytes.length);
    }
  }

  private int number() {
    int value = 0;
    for (int i = 0; i < PackedRecordSets.LONGEST_NUMBER; i++) {
      byte next = bytes[at++];
      value |= (next & 0x7f) << (7 * i);
      if (next >= 0) {
        need(value >= 0);
        return value;
      }
    }
    throw new IllegalArgumentException("a number that does not end");
  }

  private static void need(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("record sets that are damaged");
    }
  }
}
