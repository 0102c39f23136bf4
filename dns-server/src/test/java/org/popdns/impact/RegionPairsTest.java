package org.popdns.impact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.IpPrefix;
import org.popdns.impact.RegionPairs.Pair;
import org.popdns.snapshot.RegionRanges;
import org.popdns.snapshot.RegionTable;

class RegionPairsTest {

  private static final long SEED = 8;

  /** Cut at the beginnings of some /16 and /32, so that a look at each of them sees everything. */
  private static RegionTable table(Random random) {
    RegionRanges ranges = new RegionRanges(0);
    random
        .ints(20, 0, 1 << 16)
        .sorted()
        .distinct()
        .forEach(upper -> ranges.fromIpv4(upper << 16, random.nextInt(4)));
    random
        .ints(20, 0x2600, 0x2700)
        .sorted()
        .distinct()
        .forEach(upper -> ranges.fromIpv6((long) upper << 48, 0, random.nextInt(4)));
    return RegionTable.of(ranges);
  }

  private static int region(Optional<RegionTable> table, byte[] address) {
    return table.map(known -> RegionTable.region(known.find(address))).orElse(0);
  }

  private static Set<Pair> naive(Optional<RegionTable> before, Optional<RegionTable> after) {
    Set<Pair> pairs = new HashSet<>();
    for (int upper = 0; upper < 1 << 16; upper++) {
      byte[] ipv4 = {(byte) (upper >> 8), (byte) upper, 0, 0};
      byte[] ipv6 = Arrays.copyOf(ipv4, 16);
      pairs.add(new Pair(region(before, ipv4), region(after, ipv4)));
      pairs.add(new Pair(region(before, ipv6), region(after, ipv6)));
    }
    return pairs;
  }

  private static void agree(Optional<RegionTable> before, Optional<RegionTable> after) {
    Map<Pair, Optional<IpPrefix>> pairs = RegionPairs.of(before, after);
    assertThat(pairs.keySet()).isEqualTo(naive(before, after));
    pairs.forEach(
        (pair, network) -> {
          byte[] first = network.orElseThrow().network().getAddress();
          byte[] last = first.clone();
          for (int bit = network.get().length(); bit < last.length * Byte.SIZE; bit++) {
            last[bit / Byte.SIZE] |= (byte) (0x80 >>> bit % Byte.SIZE);
          }
          for (byte[] address : new byte[][] {first, last}) {
            assertThat(new Pair(region(before, address), region(after, address))).isEqualTo(pair);
          }
        });
  }

  @Test
  void pairs_areThoseThatAddressesAreIn_eachWithANetworkOfIts() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20; round++) {
      Optional<RegionTable> before = Optional.of(table(random));
      Optional<RegionTable> after = Optional.of(table(random));
      agree(before, after);
      agree(before, Optional.empty());
      agree(Optional.empty(), after);
      agree(before, before);
    }
  }

  @Test
  void withoutTables_allClientsAreOnePair() {
    assertThat(RegionPairs.of(Optional.empty(), Optional.empty()))
        .isEqualTo(Map.of(new Pair(0, 0), Optional.empty()));
  }
}
