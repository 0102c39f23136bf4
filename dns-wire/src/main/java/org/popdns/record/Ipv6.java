package org.popdns.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An IPv6 address (RFC 4291 §2.2, written as RFC 5952 has it). */
final class Ipv6 extends FieldKind {

  static final Ipv6 ADDRESS = new Ipv6();

  static final int BYTES = 16;

  private static final int GROUPS = 8;

  private Ipv6() {
    super(Extent.ONE, "an IPv6 address");
  }

  /** Puts an address; false if it is none. */
  static boolean put(RdataReader in, byte[] text, int from, int to) {
    if (!in.room(BYTES)) {
      return false;
    }
    int start = in.length();
    int gap = -1;
    int groups = 0;
    int at = from;
    if (to - from >= 2 && text[from] == ':') {
      if (text[from + 1] != ':') {
        return false;
      }
      gap = 0;
      at += 2;
    }
    while (at < to) {
      int group = 0;
      int first = at;
      while (at < to && Ascii.hexDigit(text[at]) >= 0 && at - first < 5) {
        group = group << 4 | Ascii.hexDigit(text[at++]);
      }
      if (at < to && text[at] == '.') {
        long last = groups <= GROUPS - 2 ? Ipv4.parse(text, first, to) : -1;
        if (last < 0 || !in.put32(last)) {
          return false;
        }
        groups += 2;
        at = to;
        break;
      }
      if (at == first || at - first > 4 || groups == GROUPS || !in.put16(group)) {
        return false;
      }
      groups++;
      if (at == to) {
        break;
      }
      if (text[at++] != ':' || at == to) {
        return false;
      }
      if (text[at] == ':') {
        if (gap >= 0) {
          return false;
        }
        gap = groups;
        at++;
      }
    }
    return gap < 0 ? groups == GROUPS : groups < GROUPS && widen(in, start, gap, groups);
  }

  /** Moves the groups behind the gap to the end. */
  private static boolean widen(RdataReader in, int start, int gap, int groups) {
    int missing = BYTES - 2 * groups;
    for (int i = 0; i < missing; i++) {
      in.put8(0);
    }
    byte[] bytes = in.bytes();
    int from = start + 2 * gap;
    System.arraycopy(bytes, from, bytes, from + missing, 2 * (groups - gap));
    Arrays.fill(bytes, from, from + missing, (byte) 0);
    return true;
  }

  /** Goes over 16 bytes, and adds them as RFC 5952 has it. */
  static void writeAddress(RdataCursor wire, StringBuilder text) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = wire.u16();
    }
    writeGroups(groups, text);
  }

  private static void writeGroups(int[] groups, StringBuilder text) {
    int gap = -1;
    int gapLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = 0;
      while (i + zeros < GROUPS && groups[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > gapLength) {
        gap = i;
        gapLength = zeros;
      }
    }
    // RFC 5952 §5: an IPv4-mapped address shows the other one.
    boolean mapped = gap == 0 && gapLength == 5 && groups[5] == 0xffff;
    for (int i = 0; i < GROUPS; i++) {
      if (i == gap) {
        text.append("::");
        i += gapLength - 1;
      } else {
        if (i > 0 && i != gap + gapLength) {
          text.append(':');
        }
        if (mapped && i == 6) {
          text.append(groups[6] >> 8).append('.').append(groups[6] & 0xff).append('.');
          text.append(groups[7] >> 8).append('.').append(groups[7] & 0xff);
          return;
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
  }

  @Override
  int lengthBytes() {
    return BYTES;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    return word >= 0
        && (put(in, in.text(), in.words().from(word), in.words().to(word)) || in.mismatch(word));
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return wire.skip(BYTES);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    writeAddress(wire, text);
    return true;
  }
}
