package org.popdns.config.zone;

import java.util.Arrays;
import org.popdns.name.NameOrder;

/**
 * The owners that stand in a file, each with its line. There may be millions: a name takes its
 * labels and a few bytes. Used by the one thread that loads.
 */
final class OwnerTable {

  private static final int SMALLEST = 64;
  private static final int LINE_BYTES = 4;

  // Each: u32 line | u8 length | labels.
  private byte[] names = new byte[1024];
  private int length = 1;
  // Where a name begins; 0 is free.
  private int[] slots = new int[SMALLEST];
  private int count;

  /**
   * Puts an owner in, unless it is there.
   *
   * @param labels in wire format, without the origin's, from the beginning
   * @param line counted from 1
   * @return the line where it stands already, or 0
   */
  int put(byte[] labels, int labelsLength, int line) {
    if (count * 2 >= slots.length) {
      grow();
    }
    int slot = slot(labels, 0, labelsLength);
    if (slots[slot] != 0) {
      return line(slots[slot]);
    }
    int needed = length + LINE_BYTES + 1 + labelsLength;
    if (needed > names.length) {
      names = Arrays.copyOf(names, needed + needed / 2);
    }
    slots[slot] = length;
    count++;
    for (int shift = 24; shift >= 0; shift -= 8) {
      names[length++] = (byte) (line >>> shift);
    }
    names[length++] = (byte) labelsLength;
    System.arraycopy(labels, 0, names, length, labelsLength);
    length += labelsLength;
    return 0;
  }

  private int line(int start) {
    int line = 0;
    for (int i = 0; i < LINE_BYTES; i++) {
      line = (line << 8) | (names[start + i] & 0xff);
    }
    return line;
  }

  private int labelsLength(int start) {
    return names[start + LINE_BYTES] & 0xff;
  }

  private void grow() {
    int[] old = slots;
    slots = new int[old.length * 2];
    for (int start : old) {
      if (start != 0) {
        slots[slot(names, start + LINE_BYTES + 1, labelsLength(start))] = start;
      }
    }
  }

  /** Where the name is, or belongs. */
  private int slot(byte[] labels, int from, int labelsLength) {
    int mask = slots.length - 1;
    int hash = 1;
    for (int i = from; i < from + labelsLength; i++) {
      hash = 31 * hash + NameOrder.lower(labels[i]);
    }
    int slot = (hash * 0x9e37_79b9) >>> Integer.numberOfLeadingZeros(mask);
    while (slots[slot] != 0 && !isSame(slots[slot], labels, from, labelsLength)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isSame(int start, byte[] labels, int from, int labelsLength) {
    return labelsLength(start) == labelsLength
        && NameOrder.isSame(names, start + LINE_BYTES + 1, labels, from, labelsLength);
  }
}
