package org.popdns.record;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place on Earth (RFC 1876): {@code d1 [m1 [s1]] N|S d2 [m2 [s2]] E|W alt[m] [size[m] [hp[m]
 * [vp[m]]]]}.
 */
final class Location extends FieldKind {

  static final Location PLACE = new Location();

  private static final int BYTES = 16;
  private static final long EQUATOR = 1L << 31;
  private static final long BELOW_SEA_CENTIMETRES = 10_000_000;
  private static final long HIGHEST_CENTIMETRES = 0xffff_ffffL - BELOW_SEA_CENTIMETRES;
  private static final long LARGEST_CENTIMETRES = 9_000_000_000L;
  private static final long DEGREE = 3_600_000;
  private static final long MINUTE = 60_000;

  private Location() {
    super(Extent.REST, "a place such as 52 22 23.000 N 4 53 32.000 E -2.00m 1m 10000m 10m");
  }

  @Override
  boolean read(RdataReader in) {
    long latitude = angle(in, 90, "N", "S", "latitude");
    long longitude = latitude < 0 ? -1 : angle(in, 180, "E", "W", "longitude");
    if (longitude < 0) {
      return false;
    }
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    byte[] text = in.text();
    int from = in.words().from(word);
    boolean below = in.words().to(word) > from && text[from] == '-';
    // RFC 1876 §3 has no plus; BIND and NSD take it.
    boolean signed = below || (in.words().to(word) > from && text[from] == '+');
    long distance = metres(in, word, signed ? from + 1 : from);
    long altitude = below ? -distance : distance;
    if (distance < 0 || altitude < -BELOW_SEA_CENTIMETRES || altitude > HIGHEST_CENTIMETRES) {
      return in.failField(
          word, "has an altitude that is not from -100000.00m to 42849672.95m: " + in.shown(word));
    }
    // RFC 1876 §3: 1 m, 10 km and 10 m where left out.
    int size = size(in, 0x12);
    int horizontal = size < 0 ? -1 : size(in, 0x16);
    int vertical = horizontal < 0 ? -1 : size(in, 0x13);
    return vertical >= 0
        && in.put8(0)
        && in.put8(size)
        && in.put8(horizontal)
        && in.put8(vertical)
        && in.put32(latitude)
        && in.put32(longitude)
        && in.put32(altitude + BELOW_SEA_CENTIMETRES);
  }

  /** Thousandths of a second of arc, counted from 2^31; -1 if there is none. */
  private static long angle(
      RdataReader in, int mostDegrees, String positive, String negative, String what) {
    long thousandths = 0;
    for (int part = 0; part < 4; part++) {
      int word = in.nextPlain();
      if (word < 0) {
        return -1;
      }
      if (part > 0 && (in.is(word, positive) || in.is(word, negative))) {
        return in.is(word, positive) ? EQUATOR + thousandths : EQUATOR - thousandths;
      }
      byte[] text = in.text();
      int from = in.words().from(word);
      int to = in.words().to(word);
      long value =
          switch (part) {
            case 0 -> Ascii.number(text, from, to, mostDegrees) * DEGREE;
            case 1 -> Ascii.number(text, from, to, 59) * MINUTE;
            case 2 -> decimal(text, from, to, 3, MINUTE - 1);
            default -> -1;
          };
      if (value < 0) {
        in.failField(
            word,
            String.format(
                Locale.ROOT,
                "has a %s that is not degrees, minutes, seconds and %s or %s, at %s",
                what,
                positive,
                negative,
                in.shown(word)));
        return -1;
      }
      thousandths += value;
    }
    return -1;
  }

  /** A size as a digit and a power of ten, in centimetres (RFC 1876 §2); -1 if there is none. */
  private static int size(RdataReader in, int whenMissing) {
    if (!in.hasNext()) {
      return whenMissing;
    }
    int word = in.nextPlain();
    if (word < 0) {
      return -1;
    }
    long mantissa = metres(in, word, in.words().from(word));
    if (mantissa < 0 || mantissa > LARGEST_CENTIMETRES) {
      in.failField(word, "has a size that is not from 0.00m to 90000000.00m: " + in.shown(word));
      return -1;
    }
    int exponent = 0;
    while (mantissa > 9) {
      mantissa /= 10;
      exponent++;
    }
    return (int) mantissa << 4 | exponent;
  }

