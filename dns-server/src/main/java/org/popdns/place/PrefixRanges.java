package org.popdns.place;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.popdns.config.model.EmbeddedIpv4;
import org.popdns.config.model.IpPrefix;
import org.popdns.snapshot.RegionRanges;

/**
 * Makes ranges of prefixes that may lie within each other. Static method only. A prefix of 6to4 or
 * NAT64 addresses is the prefix of the IPv4 addresses that they stand for; of Teredo's addresses,
 * which have their IPv4 address at the end, none.
 */
public final class PrefixRanges {

  private static final int IPV4_BYTES = 4;

  private PrefixRanges() {}

  /** A prefix and a number of the caller's. */
  public record Numbered(IpPrefix prefix, int number) {}

  /**
   * The prefix as a range of numbers: an address's bits from the upper end on, so that both
   * families fit.
   */
  private record Span(
      boolean isIpv4, long high, long low, long lastHigh, long lastLow, int length, int number) {

    private static final Comparator<Span> ORDER =
        Comparator.comparing(Span::isIpv4)
            .thenComparing(Span::high, Long::compareUnsigned)
            .thenComparing(Span::low, Long::compareUnsigned)
            .thenComparingInt(Span::length);

    static Span of(IpPrefix prefix, int number) {
      byte[] address = prefix.network().getAddress();
      ByteBuffer bytes = ByteBuffer.wrap(address);
      boolean isIpv4 = address.length == IPV4_BYTES;
      long high = isIpv4 ? (long) bytes.getInt() << Integer.SIZE : bytes.getLong();
      long low = isIpv4 ? 0 : bytes.getLong();
      int length = prefix.length();
      long highRest = length == 0 ? -1L : length >= Long.SIZE ? 0 : -1L >>> length;
      long lowRest =
          length <= Long.SIZE ? -1L : length == 2 * Long.SIZE ? 0 : -1L >>> (length - Long.SIZE);
      return new Span(isIpv4, high, low, high | highRest, low | lowRest, length, number);
    }

    boolean endsBefore(Span other) {
      int order = Long.compareUnsigned(lastHigh, other.high);
      return isIpv4 != other.isIpv4
          || order < 0
          || (order == 0 && Long.compareUnsigned(lastLow, other.low) < 0);
    }
  }

  /**
   * The ranges.
   *
   * @param outside the region where no prefix is
   * @param within from the region around a prefix and its number to its region
   */
  public static RegionRanges of(List<Numbered> prefixes, int outside, IntBinaryOperator within) {
    List<Span> spans = new ArrayList<>();
    prefixes.forEach(each -> spans.add(Span.of(plain(each.prefix), each.number)));
    spans.sort(Span.ORDER);
    RegionRanges ranges = new RegionRanges(outside);
    Deque<Span> open = new ArrayDeque<>();
    Deque<Integer> regions = new ArrayDeque<>();
    regions.push(outside);
    for (Span span : spans) {
      closeBefore(span, open, regions, ranges);
      regions.push(within.applyAsInt(regions.element(), span.number));
      open.push(span);
      put(ranges, span.isIpv4, span.high, span.low, regions.element());
    }
    while (!open.isEmpty()) {
      close(open, regions, ranges);
    }
    return ranges;
  }

  private static void closeBefore(
      Span next, Deque<Span> open, Deque<Integer> regions, RegionRanges ranges) {
    while (!open.isEmpty() && open.element().endsBefore(next)) {
      close(open, regions, ranges);
    }
  }

  private static void close(Deque<Span> open, Deque<Integer> regions, RegionRanges ranges) {
    Span closed = open.pop();
    regions.pop();
    long low = closed.lastLow + 1;
    long high = closed.lastHigh + (closed.isIpv4 || low == 0 ? 1 : 0);
    // Behind the last address there is none.
    if (high != 0 || (low != 0 && !closed.isIpv4)) {
      put(ranges, closed.isIpv4, high, low, regions.element());
    }
  }

  private static void put(RegionRanges ranges, boolean isIpv4, long high, long low, int region) {
    if (isIpv4) {
      ranges.fromIpv4((int) (high >>> Integer.SIZE), region);
    } else {
      ranges.fromIpv6(high, low, region);
    }
  }

  /** The prefix of the IPv4 addresses that a prefix stands for, or the prefix. */
  private static IpPrefix plain(IpPrefix prefix) {
    byte[] address = prefix.network().getAddress();
    if (address.length == IPV4_BYTES) {
      return prefix;
    }
    ByteBuffer bytes = ByteBuffer.wrap(address);
    long high = bytes.getLong();
    long low = bytes.getLong();
    int before = EmbeddedIpv4.bitsBefore(high, low);
    if (before == EmbeddedIpv4.NONE || prefix.length() < before) {
      return prefix;
    }
    int length = Math.min(Integer.SIZE, prefix.length() - before);
    int ipv4 = EmbeddedIpv4.address(high, low) & (int) (-1L << (Integer.SIZE - length));
    try {
      return new IpPrefix(
          InetAddress.getByAddress(ByteBuffer.allocate(IPV4_BYTES).putInt(ipv4).array()), length);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes are no address", e);
    }
  }
}
