package org.popdns.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.config.model.EmbeddedIpv4;

final class RegionTableTest {

  private static BigInteger number(String address) {
    try {
      return new BigInteger(1, InetAddress.getByName(address).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String found(RegionTable table, String address) {
    BigInteger number = number(address);
    int found =
        address.contains(":")
            ? table.ofIpv6(number.shiftRight(64).longValue(), number.longValue())
            : table.ofIpv4(number.intValue());
    return RegionTable.region(found) + "/" + RegionTable.scope(found);
  }

  /** 192.0.2.0/25 and 2001:db8:1::/48 are 0, 10.0.0.0/9 and 2001:db8:2::1 are 1, all else is 2. */
  private static RegionTable small() {
    RegionRanges ranges = new RegionRanges(2);
    ranges.fromIpv4(number("10.0.0.0").intValue(), 1);
    ranges.fromIpv4(number("10.128.0.0").intValue(), 2);
    ranges.fromIpv4(number("192.0.2.0").intValue(), 0);
    ranges.fromIpv4(number("192.0.2.128").intValue(), 2);
    ranges.fromIpv6(0x2001_0db8_0001_0000L, 0, 0);
    ranges.fromIpv6(0x2001_0db8_0002_0000L, 0, 2);
    ranges.fromIpv6(0x2001_0db8_0002_0000L, 1, 1);
    ranges.fromIpv6(0x2001_0db8_0002_0000L, 2, 2);
    return RegionTable.of(ranges);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0, 0/25",
    "192.0.2.127, 0/25",
    "192.0.2.128, 2/25",
    "192.0.3.0, 2/24",
    "192.0.1.255, 2/23",
    "10.1.2.3, 1/9",
    "10.200.0.0, 2/9",
    "11.0.0.0, 2/8",
    "128.0.0.1, 2/2",
    "255.255.255.255, 2/3",
    "2001:db8:1:2::3, 0/48",
    "2001:db8:2::1, 1/128",
    "2001:db8:2::, 2/128",
    "2001:db8:2::2, 2/127",
    "2001:db8:3::, 2/48",
    "4000::, 2/2",
    "::1, 2/81",
  })
  void lookUp_givesTheRegionAndTheWidestPrefixOfIt(String address, String expected) {
    assertThat(found(small(), address)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "64:ff9b::c000:201, 0/121",
    "64:ff9b:0:0:0:1::, 2/96",
    "2002:c000:0201:9::1, 0/41",
    "2002:0b00::, 2/24",
    "2001:0:c633:6401:0:0:3fff:fdfe, 0/121",
    "2001:0:c633:6401:8000:63bf:f4ff:ffff, 2/104",
    "2003::, 2/16",
    "2001:1::, 2/32",
  })
  void ipv6AddressThatStandsForAnIpv4Address_countsAsThat(String address, String expected) {
    assertThat(found(small(), address)).isEqualTo(expected);
  }

  @Test
  void mappedAddress_countsAsItsIpv4Address() {
    // InetAddress would make an IPv4 address of it.
    int found = small().ofIpv6(0, 0x0000_ffff_c000_0201L);
    assertThat(RegionTable.region(found)).isZero();
    assertThat(RegionTable.scope(found)).isEqualTo(96 + 25);
  }

  @Test
  void oneRegion_hasScopeOne_inBothFamilies() {
    RegionTable table = RegionTable.of(new RegionRanges(7));
    assertThat(found(table, "192.0.2.1")).isEqualTo("7/1");
    assertThat(found(table, "2001:db8::1")).isEqualTo("7/1");
    assertThat(found(table, "2002:c000:201::1")).isEqualTo("7/1");
    assertThat(table.sizeBytes()).isLessThan(192);
  }

  @Test
  void oneRegionOfIpv4_isNoHoleInIpv6() {
    RegionRanges ranges = new RegionRanges(1);
    ranges.fromIpv6(0x8000_0000_0000_0000L, 0, 0);
    RegionTable table = RegionTable.of(ranges);
    assertThat(found(table, "2002:c000:201::1")).isEqualTo("1/1");
    assertThat(found(table, "2001:db8::1")).isEqualTo("1/1");
  }

  @Test
  void neighboursOfOneRegion_areOneRange() {
    RegionRanges ranges = new RegionRanges(0);
    for (int i = 1; i < 256; i++) {
      ranges.fromIpv4(i << 24, i < 128 ? 0 : 1);
    }
    RegionTable table = RegionTable.of(ranges);
    assertThat(found(table, "10.0.0.1")).isEqualTo("0/1");
    assertThat(found(table, "200.0.0.1")).isEqualTo("1/1");
    assertThat(ranges.ipv4Count()).isEqualTo(2);
  }

  @Test
  void rangeGivenTwice_isTheLaterOne() {
    RegionRanges ranges = new RegionRanges(0);
    ranges.fromIpv4(5, 1);
    ranges.fromIpv4(5, 0);
    ranges.fromIpv6(5, 0, 1);
    ranges.fromIpv6(5, 0, 0);
    assertThat(ranges.ipv4Count()).isEqualTo(1);
    assertThat(ranges.ipv6Count()).isEqualTo(1);
  }

  @Test
  void rangesOutOfOrder_andRegionsThatDoNotFit_areRefused() {
    RegionRanges ranges = new RegionRanges(0);
    ranges.fromIpv4(0x80000000, 1);
    ranges.fromIpv6(-1, 5, 1);
    assertThatThrownBy(() -> ranges.fromIpv4(0x7fffffff, 2))
        .hasMessage("IPv4 ranges are given in ascending order");
    assertThatThrownBy(() -> ranges.fromIpv6(-1, 4, 2))
        .hasMessage("IPv6 ranges are given in ascending order");
    assertThatThrownBy(() -> ranges.fromIpv4(-1, RegionRanges.REGION_LIMIT))
        .hasMessage("region 8388607");
    assertThatThrownBy(() -> new RegionRanges(-1)).hasMessage("region -1");
  }

  @Test
  void manyRangesWithinOneNetworkOf64Bits_areFound() {
    RegionRanges ranges = new RegionRanges(0);
    for (int i = 0; i < 100; i++) {
      ranges.fromIpv6(0x2001_0db8_0000_0000L, i, i);
    }
    ranges.fromIpv6(0x2001_0db8_0000_0000L, 100, 0);
    RegionTable table = RegionTable.of(ranges);
    for (int i = 1; i < 99; i++) {
      assertThat(table.ofIpv6(0x2001_0db8_0000_0000L, i)).isEqualTo(i << 8 | 128);
    }
    assertThat(RegionTable.region(table.ofIpv6(0x2001_0db8_0000_0000L, 5_000))).isZero();
    assertThat(RegionTable.region(table.ofIpv6(0x2001_0db8_0000_0001L, 0))).isZero();
  }

  /** What was put into a table, looked at naively: bounds → region, as numbers of a family. */
  private record Reference(TreeMap<BigInteger, Integer> bounds, int bits) {

    static Reference random(Random random, int bits, int ranges, int regions) {
      TreeMap<BigInteger, Integer> bounds = new TreeMap<>();
      bounds.put(BigInteger.ZERO, random.nextInt(regions));
      BigInteger near = new BigInteger(bits, random);
      while (bounds.size() < ranges) {
        // Some far from each other, some neighbours, some on the borders of wide prefixes.
        BigInteger bound =
            switch (random.nextInt(4)) {
              case 0 -> new BigInteger(bits, random);
              case 1 -> near.add(BigInteger.valueOf(random.nextInt(64)));
              default -> {
                int length = random.nextInt(bits + 1);
                yield near.xor(new BigInteger(bits - length, random))
                    .shiftRight(bits - length)
                    .shiftLeft(bits - length);
              }
            };
        if (bound.bitLength() <= bits) {
          near = bound;
          bounds.put(bound, random.nextInt(regions));
        }
      }
      return new Reference(bounds, bits);
    }

    int region(BigInteger address) {
      return bounds.floorEntry(address).getValue();
    }

    boolean isUniform(BigInteger address, int length) {
      BigInteger first = address.shiftRight(bits - length).shiftLeft(bits - length);
      BigInteger end = first.add(BigInteger.ONE.shiftLeft(bits - length));
      int region = region(first);
      return bounds.subMap(first, end).values().stream().allMatch(each -> each == region);
    }

    int scope(BigInteger address) {
      int length = 1;
      while (!isUniform(address, length)) {
        length++;
      }
      return length;
    }
  }

  private static boolean touchesEmbedded(BigInteger address, int length) {
    BigInteger first = address.shiftRight(128 - length).shiftLeft(128 - length);
    BigInteger end = first.add(BigInteger.ONE.shiftLeft(128 - length));
    return EmbeddedIpv4.RANGES.stream()
        .anyMatch(
            range ->
                joined(range.firstHigh(), range.firstLow()).compareTo(end) < 0
                    && joined(range.endHigh(), range.endLow()).compareTo(first) > 0);
  }

  private static BigInteger joined(long high, long low) {
    BigInteger mask = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    return BigInteger.valueOf(high).and(mask).shiftLeft(64).or(BigInteger.valueOf(low).and(mask));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 20, 300, 5000})
  void lookUp_agreesWithANaiveOne(int count) {
    Random random = new Random(count);
    Reference ipv4 = Reference.random(random, 32, count, 5);
    Reference ipv6 = Reference.random(random, 128, count, 5);
    RegionRanges ranges = new RegionRanges(0);
    ipv4.bounds.forEach((first, region) -> ranges.fromIpv4(first.intValue(), region));
    ipv6.bounds.forEach(
        (first, region) ->
            ranges.fromIpv6(first.shiftRight(64).longValue(), first.longValue(), region));
    RegionTable table = RegionTable.of(ranges);
    for (Reference family : new Reference[] {ipv4, ipv6}) {
      BigInteger[] bounds = family.bounds.keySet().toArray(BigInteger[]::new);
      for (int i = 0; i < 1000; i++) {
        BigInteger bound = bounds[random.nextInt(bounds.length)];
        BigInteger address =
            switch (random.nextInt(3)) {
              case 0 -> new BigInteger(family.bits, random);
              case 1 -> bound;
              default -> bound.add(BigInteger.valueOf(random.nextInt(-3, 4))).abs();
            };
        if (address.bitLength() > family.bits) {
          continue;
        }
        if (family.bits == 128) {
          agree(table, ipv6, ipv4, address);
        } else {
          int found = table.ofIpv4(address.intValue());
          assertThat(RegionTable.region(found)).isEqualTo(ipv4.region(address));
          assertThat(RegionTable.scope(found)).isEqualTo(ipv4.scope(address));
        }
      }
    }
  }

  private static void agree(RegionTable table, Reference own, Reference ipv4, BigInteger address) {
    long high = address.shiftRight(64).longValue();
    int found = table.ofIpv6(high, address.longValue());
    if (EmbeddedIpv4.bitsBefore(high, address.longValue()) != EmbeddedIpv4.NONE) {
      int standsFor = EmbeddedIpv4.address(high, address.longValue());
      BigInteger number = BigInteger.valueOf(Integer.toUnsignedLong(standsFor));
      assertThat(RegionTable.region(found)).isEqualTo(ipv4.region(number));
      return;
    }
    int scope = RegionTable.scope(found);
    assertThat(RegionTable.region(found)).isEqualTo(own.region(address));
    assertThat(own.isUniform(address, scope) && !touchesEmbedded(address, scope)).isTrue();
    if (scope > 1) {
      assertThat(own.isUniform(address, scope - 1) && !touchesEmbedded(address, scope - 1))
          .isFalse();
    }
  }

  @Test
  void everyAddressOfAScope_hasTheSameRegionAndScope() {
    Random random = new Random(7871);
    Reference ipv4 = Reference.random(random, 32, 20_000, 40);
    Reference ipv6 = Reference.random(random, 128, 20_000, 40);
    RegionRanges ranges = new RegionRanges(0);
    for (Map.Entry<BigInteger, Integer> each : ipv4.bounds.entrySet()) {
      ranges.fromIpv4(each.getKey().intValue(), each.getValue());
    }
    for (Map.Entry<BigInteger, Integer> each : ipv6.bounds.entrySet()) {
      BigInteger first = each.getKey();
      ranges.fromIpv6(first.shiftRight(64).longValue(), first.longValue(), each.getValue());
    }
    RegionTable table = RegionTable.of(ranges);
    for (int i = 0; i < 100_000; i++) {
      int address = random.nextInt();
      int found = table.ofIpv4(address);
      int within = -1 >>> 1 >>> (RegionTable.scope(found) - 1);
      assertThat(table.ofIpv4(address ^ (random.nextInt() & within))).isEqualTo(found);
      long high = random.nextLong();
      long low = random.nextLong();
      int other = table.ofIpv6(high, low);
      int scope = RegionTable.scope(other);
      long highWithin = scope >= 64 ? 0 : -1L >>> scope;
      long lowWithin = scope <= 64 ? -1L : -1L >>> 1 >>> (scope - 65);
      assertThat(
              table.ofIpv6(
                  high ^ (random.nextLong() & highWithin), low ^ (random.nextLong() & lowWithin)))
          .isEqualTo(other);
    }
  }

  @Test
  void lookUp_allocatesNothing() {
    RegionTable table = small();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 1;
    for (int round = 0; round < 200 && allocated > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      int sum = 0;
      for (int i = 0; i < 2_000; i++) {
        sum += table.ofIpv4(i * 2_654_435) + table.ofIpv6(0x2001_0db8_0000_0000L + i * 65_536L, i);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(sum).isNotZero();
    }
    assertThat(allocated).isZero();
  }
}
