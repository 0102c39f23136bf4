package org.popdns.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.answer.Protocol;
import org.popdns.answer.WorkerCounters;
import org.popdns.harness.DnsClient;
import org.popdns.harness.QueryBytes;
import org.popdns.state.StateFiles;
import org.popdns.wire.EdnsOption;
import org.popdns.wire.Rcode;

/** A node that asks itself twice a second: what its counters say of clients, which are others. */
final class OwnQueriesTest {

  private static final int TXT = 16;
  private static final int CHAOS = 3;

  private NodeUnderTest node;
  private DnsClient client;

  /** The fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  OwnQueriesTest() {}

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    node = new NodeUnderTest(folder, new StateFiles(Optional.empty(), Optional.empty()));
    client = new DnsClient(node.addresses().getFirst());
    awaitOwn(20);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void awaitOwn(int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> own(Protocol.UDP_IPV4) > count && own(Protocol.UDP_IPV6) > count);
  }

  private long own(Protocol protocol) {
    return node.counters().stream().mapToLong(worker -> worker.own(protocol)).sum();
  }

  /** All that is counted of clients, but for what is 0. */
  private Map<String, Long> clients() {
    Map<String, Long> counts = new TreeMap<>();
    for (WorkerCounters worker : node.counters()) {
      for (Protocol protocol : Protocol.values()) {
        for (int type = 0; type <= WorkerCounters.OTHER_TYPE; type++) {
          counts.merge(protocol + " type " + type, worker.requests(protocol, type), Long::sum);
        }
        for (int rcode = 0; rcode < Rcode.COUNT; rcode++) {
          counts.merge(protocol + " rcode " + rcode, worker.responses(protocol, rcode), Long::sum);
        }
        counts.merge(protocol + " truncated", worker.truncated(protocol), Long::sum);
      }
      for (WorkerCounters.Cookie cookie : WorkerCounters.Cookie.values()) {
        counts.merge("cookie " + cookie, worker.cookies(cookie), Long::sum);
      }
      for (WorkerCounters.Drop reason : WorkerCounters.Drop.values()) {
        counts.merge("dropped " + reason, worker.dropped(reason), Long::sum);
      }
      for (int bucket = 0; bucket <= WorkerCounters.DURATION_BUCKETS; bucket++) {
        counts.merge("durations", worker.durations(bucket), Long::sum);
      }
      counts.merge("nanoseconds", Math.min(1, worker.durationSumNanos()), Long::sum);
    }
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private static QueryBytes question() {
    return QueryBytes.of("id.server.", TXT, CHAOS);
  }

  private QueryBytes marked() {
    byte[] opt = node.ownMark().optRecord();
    int secretBytes = 16;
    return question()
        .option(
            EdnsOption.OWN_MARK,
            HexFormat.of().formatHex(opt, opt.length - secretBytes, opt.length));
  }

  @Test
  void withoutClients_clientsCountersStayAtZero() {
    assertThat(clients()).isEmpty();
    assertThat(node.announcements().status().queriesPerSecond()).isZero();
  }

  @Test
  void clientsOverUdpAndTcp_areCountedAlone() throws IOException {
    client.udp(question());
    client.tcp(question());
    client.udp(question().option(EdnsOption.OWN_MARK, "00".repeat(16)));
    client.tcp(question().option(EdnsOption.OWN_MARK, "00"));
    client.udp(question().option(EdnsOption.OWN_MARK, ""));
    awaitOwn((int) Math.max(own(Protocol.UDP_IPV4), own(Protocol.UDP_IPV6)));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> clients().getOrDefault("durations", 0L) == 5);
    Map<String, Long> counted = clients();
    assertThat(counted.remove("nanoseconds")).isPositive();
    assertThat(counted)
        .isEqualTo(
            Map.of(
                "UDP_IPV4 type 16", 3L,
                "UDP_IPV4 rcode 0", 3L,
                "TCP_IPV4 type 16", 2L,
                "TCP_IPV4 rcode 0", 2L,
                "durations", 5L));
    assertThat(own(Protocol.TCP_IPV4)).isZero();
  }

  @Test
  void ownQueryOverTcp_isAnsweredAsAnyOther_andNoClients() throws IOException {
    byte[] plain = client.tcp(question().opt(1232)).message().toWire();
    long before = clients().size();
    assertThat(client.tcp(marked()).message().toWire()).isEqualTo(plain);
    assertThat(own(Protocol.TCP_IPV4)).isEqualTo(1);
    assertThat(clients()).hasSize((int) before);
  }
}
