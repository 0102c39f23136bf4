package org.popdns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.config.write.AddressFormat;
import org.popdns.harness.QueryBytes;
import org.popdns.wire.QueryParser;

/** What is set aside of queries, and which. */
final class QueryTapTest {

  private static final int A = 1;

  private final QueryTap tap = new QueryTap(TestWorker.IDENTITY.ownMark(), 7);
  private final MemorySegment memory =
      Arena.ofAuto().allocate(4096L + QueryParser.READ_AHEAD_BYTES, 8).fill((byte) 0xAA);
  private final Client client = new Client();

  private void take(QueryBytes query) {
    byte[] bytes = query.bytes();
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 100, bytes.length);
    tap.take(memory, 100, bytes.length, client);
  }

  private static String text(SampledQuery query) {
    return "%s %d from %s for %s"
        .formatted(
            query.name(),
            query.type(),
            AddressFormat.of(query.sender()),
            query.clientSubnet().map(AddressFormat::of).orElse("-"));
  }

  private List<String> drained() {
    return tap.drain().taken().stream().map(QueryTapTest::text).toList();
  }

  @Test
  void query_isKeptWithNetworksAlone() {
    tap.aim(1);
    client.udpIpv4(0xC0000237);
    take(QueryBytes.of("WWW.example.com.", A));
    client.udpIpv6(0x2001_0db8_1234_5678L, 0x1122_3344_5566_7788L);
    take(QueryBytes.of("www.example.com.", 28).option(8, "00012000c0000299"));
    take(QueryBytes.of("www.example.com.", 28).option(8, "00011400c00020"));
    take(QueryBytes.of("www.example.com.", 28).option(8, "0002380020010db8aaaabb"));
    take(QueryBytes.of("www.example.com.", 28).option(8, "00010000"));
    assertThat(drained())
        .containsExactly(
            "WWW.example.com. 1 from 192.0.2.0/24 for -",
            "www.example.com. 28 from 2001:db8:1234::/48 for 192.0.2.0/24",
            "www.example.com. 28 from 2001:db8:1234::/48 for 192.0.32.0/20",
            "www.example.com. 28 from 2001:db8:1234::/48 for 2001:db8:aaaa::/48",
            "www.example.com. 28 from 2001:db8:1234::/48 for -");
  }

  @Test
  void addressThatStandsForIpv4_isKeptAsThatOnesNetwork() {
    tap.aim(1);
    // 6to4: the whole IPv4 address stands in the first 48 bits.
    client.udpIpv6(0x2002_c000_0237_0000L, 1);
    take(QueryBytes.of("www.example.com.", A));
    client.udpIpv6(0, 0x0000_ffff_c000_0237L);
    take(QueryBytes.of("www.example.com.", A).option(8, "000230002002c0000237"));
    assertThat(drained())
        .containsExactly(
            "www.example.com. 1 from 192.0.2.0/24 for -",
            "www.example.com. 1 from 192.0.2.0/24 for 192.0.2.0/24");
  }

  @Test
  void longestName_isKeptWhole() {
    tap.aim(1);
    String label = "a".repeat(63) + ".";
    String name = label + label + label + "b".repeat(61) + ".";
    take(QueryBytes.of(name, A));
    assertThat(tap.drain().taken().getFirst().name()).hasToString(name);
  }

  @Test
  void whatIsNoQueryOfZones_isLeftOut() {
    tap.aim(1);
    take(QueryBytes.of("id.server.", 16, 3));
    take(QueryBytes.of("example.com.", 252));
    take(QueryBytes.empty());
    take(QueryBytes.of("www.example.com.", A).option(8, "0003180000"));
    byte[] own = TestWorker.IDENTITY.ownMark().optRecord();
    int[] record = new int[own.length];
    for (int i = 0; i < own.length; i++) {
      record[i] = own[i] & 0xff;
    }
    take(QueryBytes.of("www.example.com.", A).count(3, 1).raw(record));
    assertThat(tap.drain()).isEqualTo(new QueryTap.Drained(0, 5, List.of()));
  }

  @Test
  void nothing_isDueBeforeItIsAskedFor_norBehindTheEnd() {
    assertThat(tap.due(64)).isEqualTo(QueryTap.NONE);
    tap.aim(1);
    assertThat(tap.due(1)).isZero();
    tap.stop();
    assertThat(tap.due(64)).isEqualTo(QueryTap.NONE);
    assertThat(tap.drain().queries()).isEqualTo(129);
  }

  @Test
  void ring_keepsTheFirstBetweenTwoDrains_andCountsOn() {
    tap.aim(1);
    int taken = 0;
    for (int i = 0; i < 1_000; i++) {
      if (tap.due(1) != QueryTap.NONE) {
        take(QueryBytes.of("n" + i + ".example.com.", A));
        taken++;
      }
    }
    assertThat(taken).isEqualTo(QueryTap.CAPACITY + 1);
    QueryTap.Drained drained = tap.drain();
    assertThat(drained.queries()).isEqualTo(1_000);
    assertThat(drained.taken()).hasSize(QueryTap.CAPACITY);
    assertThat(drained.taken().getLast().name()).hasToString("n63.example.com.");
    tap.aim(62);
    assertThat(tap.due(1)).isEqualTo(QueryTap.NONE);
    assertThat(tap.due(61)).isEqualTo(60);
  }

  @Test
  void choice_isEvenWithinBatches_andAPeriodApart() {
    tap.aim(100);
    int[] places = new int[16];
    List<Long> chosen = new ArrayList<>();
    for (long batch = 0; batch < 400_000; batch++) {
      int due = tap.due(16);
      if (due != QueryTap.NONE) {
        places[due]++;
        chosen.add(batch * 16 + due);
        take(QueryBytes.of("www.example.com.", A));
        tap.drain();
      }
    }
    // 6.4 million queries; gaps are 1 to 199, of which those within a batch end at the next.
    assertThat(chosen.size()).isBetween(58_000, 66_000);
    for (int place : places) {
      assertThat(place).isBetween(chosen.size() / 16 * 9 / 10, chosen.size() / 16 * 11 / 10);
    }
  }

  @Test
  void aim_bringsNearWhatWasFarAway() {
    tap.aim(1_000_000);
    assertThat(tap.due(1)).isEqualTo(QueryTap.NONE);
    tap.aim(1);
    assertThat(tap.due(1)).isZero();
  }
}
