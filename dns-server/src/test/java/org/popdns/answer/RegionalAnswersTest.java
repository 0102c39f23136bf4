package org.popdns.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.config.model.ZoneSteering;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.record.RecordType;
import org.popdns.wire.WireFormat;

/** Answers by the client's network, from the query's bytes to the answer's. */
final class RegionalAnswersTest {

  private static final long SEED = 7871;
  private static final int A = RecordType.A;
  private static final int AAAA = RecordType.AAAA;

  private final TestWorker worker = RegionalZone.serve();

  /** The scope, then the records of the answer section as {@code type rdata}, sorted. */
  private static String told(Decoded decoded) {
    String option = decoded.options().getFirst();
    List<String> records =
        decoded.answers().stream()
            .map(line -> line.replaceFirst("^\\S+ \\d+ ", ""))
            .sorted()
            .toList();
    return Integer.parseInt(option.substring(9, 11), 16) + " " + String.join(", ", records);
  }

  private String ask(String name, int type, String subnet) {
    return told(worker.udp(RegionalZone.query(name, type, subnet)));
  }

  // §7.2.1: the region is as wide as it can be, and no wider.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.2.3.0/24     | 15 A 192.0.2.2, A 192.0.2.3",
        "10.128.0.0/24   | 9 A 192.0.2.2, A 192.0.2.3",
        "10.1.2.0/24     | 16 A 192.0.2.4",
        "10.1.2.3/32     | 16 A 192.0.2.4",
        "192.0.2.0/24    | 1 A 192.0.2.1",
        "11.0.0.0/8      | 8 A 192.0.2.1",
        "2001:db8:7::/48 | 32 A 192.0.2.2, A 192.0.2.3",
        "2001:db9::/48   | 32 A 192.0.2.1",
        "fd00::/48       | 1 A 192.0.2.1"
      })
  void region_decides_andItsPrefixIsTheScope(String subnet, String expected) {
    assertThat(ask("geo", A, subnet)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "64:ff9b::10.2.0.0/112        | 111 A 192.0.2.2, A 192.0.2.3",
        "2002:a01:200::/48            | 32 A 192.0.2.4",
        // Teredo: the address is inverted, 10.1.2.3 for f5fe:fdfc.
        "2001::f5fe:fdfc/128          | 112 A 192.0.2.4"
      })
  void ipv4InItsDresses_isIpv4(String subnet, String expected) {
    assertThat(ask("geo", A, subnet)).isEqualTo(expected);
  }

  // dnsjava reads no such option.
  @Test
  void mappedIpv4_isIpv4() {
    QueryBytes query = RegionalZone.query("geo", A, "::ffff:10.1.2.0/120");
    byte[] answer = from(0x7F000001, query);
    assertThat(Arrays.copyOfRange(answer, 45, 49)).containsExactly(192, 0, 2, 4);
    assertThat(answer).endsWith(0, 2, 120, 112, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 1, 2);
  }

  // §7.3.1: the resolver stores it for the source that it sent; the scope is told as it is.
  @Test
  void sourceShorterThanTheRegion_isAnsweredForItsFirstAddress() {
    assertThat(ask("geo", A, "10.0.0.0/7")).isEqualTo("16 A 192.0.2.2, A 192.0.2.3");
    assertThat(ask("hash", A, "10.0.0.0/7")).startsWith("24 ");
  }

  // §7.1.2: no subnet is to be passed on; the resolver's own address decides, for everybody.
  @ParameterizedTest
  @CsvSource({"00010000", "00020000", "00000000"})
  void sourceOfNothing_isTheResolver_andScopeZero(String option) {
    QueryBytes query = QueryBytes.of("geo.example.com.", A).option(8, option);
    byte[] answer = from(0x0A010203, query);
    assertThat(answer).endsWith(0, 8, 0, 4, 0, Integer.parseInt(option.substring(2, 4)), 0, 0);
    assertThat(Arrays.copyOfRange(answer, 45, 49)).containsExactly(192, 0, 2, 4);
    assertThat(Arrays.copyOfRange(from(0x7F000001, query), 45, 49)).containsExactly(192, 0, 2, 1);
  }

  /** The answer to a client of this IPv4 address. */
  private byte[] from(int address, QueryBytes query) {
    byte[] bytes = query.bytes();
    MemorySegment.copy(bytes, 0, worker.request, ValueLayout.JAVA_BYTE, 0, bytes.length);
    worker.exchange.client().udpIpv4(address);
    worker.exchange.request(worker.request, 0, bytes.length);
    int length = worker.responder.respond(worker.exchange);
    return worker.response.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void withoutTheOption_theSenderDecides() {
    QueryBytes query = QueryBytes.of("geo.example.com.", A).opt(1232);
    assertThat(Decoded.of(from(0x0A010203, query)).answers())
        .containsExactly("geo.example.com. 60 A 192.0.2.4");
    assertThat(Decoded.of(from(0x0A010203, query)).options()).isEmpty();
  }

  @Test
  void zoneThatDoesNotGoByTheOption_answersTheSender_withScopeZero() {
    TestWorker off = RegionalZone.serve(ZoneSteering.NONE, List.of(1, 2));
    assertThat(told(off.udp(RegionalZone.query("geo", A, "10.1.2.0/24"))))
        .isEqualTo("0 A 192.0.2.1");
    assertThat(told(off.udp(RegionalZone.query("hash", A, "10.1.2.0/24")))).startsWith("0 ");
  }

  // Behind a resolver's cache the next network would lose its AAAA.
  @Test
  void noData_ofASteeredType_hasTheScopeOfItsRegion() {
    Decoded denial = worker.udp(RegionalZone.query("geo", AAAA, "10.1.2.0/24"));
    assertThat(told(denial)).isEqualTo("16 ");
    assertThat(denial.authorities()).hasSize(1);
    assertThat(ask("geo", AAAA, "10.2.0.0/24")).isEqualTo("15 AAAA 2001:db8:0:0:0:0:0:1");
    assertThat(ask("www", AAAA, "10.1.2.0/24")).isEqualTo("16 CNAME geo.example.com.");
  }

  @ParameterizedTest
  @CsvSource({"geo,16", "static,1", "missing,1", "sub,1", "x.sub,1", "cluster,1", "weighted,1"})
  void whatNoClientChanges_hasScopeZero(String name, int type) {
    assertThat(ask(name, type, "10.1.2.0/24")).startsWith("0 ");
  }

  @Test
  void whatLeadsToASteeredSet_hasItsScope_inTheAnswerSectionOnly() {
    assertThat(ask("www", A, "10.1.2.0/24")).isEqualTo("16 A 192.0.2.4, CNAME geo.example.com.");
    assertThat(ask("x.wild", A, "10.1.2.0/24")).isEqualTo("16 A 192.0.2.4");
    assertThat(ask("x.under", A, "10.1.2.0/24"))
        .isEqualTo("16 A 192.0.2.4, CNAME x.wild.example.com., DNAME wild.example.com.");
    assertThat(ask("geo", 255, "10.1.2.0/24")).isEqualTo("16 A 192.0.2.4");
    // RFC 7871 §7.3.1
    Decoded mail = worker.udp(RegionalZone.query("mail", RecordType.MX, "10.1.2.0/24"));
    assertThat(told(mail)).isEqualTo("0 MX 10 geo.example.com.");
    assertThat(mail.additionals()).containsExactly("geo.example.com. 60 A 192.0.2.4");
    Decoded service = worker.udp(RegionalZone.query("service", RecordType.SRV, "10.2.2.0/24"));
    assertThat(told(service)).isEqualTo("0 SRV 0 0 443 geo.example.com.");
    assertThat(service.additionals()).hasSize(3);
  }

  @Test
  void steeredAlias_isTheWholeAnswer_toAnyType() {
    for (int type : new int[] {A, AAAA, 16, RecordType.CNAME, 255}) {
      assertThat(ask("alias", type, "10.1.2.0/24")).isEqualTo("16 CNAME here.example.net.");
      assertThat(ask("alias", type, "10.2.2.0/24")).isEqualTo("15 CNAME near.example.net.");
      assertThat(ask("alias", type, "192.0.2.0/24")).isEqualTo("1 CNAME far.example.net.");
    }
    assertThat(ask("chain", A, "10.1.2.0/24"))
        .isEqualTo("16 CNAME alias.example.com., CNAME here.example.net.");
    assertThat(ask("chain", RecordType.CNAME, "10.1.2.0/24"))
        .isEqualTo("0 CNAME alias.example.com.");
  }

  @Test
  void steeredAlias_thatLeadsNowhere_isDenied() {
    for (int type : new int[] {A, RecordType.CNAME}) {
      Decoded denial = worker.udp(RegionalZone.query("nowhere", type, "10.1.2.0/24"));
      assertThat(told(denial)).isEqualTo("0 ");
      assertThat(denial.authorities()).hasSize(1);
    }
    Decoded chain = worker.udp(RegionalZone.query("to-nowhere", A, "10.1.2.0/24"));
    assertThat(told(chain)).isEqualTo("0 CNAME nowhere.example.com.");
    assertThat(chain.authorities()).hasSize(1);
  }

  // RFC 6672 §3.2, §2.2
  @Test
  void steeredDname_isSubstituted_andEndsTheAnswer() {
    for (int type : new int[] {A, RecordType.CNAME, 255}) {
      assertThat(ask("x.moved", type, "10.2.2.0/24"))
          .isEqualTo("15 CNAME x.near.example.net., DNAME near.example.net.");
      assertThat(ask("a.b.moved", type, "192.0.2.0/24"))
          .isEqualTo("1 CNAME a.b.far.example.net., DNAME far.example.net.");
    }
    Decoded answer = worker.udp(RegionalZone.query("a.b.moved", A, "192.0.2.0/24"));
    assertThat(answer.answers())
        .containsExactly(
            "moved.example.com. 60 DNAME far.example.net.",
            "a.b.moved.example.com. 60 CNAME a.b.far.example.net.");
    assertThat(answer.authorities()).isEmpty();
    assertThat(ask("x.over", A, "10.2.2.0/24"))
        .isEqualTo(
            "15 CNAME x.moved.example.com., CNAME x.near.example.net.,"
                + " DNAME moved.example.com., DNAME near.example.net.");
  }

  @Test
  void steeredDname_atItsOwner_isSteered_andNothingElseThere() {
    assertThat(ask("moved", RecordType.DNAME, "10.2.2.0/24"))
        .isEqualTo("15 DNAME near.example.net.");
    assertThat(ask("moved", A, "10.2.2.0/24")).isEqualTo("0 A 192.0.2.9");
    assertThat(ask("moved", AAAA, "10.2.2.0/24")).isEqualTo("0 ");
  }

  // Where it leads is the client's; who asks goes on with a question of its own.
  @Test
  void aliasToBelowASteeredDname_endsThere() {
    assertThat(ask("to-moved", A, "10.2.2.0/24")).isEqualTo("0 CNAME x.moved.example.com.");
  }

  @Test
  void steeredDname_whoseTargetIsTooLong_isYxdomain_forItsRegionAlone() {
    String label = "y".repeat(62);
    Decoded tooLong = worker.udp(RegionalZone.query(label + ".moved", A, "10.1.2.0/24"));
    assertThat(tooLong.rcode()).isEqualTo("YXDOMAIN");
    assertThat(tooLong.answers()).hasSize(1);
    assertThat(told(tooLong)).startsWith("16 DNAME lll");
    Decoded near = worker.udp(RegionalZone.query(label + ".moved", A, "10.2.2.0/24"));
    assertThat(near.rcode()).isEqualTo("NOERROR");
    assertThat(told(near))
        .isEqualTo("15 CNAME " + label + ".near.example.net., DNAME near.example.net.");
  }

  @Test
  void steeredDname_ofWhichNobodySaysAnything_isServfail() {
    Decoded answer = worker.udp(RegionalZone.query("x.lost", A, "10.1.2.0/24"));
    assertThat(answer.rcode()).isEqualTo("SERVFAIL");
    assertThat(answer.answers()).isEmpty();
  }

  @Test
  void decisions_areCountedByRegion() {
    ask("geo", A, "10.1.2.0/24");
    ask("www", A, "10.1.2.0/24");
    ask("geo", A, "192.0.2.0/24");
    ask("two-by-hash", A, "192.0.2.0/24");
    assertThat(worker.counters.decisions(3)).isEqualTo(2);
    assertThat(worker.counters.decisions(1)).isEqualTo(1);
    assertThat(worker.counters.decisions(8)).isEqualTo(1);
  }

  @Test
  void everyAddressWithinTheScope_getsTheSame() {
    Random random = new Random(SEED);
    Raw raw = new Raw(worker);
    String[] names = {"geo", "hash", "weighted-hash", "two-by-hash", "alias", "www", "x.wild"};
    for (int round = 0; round < 20_000; round++) {
      String name = names[random.nextInt(names.length)];
      int client = near(random);
      Set<String> expected = raw.ask(name, client);
      int scope = raw.scope;
      assertThat(scope).isPositive();
      int mask = -1 << (32 - scope);
      for (int other = 0; other < 3; other++) {
        int neighbour = (client & mask) | (random.nextInt() & ~mask);
        assertThat(raw.ask(name, neighbour)).as("%s %08x", name, neighbour).isEqualTo(expected);
        assertThat(raw.scope).as("%s %08x", name, neighbour).isEqualTo(scope);
      }
    }
  }

  /** Mostly an address at which something changes. */
  private static int near(Random random) {
    int anywhere = random.nextInt();
    return switch (random.nextInt(3)) {
      case 0 -> anywhere;
      case 1 -> 0x0A000000 | anywhere >>> 8;
      default -> (0x0A000000 + (random.nextInt(5) << 16)) + (anywhere >> 20);
    };
  }

  /** Asks with a source of 32 bits, and reads the answer without objects for its parts. */
  private static final class Raw {

    private final TestWorker worker;
    private final Map<String, byte[]> queries = new HashMap<>();
    private int scope;

    Raw(TestWorker worker) {
      this.worker = worker;
    }

    /** The answer's records, in any order. */
    Set<String> ask(String name, int client) {
      byte[] query =
          queries.computeIfAbsent(
              name, n -> RegionalZone.query(n, A, "255.255.255.255/32").bytes());
      int length = exchange(query, client);
      MemorySegment out = worker.response;
      scope = WireFormat.u8(out, length - 5L);
      int count = WireFormat.u16(out, WireFormat.ANCOUNT);
      long at = 12 + name.length() + 2 + 12 + 5 - 1L;
      Set<String> records = new HashSet<>();
      for (int i = 0; i < count; i++) {
        long end = at + 12 + WireFormat.u16(out, at + 10);
        records.add(Arrays.toString(out.asSlice(at, end - at).toArray(ValueLayout.JAVA_BYTE)));
        at = end;
      }
      return records;
    }

    /** The last octet of the first address. */
    int first(byte[] query, int client) {
      int length = exchange(query, client);
      // The OPT record has 11 bytes and an option of 12.
      return WireFormat.u8(worker.response, length - 24L);
    }

    private int exchange(byte[] query, int client) {
      MemorySegment.copy(query, 0, worker.request, ValueLayout.JAVA_BYTE, 0, query.length);
      WireFormat.put32(worker.request, query.length - 4L, client);
      worker.exchange.request(worker.request, 0, query.length);
      return worker.responder.respond(worker.exchange);
    }
  }

  @Test
  void weights_areKeptExactly_whoeverAsks() {
    Random random = new Random(SEED);
    Raw raw = new Raw(worker);
    byte[] query = RegionalZone.query("weighted", A, "255.255.255.255/32").bytes();
    int[] counts = new int[4];
    for (int n = 1; n <= 1_000_003; n++) {
      counts[raw.first(query, random.nextInt())]++;
      if (n % 997 == 0) {
        assertThat((double) counts[1]).isEqualTo(n * 0.5, offset(1.0));
        assertThat((double) counts[2]).isEqualTo(n * 0.3, offset(1.0));
        assertThat((double) counts[3]).isEqualTo(n * 0.2, offset(1.0));
      }
    }
    assertThat(counts).containsExactly(0, 500_001, 300_001, 200_001);
  }

  /** The last octet of an answer's first address, where the answer has so many. */
  private static int first(Raw raw, byte[] query, int client, int... records) {
    int length = raw.exchange(query, client);
    int count = WireFormat.u16(raw.worker.response, WireFormat.ANCOUNT);
    assertThat(records).contains(count);
    return WireFormat.u8(raw.worker.response, length - 23L - 16L * (count - 1) - 1);
  }

  @Test
  void mixture_isExactAtTheEndOfEachCycle_andNearItAtAnyTime_andEachPoolGoesRoundByItself() {
    Random random = new Random(SEED);
    Raw raw = new Raw(worker);
    byte[] query = RegionalZone.query("mixed", A, "255.255.255.255/32").bytes();
    int[] counts = new int[6];
    int cycles = 244;
    for (int n = 1; n <= cycles * 4096; n++) {
      counts[first(raw, query, random.nextInt(), 1, 2)]++;
      if (n % 997 == 0) {
        int[] ofPools = {counts[1] + counts[2], counts[3] + counts[4], counts[5]};
        for (int pool = 0; pool < ofPools.length; pool++) {
          double share = RegionalZone.MIXED_PARTS[pool] / 4096.0;
          assertThat((double) ofPools[pool]).isEqualTo(n * share, offset(1.0));
        }
        assertThat(counts[1] - counts[2]).isBetween(-1, 1);
        assertThat(counts[3] - counts[4]).isBetween(-1, 1);
      }
    }
    assertThat(counts[5]).isEqualTo(cycles * 1001);
    assertThat(worker.counters.decisions(9)).isEqualTo(cycles * 2000L);
    assertThat(worker.counters.decisions(10)).isEqualTo(cycles * 1095L);
  }

  @Test
  void split_givesEachNetworkToOnePool_inParts() {
    Raw raw = new Raw(worker);
    byte[] query = RegionalZone.query("split", A, "255.255.255.255/32").bytes();
    int[] networks = new int[3];
    int all = 400_000;
    for (int i = 0; i < all; i++) {
      int octet = first(raw, query, i << 8 | 77, 1, 2);
      int pool = octet <= 2 ? 0 : octet <= 4 ? 1 : 2;
      networks[pool]++;
      if (i % 1_000 == 0) {
        int again = first(raw, query, i << 8 | 200, 1, 2);
        assertThat(again <= 2 ? 0 : again <= 4 ? 1 : 2).isEqualTo(pool);
      }
    }
    for (int pool = 0; pool < 3; pool++) {
      double share = RegionalZone.MIXED_PARTS[pool] / 4096.0;
      assertThat((double) networks[pool] / all).isEqualTo(share, offset(0.003));
    }
    assertThat(ask("split", A, "10.1.2.0/24")).startsWith("24 ");
  }

  @Test
  void hash_movesTheNetworksOfThoseThatLeave_andNoOthers() {
    Raw all = new Raw(worker);
    Raw without =
        new Raw(RegionalZone.serve(new ZoneSteering(true, List.of()), List.of(1, 2, 4, 5)));
    for (String name : List.of("hash", "weighted-hash")) {
      byte[] query = RegionalZone.query(name, A, "255.255.255.255/32").bytes();
      int[] before = new int[6];
      int[] gained = new int[6];
      int networks = 200_000;
      for (int i = 0; i < networks; i++) {
        int client = i << 8 | 77;
        int first = all.first(query, client);
        int then = without.first(query, client);
        before[first]++;
        if (first == 3) {
          gained[then]++;
        } else {
          assertThat(then).isEqualTo(first);
        }
      }
      boolean weighted = name.startsWith("weighted");
      for (int octet = 1; octet <= 5; octet++) {
        // Weights 2 to 6.
        double share = weighted ? (1 + octet) / 20.0 : 0.2;
        assertThat((double) before[octet] / networks).isEqualTo(share, offset(0.005));
        double ofRest = octet == 3 ? 0 : share / 0.8;
        assertThat((double) gained[octet] / before[3]).isEqualTo(ofRest, offset(0.01));
      }
    }
  }

  @Test
  void severalByHash_areDistinct_andTheFirstIsThatOfOne() {
    Raw raw = new Raw(worker);
    byte[] one = RegionalZone.query("hash", A, "255.255.255.255/32").bytes();
    for (int i = 0; i < 1_000; i++) {
      Decoded two =
          worker.udp(
              RegionalZone.query("two-by-hash", A, "10.%d.%d.0/24".formatted(i / 256, i % 256)));
      assertThat(two.answers()).hasSize(2).doesNotHaveDuplicates();
      assertThat(two.answers().getFirst())
          .endsWith("192.0.2." + raw.first(one, 0x0A000000 | i << 8));
    }
  }

  @Test
  void steering_allocatesNothing() {
    List<byte[]> queries = new ArrayList<>();
    for (String name :
        List.of(
            "geo",
            "www",
            "x.wild",
            "x.under",
            "alias",
            "chain",
            "x.moved",
            "x.over",
            "hash",
            "weighted-hash",
            "two-by-hash",
            "weighted",
            "mixed",
            "split",
            "mail")) {
      for (String subnet :
          List.of("10.1.2.0/24", "10.2.2.0/24", "2001:db8:1::/48", "192.0.2.7/32")) {
        queries.add(RegionalZone.query(name, name.equals("mail") ? 15 : A, subnet).bytes());
      }
      queries.add(QueryBytes.of(name + ".example.com.", AAAA).bytes());
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Interpreted and freshly compiled code may allocate; what lasts is what counts.
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 200 && allocated > 0; round++) {
      allocated = 0;
      for (byte[] query : queries) {
        MemorySegment.copy(query, 0, worker.request, ValueLayout.JAVA_BYTE, 0, query.length);
        worker.exchange.request(worker.request, 0, query.length);
        long start = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 200; i++) {
          worker.responder.respond(worker.exchange);
        }
        allocated += threads.getCurrentThreadAllocatedBytes() - start;
      }
    }
    assertThat(allocated).isZero();
  }
}