  /** Centimetres; -1 if it is no number of metres. */
  private static long metres(RdataReader in, int word, int from) {
    byte[] text = in.text();
    int to = in.words().to(word);
    boolean unit = to > from && text[to - 1] == 'm';
    return decimal(text, from, unit ? to - 1 : to, 2, LARGEST_CENTIMETRES);
  }

  /** A number in units of its last decimal; -1 if it is none, or too large. */
  private static long decimal(byte[] text, int from, int to, int decimals, long most) {
    int dot = from;
    while (dot < to && text[dot] != '.') {
      dot++;
    }
    long value = Ascii.number(text, from, dot, most);
    int given = dot == to ? 0 : to - dot - 1;
    if (value < 0 || given > decimals) {
      return -1;
    }
    for (int i = 1; i <= decimals; i++) {
      int digit = i > given ? 0 : text[dot + i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value <= most ? value : -1;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    if (wire.left() == 0) {
      return RdataCursor.CUT_OFF;
    }
    if (wire.peek(0) != 0) {
      // RFC 1876 §2: what other versions look like is not said.
      wire.skipRest();
      return null;
    }
    if (wire.left() < BYTES) {
      return RdataCursor.CUT_OFF;
    }
    wire.u8();
    for (int i = 0; i < 3; i++) {
      int size = wire.u8();
      if (size >> 4 > 9 || (size & 15) > 9 || (size != 0 && size >> 4 == 0)) {
        return "has a size that is no digit and power of ten";
      }
    }
    // What is a minute beyond a pole, NSD and Knot take: doubt() has that.
    if (Math.abs(wire.u32() - EQUATOR) >= 91 * DEGREE) {
      return "has a latitude of more than 90 degrees";
    }
    if (Math.abs(wire.u32() - EQUATOR) >= 181 * DEGREE) {
      return "has a longitude of more than 180 degrees";
    }
    return wire.skip(4);
  }

  /** Judges what is just beyond a pole, or where the day changes. */
  static @Nullable String doubt(byte[] bytes, int from, int length) {
    if (length < BYTES || bytes[from] != 0) {
      return null;
    }
    RdataCursor wire = new RdataCursor().over(bytes, from, length);
    wire.skip(4);
    if (Math.abs(wire.u32() - EQUATOR) > 90 * DEGREE) {
      return "has a latitude of more than 90 degrees; BIND refuses the zone";
    }
    return Math.abs(wire.u32() - EQUATOR) > 180 * DEGREE
        ? "has a longitude of more than 180 degrees; BIND refuses the zone"
        : null;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    if (wire.u8() != 0) {
      return false;
    }
    int size = wire.u8();
    int horizontal = wire.u8();
    int vertical = wire.u8();
    writeAngle(wire.u32() - EQUATOR, " N ", " S ", text);
    writeAngle(wire.u32() - EQUATOR, " E ", " W ", text);
    writeMetres(wire.u32() - BELOW_SEA_CENTIMETRES, text);
    for (int each : new int[] {size, horizontal, vertical}) {
      text.append(' ');
      long centimetres = each >> 4;
      for (int i = 0; i < (each & 15); i++) {
        centimetres *= 10;
      }
      writeMetres(centimetres, text);
    }
    return true;
  }

  private static void writeAngle(
      long thousandths, String positive, String negative, StringBuilder text) {
    long distance = Math.abs(thousandths);
    text.append(distance / DEGREE).append(' ').append(distance / MINUTE % 60).append(' ');
    text.append(distance % MINUTE / 1000).append('.');
    text.append((char) ('0' + distance / 100 % 10)).append((char) ('0' + distance / 10 % 10));
    text.append((char) ('0' + distance % 10)).append(thousandths >= 0 ? positive : negative);
  }

  private static void writeMetres(long centimetres, StringBuilder text) {
    long distance = Math.abs(centimetres);
    text.append(centimetres < 0 ? "-" : "").append(distance / 100).append('.');
    text.append((char) ('0' + distance / 10 % 10)).append((char) ('0' + distance % 10)).append('m');
  }
}
