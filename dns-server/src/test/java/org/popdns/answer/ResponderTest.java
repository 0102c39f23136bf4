package org.popdns.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.popdns.answer.Records.mx;
import static org.popdns.answer.Records.name;
import static org.popdns.answer.Records.srv;
import static org.popdns.answer.Records.txt;
import static org.popdns.answer.Records.zone;
import static org.popdns.record.RecordType.A;
import static org.popdns.record.RecordType.AAAA;
import static org.popdns.record.RecordType.ANY;
import static org.popdns.record.RecordType.CNAME;
import static org.popdns.record.RecordType.DS;
import static org.popdns.record.RecordType.MX;
import static org.popdns.record.RecordType.NS;
import static org.popdns.record.RecordType.SRV;
import static org.popdns.record.RecordType.TXT;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.SignatureBytes;
import org.popdns.record.RecordType;
import org.popdns.snapshot.Snapshot;

final class ResponderTest {

  private static final String SOA =
      "example.com. 300 SOA ns.test. hostmaster.test. 7 256 256 256 300";

  private static String firstAddress(Decoded decoded) {
    String line = decoded.answers().getFirst();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  // ---- what fits

  @Test
  void clusterAddresses_areAsManyAsFit_atEverySize() {
    TestWorker worker = zone("example.com.").steer("images", A, "images").serve(200);
    int question = 12 + "images.example.com.".length() + 1 + 4;
    for (int payload = 512; payload <= 1300; payload++) {
      Decoded decoded = worker.udp(QueryBytes.of("images.example.com.", A).opt(payload));
      int room = Math.min(payload, 1232) - question - 11;
      assertThat(decoded.answers())
          .as("payload %d", payload)
          .hasSize(room / 16)
          .doesNotHaveDuplicates();
      assertThat(decoded.flags()).isEqualTo("qr aa");
    }
    Decoded plain = worker.udp(QueryBytes.of("images.example.com.", A));
    assertThat(plain.answers()).hasSize((512 - question) / 16);
    assertThat(plain.flags()).isEqualTo("qr aa");
    assertThat(worker.tcp(QueryBytes.of("images.example.com.", A)).answers()).hasSize(200);
  }

  @Test
  void nsid_takesItsRoomFromTheAddresses() {
    TestWorker worker = zone("example.com.").steer("images", A, "images").serve(200);
    for (int payload = 512; payload <= 600; payload++) {
      Decoded decoded = worker.udp(QueryBytes.of("images.example.com.", A).nsid(payload));
      int room = payload - (12 + 20 + 4) - 11 - 4 - "ns1.san-jose".length();
      assertThat(decoded.answers()).hasSize(room / 16);
      assertThat(decoded.lengthBytes()).isLessThanOrEqualTo(payload);
    }
  }

  @Test
  void staticAnswer_isWholeOrTruncated_atEverySize() {
    TestWorker worker = zone("example.com.").addresses("www", 40).serve(0);
    int whole = 12 + 17 + 4 + 40 * 16 + 11;
    for (int payload = 512; payload <= 1300; payload++) {
      Decoded decoded = worker.udp(QueryBytes.of("www.example.com.", A).opt(payload));
      if (payload < whole) {
        assertThat(decoded.flags()).isEqualTo("qr aa tc");
        assertThat(decoded.answers()).isEmpty();
        assertThat(decoded.lengthBytes()).isEqualTo(12 + 17 + 4 + 11);
      } else {
        assertThat(decoded.flags()).isEqualTo("qr aa");
        assertThat(decoded.answers()).hasSize(40);
        assertThat(decoded.lengthBytes()).isEqualTo(whole);
      }
      assertThat(decoded.message().getOPT()).isNotNull();
    }
    assertThat(worker.counters.truncated(Protocol.UDP_IPV4)).isEqualTo(whole - 512);
    assertThat(worker.udp(QueryBytes.of("www.example.com.", A)).flags()).isEqualTo("qr aa tc");
  }

  @Test
  void staticAnswer_thatJustFits512Bytes_isNotTruncated() {
    // 12 + 13 + 4 + 30 * 16 = 509: thirty addresses fit, with an OPT record they do not.
    TestWorker worker = zone("example.com.").addresses("@", 30).serve(0);
    assertThat(worker.udp(QueryBytes.of("example.com.", A)).answers()).hasSize(30);
    assertThat(worker.udp(QueryBytes.of("example.com.", A).opt(512)).flags()).isEqualTo("qr aa tc");
    assertThat(worker.udp(QueryBytes.of("example.com.", A).opt(520)).answers()).hasSize(30);
  }

  @Test
  void optionalAddresses_areLeftOutWhole_beforeAnythingIsTruncated() {
    Records zone = zone("example.com.").add("@", MX, 60, mx(10, "mail.example.com."));
    TestWorker worker = zone.addresses("mail", 35).serve(0);
    Decoded small = worker.udp(QueryBytes.of("example.com.", MX));
    assertThat(small.flags()).isEqualTo("qr aa");
    assertThat(small.answers()).containsExactly("example.com. 60 MX 10 mail.example.com.");
    assertThat(small.additionals()).isEmpty();
    assertThat(worker.udp(QueryBytes.of("example.com.", MX).opt(1232)).additionals()).hasSize(35);
  }

  @Test
  void clusterAddresses_whoseOwnerWasLeftOut_areLeftOutAsWell() {
    // The SRV records are optional, and the addresses are owned by a name within them.
    byte[] replacement = name("svc.example.com.");
    ByteBuffer naptr = ByteBuffer.allocate(8 + replacement.length);
    naptr.putInt(0).put((byte) 1).put((byte) 'S').putShort((short) 0).put(replacement);
    byte[][] services = new byte[20][];
    Arrays.setAll(services, port -> srv(port, "images.example.com."));
    TestWorker worker =
        zone("example.com.")
            .add("@", RecordType.NAPTR, 60, naptr.array())
            .add("svc", SRV, 60, services)
            .steer("images", A, "images")
            .serve(2);
    Decoded large = worker.udp(QueryBytes.of("example.com.", RecordType.NAPTR).opt(1232));
    assertThat(large.additionals()).hasSize(22);
    assertThat(large.additionals().getLast()).startsWith("images.example.com. 60 A ");
    Decoded small = worker.udp(QueryBytes.of("example.com.", RecordType.NAPTR));
    assertThat(small.answers()).hasSize(1);
    assertThat(small.additionals()).isEmpty();
    assertThat(small.flags()).isEqualTo("qr aa");
  }

  @Test
  void requiredGlue_thatDoesNotFit_truncates() {
    TestWorker worker =
        zone("example.com.")
            .add("sub", NS, 60, name("ns.sub.example.com."))
            .addresses("ns.sub", 35)
            .serve(0);
    Decoded small = worker.udp(QueryBytes.of("a.sub.example.com.", A));
    assertThat(small.flags()).isEqualTo("qr tc");
    assertThat(small.authorities()).isEmpty();
    Decoded large = worker.udp(QueryBytes.of("a.sub.example.com.", A).opt(1232));
    assertThat(large.flags()).isEqualTo("qr");
    assertThat(large.authorities()).containsExactly("sub.example.com. 60 NS ns.sub.example.com.");
    assertThat(large.additionals()).hasSize(35);
  }

  @Test
  void response_neverWritesBeyondItsSize() {
    TestWorker worker =
        zone("example.com.").steer("images", A, "images").addresses("www", 100).serve(100);
    for (String name : List.of("images.example.com.", "www.example.com.")) {
      worker.udp(QueryBytes.of(name, A).nsid(600));
      assertThat(worker.untouchedFrom(600)).isTrue();
    }
  }

  // ---- rotation

  @Test
  void clusterAddresses_areEachFirstEquallyOften() {
    TestWorker worker =
        zone("example.com.")
            .steer("images", A, "images")
            .add("www", CNAME, 60, name("images.example.com."))
            .serve(6);
    Map<String, Integer> first = new TreeMap<>();
    for (int i = 0; i < 6_000; i++) {
      String name = i % 3 == 0 ? "www.example.com." : "images.example.com.";
      List<String> answers = worker.udp(QueryBytes.of(name, A)).answers();
      String line = answers.get(answers.size() - 6);
      first.merge(line.substring(line.lastIndexOf(' ') + 1), 1, Integer::sum);
    }
    assertThat(first).hasSize(6).allSatisfy((address, count) -> assertThat(count).isEqualTo(1_000));
  }

  @Test
  void clusterAddresses_keepTheirOrderFromTheFirstOn() {
    TestWorker worker = zone("example.com.").steer("images", A, "images").serve(3);
    List<List<String>> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      seen.add(
          worker.udp(QueryBytes.of("images.example.com.", A)).answers().stream()
              .map(line -> line.substring(line.lastIndexOf('.') + 1))
              .toList());
    }
    assertThat(seen)
        .containsExactly(
            List.of("1", "2", "3"),
            List.of("2", "3", "1"),
            List.of("3", "1", "2"),
            List.of("1", "2", "3"));
  }

