package org.popdns.name;

/**
 * Names compared in place, without regard to ASCII case (RFC 4343 §3). A name is a row of
 * length-prefixed labels within an array; what ends all of them alike, the root or an origin, may
 * be left out. Stateless.
 */
public final class NameOrder {

  private NameOrder() {}

  /**
   * Compares two names in canonical order (RFC 4034 §6.1): by label from the last one on, each as
   * lower-case unsigned bytes.
   *
   * @param a bytes with the labels of the first name at {@code aFrom}, {@code aLength} bytes long
   * @param b bytes with those of the second
   */
  public static int compare(byte[] a, int aFrom, int aLength, byte[] b, int bFrom, int bLength) {
    int aEnd = aFrom + aLength;
    int bEnd = bFrom + bLength;
    while (aEnd > aFrom && bEnd > bFrom) {
      int aLabel = lastLabel(a, aFrom, aEnd);
      int bLabel = lastLabel(b, bFrom, bEnd);
      int order = compareLabels(a, aLabel, b, bLabel);
      if (order != 0) {
        return order;
      }
      aEnd = aLabel;
      bEnd = bLabel;
    }
    return Integer.compare(aEnd - aFrom, bEnd - bFrom);
  }

  /** True if two names of one length are the same. */
  public static boolean isSame(byte[] a, int aFrom, byte[] b, int bFrom, int length) {
    for (int i = 0; i < length; i++) {
      // Lengths of labels are below the letters.
      if (lower(a[aFrom + i]) != lower(b[bFrom + i])) {
        return false;
      }
    }
    return true;
  }

  /** True if a name is another one or below it. */
  public static boolean isAtOrBelow(
      byte[] name, int from, int length, byte[] above, int aboveFrom, int aboveLength) {
    int start = from + length - aboveLength;
    int at = from;
    while (at < start) {
      at += 1 + name[at];
    }
    return at == start && isSame(name, start, above, aboveFrom, aboveLength);
  }

  /** Where the last label before {@code end} begins. */
  public static int lastLabel(byte[] labels, int from, int end) {
    int label = from;
    for (int next = label + 1 + labels[label]; next < end; next = label + 1 + labels[label]) {
      label = next;
    }
    return label;
  }

  private static int compareLabels(byte[] a, int aLabel, byte[] b, int bLabel) {
    int aLength = a[aLabel];
    int bLength = b[bLabel];
    int shorter = Math.min(aLength, bLength);
    for (int i = 1; i <= shorter; i++) {
      int order = lower(a[aLabel + i]) - lower(b[bLabel + i]);
      if (order != 0) {
        return order;
      }
    }
    return aLength - bLength;
  }

  /** A byte without ASCII case, 0 to 255. */
  public static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 0x20 : b & 0xff;
  }
}
