package org.popdns.config.zone;

/** Times of master files: seconds, or numbers with BIND's units as {@code 1h30m}. Stateless. */
final class MasterTimes {

  /** The word is no time. */
  static final long NONE = -1;

  private static final long LARGEST = 0xffff_ffffL;

  private MasterTimes() {}

  /**
   * Reads a time.
   *
   * @return seconds, at most 32 bits, or {@link #NONE}
   */
  static long seconds(byte[] text, int from, int to) {
    long seconds = 0;
    long number = 0;
    boolean isOpen = false;
    boolean hasUnits = false;
    for (int at = from; at < to; at++) {
      int c = text[at];
      if (c >= '0' && c <= '9') {
        number = number * 10 + c - '0';
        isOpen = true;
        if (number > LARGEST) {
          return NONE;
        }
        continue;
      }
      long unit = unit(c);
      if (unit == 0 || !isOpen) {
        return NONE;
      }
      seconds += number * unit;
      number = 0;
      isOpen = false;
      hasUnits = true;
      if (seconds > LARGEST) {
        return NONE;
      }
    }
    // BIND and Knot have no seconds without a unit behind units.
    return from == to || (isOpen && hasUnits) ? NONE : seconds + number;
  }

  /** True for a time of several units: PowerDNS takes the first one only. */
  static boolean hasSeveralUnits(byte[] text, int from, int to) {
    int units = 0;
    for (int at = from; at < to; at++) {
      units += text[at] >= '0' && text[at] <= '9' ? 0 : 1;
    }
    return units > 1 && seconds(text, from, to) != NONE;
  }

  private static long unit(int letter) {
    return switch (letter) {
      case 's', 'S' -> 1;
      case 'm', 'M' -> 60;
      case 'h', 'H' -> 3600;
      case 'd', 'D' -> 86_400;
      case 'w', 'W' -> 604_800;
      default -> 0;
    };
  }
}