  @Test
  void staticAddresses_rotateEachByThemselves_whateverIsAskedBetween() {
    TestWorker worker = zone("example.com.").addresses("a", 4).addresses("b", 2).serve(0);
    Map<String, Integer> first = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      first.merge(
          "a " + firstAddress(worker.udp(QueryBytes.of("a.example.com.", A))), 1, Integer::sum);
      first.merge(
          "b " + firstAddress(worker.udp(QueryBytes.of("b.example.com.", A))), 1, Integer::sum);
    }
    assertThat(first)
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    "a 192.0.2.1", 100,
                    "a 192.0.2.2", 100,
                    "a 192.0.2.3", 100,
                    "a 192.0.2.4", 100,
                    "b 192.0.2.1", 200,
                    "b 192.0.2.2", 200)));
  }

  // ---- clusters

  @Test
  void family_withoutAddresses_isNoData() {
    TestWorker worker =
        zone("example.com.")
            .steer("images", A, "images")
            .steer("images", AAAA, "images")
            .add("www", CNAME, 30, name("images.example.com."))
            .serve(2);
    Decoded direct = worker.udp(QueryBytes.of("images.example.com.", AAAA));
    assertThat(direct.rcode()).isEqualTo("NOERROR");
    assertThat(direct.flags()).isEqualTo("qr aa");
    assertThat(direct.answers()).isEmpty();
    assertThat(direct.authorities()).containsExactly(SOA);
    Decoded alias = worker.udp(QueryBytes.of("www.example.com.", AAAA));
    assertThat(alias.rcode()).isEqualTo("NOERROR");
    assertThat(alias.answers()).containsExactly("www.example.com. 30 CNAME images.example.com.");
    assertThat(alias.authorities()).containsExactly(SOA);
  }

  @Test
  void clusterAtWildcard_isOwnedByTheNameAsked() {
    TestWorker worker = zone("example.com.").steer("*.cdn", A, "images").serve(1);
    assertThat(worker.udp(QueryBytes.of("x.y.CDN.example.com.", A)).answers())
        .containsExactly("x.y.CDN.example.com. 60 A 192.0.2.1");
  }

  @Test
  void clusterBehindWildcardCname_isOwnedByTheTarget() {
    TestWorker worker =
        zone("example.com.")
            .steer("images", A, "images")
            .add("*.w", CNAME, 30, name("images.example.com."))
            .serve(1);
    assertThat(worker.udp(QueryBytes.of("a.bcd.efghij.w.example.com.", A)).answers())
        .containsExactly(
            "a.bcd.efghij.w.example.com. 30 CNAME images.example.com.",
            "images.example.com. 60 A 192.0.2.1");
  }

  @Test
  void srvAndMx_thatLeadToACluster_bringItsAddresses() {
    TestWorker worker =
        zone("example.com.")
            .steer("images", A, "images")
            .add("_http._tcp", SRV, 30, srv(80, "images.example.com."))
            .add("@", MX, 30, mx(10, "images.example.com."))
            .add("*.any", SRV, 30, srv(81, "images.example.com."))
            .serve(2);
    List<String> addresses =
        List.of("images.example.com. 60 A 192.0.2.1", "images.example.com. 60 A 192.0.2.2");
    Decoded service = worker.udp(QueryBytes.of("_http._tcp.example.com.", SRV));
    assertThat(service.answers())
        .containsExactly("_http._tcp.example.com. 30 SRV 0 0 80 images.example.com.");
    assertThat(service.additionals()).containsExactlyInAnyOrderElementsOf(addresses);
    Decoded wildcard = worker.udp(QueryBytes.of("some.where.any.example.com.", SRV));
    assertThat(wildcard.additionals()).containsExactlyInAnyOrderElementsOf(addresses);
    Decoded mail = worker.udp(QueryBytes.of("example.com.", MX));
    assertThat(mail.additionals()).containsExactlyInAnyOrderElementsOf(addresses);
  }

  @Test
  void answersOfACluster_areCountedByDecision() {
    TestWorker worker = zone("example.com.").steer("images", A, "images").serve(2);
    for (int i = 0; i < 5; i++) {
      worker.udp(QueryBytes.of("images.example.com.", A));
    }
    worker.udp(QueryBytes.of("example.com.", NS));
    assertThat(worker.counters.decisions(0)).isEqualTo(5);
    assertThat(worker.counters.decisions(1)).isZero();
    assertThat(worker.counters.decisions(1_000_000)).isZero();
  }

  // ---- CNAME

  @Test
  void cnameChain_longerThanTheLimit_endsThereWithNoError() {
    Records zone = zone("example.com.").addresses("c20", 1);
    for (int i = 0; i < 20; i++) {
      zone.add("c" + i, CNAME, 60, name("c" + (i + 1) + ".example.com."));
    }
    TestWorker worker = zone.serve(0);
    Decoded far = worker.udp(QueryBytes.of("c0.example.com.", A).opt(1232));
    assertThat(far.rcode()).isEqualTo("NOERROR");
    assertThat(far.answers())
        .hasSize(16)
        .last()
        .isEqualTo("c15.example.com. 60 CNAME c16.example.com.");
    Decoded near = worker.udp(QueryBytes.of("c5.example.com.", A).opt(1232));
    assertThat(near.answers()).hasSize(16).last().isEqualTo("c20.example.com. 60 A 192.0.2.1");
  }

  @Test
  void cnameLoop_isAnsweredOnceAround() {
    TestWorker worker =
        zone("example.com.")
            .add("a", CNAME, 60, name("b.example.com."))
            .add("b", CNAME, 60, name("a.example.com."))
            .add("self", CNAME, 60, name("self.example.com."))
            .serve(0);
    assertThat(worker.udp(QueryBytes.of("a.example.com.", A)).answers())
        .containsExactly(
            "a.example.com. 60 CNAME b.example.com.", "b.example.com. 60 CNAME a.example.com.");
    assertThat(worker.udp(QueryBytes.of("self.example.com.", A)).answers())
        .containsExactly("self.example.com. 60 CNAME self.example.com.");
  }

  // ---- zones

  @Test
  void nestedZones_answerEachForItself() {
    Records parent =
        zone("example.com.").add("sub", NS, 60, name("ns.test.")).add("sub", DS, 60, new byte[8]);
    Records child = zone("sub.example.com.").addresses("www", 1).addresses("@", 1);
    TestWorker worker = Records.serve(0, parent, child, zone("."));
    assertThat(worker.udp(QueryBytes.of("www.sub.example.com.", A)).answers())
        .containsExactly("www.sub.example.com. 60 A 192.0.2.1");
    assertThat(worker.udp(QueryBytes.of("sub.example.com.", NS)).answers())
        .containsExactly("sub.example.com. 3600 NS ns.test.");
    Decoded ds = worker.udp(QueryBytes.of("sub.example.com.", DS));
    assertThat(ds.answers()).hasSize(1);
    assertThat(ds.flags()).isEqualTo("qr aa");
    Decoded apexDs = worker.udp(QueryBytes.of("example.com.", DS));
    assertThat(apexDs.rcode()).as("the root zone does not know the name").isEqualTo("NXDOMAIN");
    assertThat(worker.udp(QueryBytes.of(".", DS)).rcode()).isEqualTo("NOERROR");
    Decoded elsewhere = worker.udp(QueryBytes.of("www.example.net.", A));
    assertThat(elsewhere.rcode()).isEqualTo("NXDOMAIN");
    assertThat(elsewhere.authorities())
        .containsExactly(". 300 SOA ns.test. hostmaster.test. 7 256 256 256 300");
  }

  @Test
  void name_outsideAllZones_isRefused() {
    TestWorker worker = zone("example.com.").serve(0);
    for (String name : List.of("example.net.", "com.", ".", "notexample.com.", "xexample.com.")) {
      Decoded decoded = worker.udp(QueryBytes.of(name, A).opt(1232));
      assertThat(decoded.rcode()).as(name).isEqualTo("REFUSED");
      assertThat(decoded.flags()).as(name).isEqualTo("qr");
      assertThat(decoded.authorities()).isEmpty();
    }
    assertThat(new TestWorker(Snapshot.EMPTY).udp(QueryBytes.of("example.com.", A)).rcode())
        .isEqualTo("REFUSED");
  }

  @Test
  void transfer_isRefused() {
    TestWorker worker = zone("example.com.").serve(0);
    assertThat(worker.tcp(QueryBytes.of("example.com.", 252)).rcode()).isEqualTo("REFUSED");
    assertThat(worker.tcp(QueryBytes.of("example.com.", 251)).rcode()).isEqualTo("NOTAUTH");
  }

  @Test
  void any_isAnsweredWithOneSet() {
    TestWorker worker =
        zone("example.com.").addresses("www", 2).add("www", TXT, 60, txt("hello")).serve(0);
    Decoded decoded = worker.udp(QueryBytes.of("www.example.com.", ANY));
    assertThat(decoded.answers()).hasSize(2).allMatch(line -> line.contains(" A "));
  }

  // RFC 4592 §4.2 leaves open what it means; the response must be readable at least.
  @Test
  void delegationAtAWildcard_isAReadableReferral() {
    TestWorker worker = zone("example.com.").add("*.w", NS, 60, name("ns.test.")).serve(0);
    for (int length = 1; length <= 63; length++) {
      Decoded decoded = worker.udp(QueryBytes.of("y".repeat(length) + ".w.example.com.", A));
      assertThat(decoded.authorities()).containsExactly("*.w.example.com. 60 NS ns.test.");
    }
  }

  // ---- counters

  @Test
  void counters_countRequestsResponsesAndDrops() {
    TestWorker worker = zone("example.com.").addresses("www", 1).serve(0);
    worker.udp(QueryBytes.of("www.example.com.", A));
    worker.udp(QueryBytes.of("www.example.com.", AAAA));
    worker.tcp(QueryBytes.of("nothere.example.com.", 65280));
    worker.udp(QueryBytes.of("www.example.com.", A).record(3, new byte[1], 41, 1232, 0x10000));
    byte[] response = QueryBytes.of("www.example.com.", A).flags(0x8000).bytes();
    assertThat(worker.answer(response, Protocol.UDP_IPV6)).isEmpty();
    assertThat(worker.answer(new byte[11], Protocol.UDP_IPV6)).isEmpty();
    assertThat(worker.answer(new byte[0], Protocol.TCP_IPV4)).isEmpty();

    WorkerCounters counters = worker.counters;
    assertThat(counters.requests(Protocol.UDP_IPV4, A)).isEqualTo(2);
    assertThat(counters.requests(Protocol.UDP_IPV4, AAAA)).isEqualTo(1);
    assertThat(counters.requests(Protocol.TCP_IPV4, WorkerCounters.OTHER_TYPE)).isEqualTo(1);
    assertThat(counters.responses(Protocol.UDP_IPV4, 0)).isEqualTo(2);
    assertThat(counters.responses(Protocol.UDP_IPV4, 16)).isEqualTo(1);
    assertThat(counters.responses(Protocol.TCP_IPV4, 3)).isEqualTo(1);
    assertThat(counters.dropped(WorkerCounters.Drop.RESPONSE)).isEqualTo(1);
    assertThat(counters.dropped(WorkerCounters.Drop.SHORT)).isEqualTo(2);
    assertThat(counters.dropped(WorkerCounters.Drop.ERROR)).isZero();
  }

  // ---- internal errors

  @Test
  void serverFailure_isTheHeaderAlone() {
    TestWorker worker = zone("example.com.").serve(0);
    byte[] query = QueryBytes.of("www.example.com.", A).id(0xABCD).flags(0x0110).nsid(900).bytes();
    MemorySegment.copy(query, 0, worker.request, ValueLayout.JAVA_BYTE, 0, query.length);
    worker.exchange.request(worker.request, 0, query.length);
    int length = worker.responder.respondServerFailure(worker.exchange);
    assertThat(worker.response.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE))
        .containsExactly(0xAB, 0xCD, 0x81, 0x12, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(worker.counters.dropped(WorkerCounters.Drop.ERROR)).isEqualTo(1);
    assertThat(worker.counters.responses(Protocol.UDP_IPV4, 2)).isEqualTo(1);
  }

  @Test
  void serverFailure_forAResponseOrAShortMessage_isSilence() {
    TestWorker worker = zone("example.com.").serve(0);
    worker.request.fill((byte) 0xFF);
    for (int length : new int[] {0, 11, 12, 100}) {
      worker.exchange.request(worker.request, 0, length);
      assertThat(worker.responder.respondServerFailure(worker.exchange))
          .isEqualTo(Responder.NO_RESPONSE);
    }
  }

  // ---- allocation

  @Test
  void query_allocatesNothing() {
    TestWorker worker =
        zone("example.com.")
            .steer("images", A, "images")
            .steer("images", AAAA, "images")
            .addresses("www", 8)
            .add("alias", CNAME, 60, name("images.example.com."))
            .add("*.wild", TXT, 60, txt("wild"))
            .add("@", MX, 60, mx(10, "images.example.com."))
            .add("sub", NS, 60, name("ns.sub.example.com."))
            .addresses("ns.sub", 2)
            .serve(6);
    List<byte[]> queries = new ArrayList<>();
    for (String name :
        List.of(
            "images.example.com.",
            "WWW.EXAMPLE.com.",
            "alias.example.com.",
            "a.b.c.wild.example.com.",
            "example.com.",
            "x.sub.example.com.",
            "nxdomain.example.com.",
            "example.net.",
            "id.server.")) {
      for (int type : new int[] {A, AAAA, MX, TXT, ANY}) {
        queries.add(QueryBytes.of(name, type).bytes());
        queries.add(QueryBytes.of(name, type).nsid(1232).bytes());
        queries.add(QueryBytes.of(name, type, 3).bytes());
      }
    }
    queries.add(QueryBytes.of("www.example.com.", A).raw(1).bytes());
    queries.add(QueryBytes.of("www.example.com.", A).flags(0x2800).bytes());
    queries.add(QueryBytes.of("www.example.com.", A).flags(0x8000).bytes());
    queries.add(QueryBytes.of("example.com.", RecordType.SOA).flags(0x2000).bytes());
    queries.add(QueryBytes.of("example.com.", RecordType.AXFR).nsid(1232).bytes());
    queries.add(QueryBytes.of("example.com.", RecordType.IXFR).bytes());
    queries.add(new byte[5]);
    // All options at once: NSID, cookies, client subnet, keepalive, ZONEVERSION.
    queries.add(
        QueryBytes.of("www.example.com.", A)
            .opt(
                1232, 0, 3, 0, 0, 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 8, 0, 7, 0, 1, 24, 0, 192,
                0, 2, 0, 11, 0, 0, 0, 19, 0, 0)
            .bytes());
    queries.add(
        QueryBytes.of("www.example.com.", A)
            .tsig(SignatureBytes.of("key.", "hmac-sha256."))
            .bytes());
    worker.exchange.client().udpIpv6(0x20010db800000000L, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Interpreted and freshly compiled code may allocate; what lasts is what counts.
    long allocated = Long.MAX_VALUE;
    long before = System.nanoTime();
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
    System.out.printf(
        "bytes allocated in %d queries: %d (after %d ms of warm-up)%n",
        queries.size() * 200, allocated, (System.nanoTime() - before) / 1_000_000);
    assertThat(allocated).isZero();
  }
}
