package org.popdns.record;

import org.jspecify.annotations.Nullable;

/**
 * A time of 32 bits: in seconds, or with units as in {@code 1w2d3h4m5s} (RFC 2308 §4 has none, all
 * master files do).
 */
public final class Seconds extends FieldKind {

  static final Seconds TIME = new Seconds();

  private static final long MOST = 0xffff_ffffL;

  private Seconds() {
    super(Extent.ONE, "a time in seconds, or with units such as 1h30m");
  }

  /**
   * A time of a word, as TTLs have it too.
   *
   * @return seconds; -1 if the word is no time, or more than 32 bits
   */
  public static long parse(byte[] text, int from, int to) {
    long total = 0;
    long value = 0;
    boolean digits = false;
    boolean units = false;
    for (int i = from; i < to; i++) {
      if (Ascii.isDigit(text[i])) {
        value = value * 10 + text[i] - '0';
        digits = true;
      } else {
        long unit = unit(Ascii.upper(text[i]));
        if (unit == 0 || !digits) {
          return -1;
        }
        total += value * unit;
        value = 0;
        digits = false;
        units = true;
      }
      if (value > MOST || total > MOST) {
        return -1;
      }
    }
    // A number without unit behind one with a unit: 1h30 says nothing that all agree on.
    boolean whole = digits ? !units : units;
    return whole && total + value <= MOST ? total + value : -1;
  }

  private static long unit(int upperCase) {
    return switch (upperCase) {
      case 'S' -> 1;
      case 'M' -> 60;
      case 'H' -> 3600;
      case 'D' -> 86_400;
      case 'W' -> 604_800;
      default -> 0;
    };
  }

  @Override
  int lengthBytes() {
    return 4;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    long value = parse(in.text(), in.words().from(word), in.words().to(word));
    return value < 0 ? in.mismatch(word) : in.put32(value);
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return wire.skip(4);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    text.append(wire.u32());
    return true;
  }
}
