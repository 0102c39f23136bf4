package org.popdns.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.demo.ImageHost;
import org.popdns.demo.ImageServers;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The four sites of six image servers, as real HTTP servers on loopback, seen from San Jose. Times
 * are measured and printed; where other work on the machine can stretch them, a whole measurement
 * may be taken once more.
 */
final class FailoverTest {

  private static final int SITES = 4;
  private static final List<String> SITE_NAMES =
      List.of("san-jose", "new-york", "germany", "japan");
  private static final Duration INTERVAL = Duration.ofMillis(400);
  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final int FALL = 3;
  private static final int RISE = 2;
  private static final String ZONE =
      """
      '':
        - {type: NS, values: [ns1.example.com.]}
      ns1: {type: A, value: 127.0.0.1}
      images: {type: A, ttl: 60, cluster: images}
      """;

  @TempDir private Path folder;
  private ImageServers images;
  private TestServer server;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  /** The fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  FailoverTest() {}

  @BeforeEach
  void start() throws IOException {
    int port = freePort();
    List<ImageHost> hosts = new ArrayList<>();
    StringBuilder members = new StringBuilder();
    for (int site = 0; site < SITES; site++) {
      List<ImageHost> ofSite = ImageHost.ofSite(site, 6, port);
      hosts.addAll(ofSite);
      members.append("      ").append(SITE_NAMES.get(site)).append(":\n");
      for (ImageHost host : ofSite) {
        members.append(
            "        - {name: %s, addresses: [%s]}%n"
                .formatted(host.name(), host.address().getAddress().getHostAddress()));
      }
    }
    images = ImageServers.open(hosts);
    Logger root = (Logger) LoggerFactory.getLogger("org.popdns");
    log.start();
    root.addAppender(log);
    String clusters = clusters(port) + members;
    server = TestServer.of(folder, "san-jose", clusters, Map.of("example.com.yaml", ZONE));
  }

  private static String clusters(int port) {
    return """
    sites:
      san-jose: {fallback: [new-york, japan, germany]}
      new-york: {fallback: [germany, san-jose, japan]}
      germany: {fallback: [new-york, japan, san-jose]}
      japan: {fallback: [san-jose, germany, new-york]}
    checks:
      web:
        http: {port: %d, path: /healthz, host: images.example.com, status: [200], body: "ok"}
        interval: %dms
        timeout: %dms
        rise: %d
        fall: %d
    clusters:
      images:
        check: web
        minimum-healthy: 2
        members:
    """
        .formatted(port, INTERVAL.toMillis(), TIMEOUT.toMillis(), RISE, FALL);
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger("org.popdns")).detachAppender(log);
    server.close();
    images.close();
  }

  /** A port free on all loopback addresses, most likely. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("0.0.0.0", 0));
      return socket.getLocalPort();
    }
  }

  @Test
  void sixThousandQueries_giveEachAddressTheFirstPlaceEquallyOften() throws IOException {
    Map<String, Integer> first = new TreeMap<>();
    byte[] query = QueryBytes.of("images.example.com.", 1).bytes();
    try (Sockets sockets = new Sockets(server.client(), 8)) {
      for (int i = 0; i < 6_000; i++) {
        Decoded decoded = Decoded.of(DnsClient.exchange(sockets.get(i), query));
        assertThat(decoded.answers()).hasSize(6);
        first.merge(address(decoded.answers().getFirst()), 1, Integer::sum);
      }
    }
    System.out.println("first of 6,000 answers: " + first);
    assertThat(first.keySet()).isEqualTo(addressesOf(0));
    int workers = server.workers();
    assertThat(first.values())
        .allSatisfy(count -> assertThat(count).isBetween(1_000 - workers, 1_000 + workers));
    assertThat(
            server.metric(
                "popdns_steering_decisions_total{pool=\"images/san-jose\",reason=\"own-site\"}"))
        .isEqualTo(6_000);
  }

  @Test
  void stoppedServer_isGoneFromAnswersInTime_andReturnsInTime() throws IOException {
    List<String> complaints = measure();
    if (!complaints.isEmpty()) {
      System.out.println("measured once more, for: " + complaints);
      complaints = measure();
    }
    assertThat(complaints).isEmpty();
  }

  /** Stops and starts a server under 2,000 queries per second; what was not as promised. */
  private List<String> measure() throws IOException {
    List<String> complaints = new ArrayList<>();
    try (TimedQueryLoad load = new TimedQueryLoad(server.address(), 2_000)) {
      await().atMost(Duration.ofSeconds(10)).until(() -> load.receivedCount() > 1_000);
      Instant stopped = Instant.now();
      images.stop("image-0-3");
      Instant down = awaitStatus("127.0.0.23", "down");
      int atDown = load.receivedCount();
      await().atMost(Duration.ofSeconds(10)).until(() -> load.receivedCount() > atDown + 1_000);
      Instant started = Instant.now();
      images.start("image-0-3");
      Instant up = awaitStatus("127.0.0.23", "up");
      int atUp = load.receivedCount();
      await().atMost(Duration.ofSeconds(10)).until(() -> load.receivedCount() > atUp + 1_000);
      load.stop();
      waitFor(() -> load.receivedCount() == load.sentCount());

      long late =
          load.answers().stream()
              .filter(a -> a.lastBytes().get(23))
              // One sent just before the return may be answered just after it, rightly with it.
              .filter(a -> a.sent().isAfter(down) && a.received().isBefore(up))
              .map(a -> Duration.between(down, a.sent()).toNanos())
              .max(Long::compare)
              .orElse(0L);
      long returned =
          load.answers().stream()
              .filter(a -> a.sent().isAfter(up) && !a.lastBytes().get(23))
              .map(a -> Duration.between(up, a.sent()).toNanos())
              .max(Long::compare)
              .orElse(0L);
      Duration toDown = Duration.between(stopped, down);
      Duration toUp = Duration.between(started, up);
      int unanswered = load.sentCount() - load.receivedCount();
      System.out.printf(
          "%d queries, %d unanswered; down after %d ms (at most %d), last sent with it %.3f ms"
              + " later; up after %d ms (at most %d), last sent without it %.3f ms later%n",
          load.sentCount(),
          unanswered,
          toDown.toMillis(),
          downWithin().toMillis(),
          late / 1e6,
          toUp.toMillis(),
          upWithin().toMillis(),
          returned / 1e6);
      if (unanswered > 0) {
        complaints.add(unanswered + " queries unanswered");
      }
      if (toDown.compareTo(downWithin()) > 0) {
        complaints.add("down after " + toDown);
      }
      if (toUp.compareTo(upWithin()) > 0) {
        complaints.add("up after " + toUp);
      }
      if (late > 10_000_000) {
        complaints.add("answered with it " + late / 1e6 + " ms after it went down");
      }
      if (returned > 10_000_000) {
        complaints.add("answered without it " + returned / 1e6 + " ms after it returned");
      }
    }
    return complaints;
  }

  private static Duration downWithin() {
    return INTERVAL.multipliedBy(FALL).plus(TIMEOUT);
  }

  private static Duration upWithin() {
    return INTERVAL.multipliedBy(RISE).plus(TIMEOUT);
  }

  private static void waitFor(Supplier<Boolean> condition) {
    try {
      await().atMost(Duration.ofSeconds(3)).until(condition::get);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      // The count that is asserted later says it better.
    }
  }

  @Test
  void deadSites_leaveToTheNextOne_andAtLastFailOpen() {
    assertThat(server.page("/readyz").statusCode()).isEqualTo(200);
    stopSite(0, 5);
    awaitAddresses(addressesOf(1));
    assertCluster("new-york", "fallback");
    images.stop("image-0-6");
    awaitHealthy("san-jose", 0);
    assertThat(addresses()).isEqualTo(addressesOf(1));

    // The fallback order of San Jose: New York, Japan, Germany.
    stopSite(1, 6);
    awaitAddresses(addressesOf(3));
    assertCluster("japan", "fallback");
    stopSite(3, 6);
    awaitAddresses(addressesOf(2));
    assertCluster("germany", "fallback");
    assertThat(server.metric("popdns_steering_fail_open{cluster=\"images\"}")).isZero();

    stopSite(2, 6);
    awaitAddresses(addressesOf(0));
    assertCluster("san-jose", "fail-open");
    assertThat(server.metric("popdns_steering_fail_open{cluster=\"images\"}")).isEqualTo(1);
    assertThat(log.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()))
        .contains(
            "ERROR cluster images is answered from san-jose (fail-open): no host is healthy at any"
                + " site; all addresses answer; 0 of 6 hosts of this site are healthy, 2 needed");
    assertThat(server.page("/livez").statusCode()).isEqualTo(200);

    images.start("image-0-2");
    awaitAddresses(Set.of("127.0.0.22"));
    assertCluster("san-jose", "below-minimum");
    assertThat(server.metric("popdns_steering_fail_open{cluster=\"images\"}")).isZero();
    images.start("image-0-5");
    awaitAddresses(Set.of("127.0.0.22", "127.0.0.25"));
    assertCluster("san-jose", "own-site");
  }

  private void stopSite(int site, int hosts) {
    for (int host = 1; host <= hosts; host++) {
      images.stop("image-%d-%d".formatted(site, host));
    }
  }

  private void awaitAddresses(Set<String> expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(addresses()).isEqualTo(expected));
  }

  private void awaitHealthy(String site, int healthy) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> healthyAt(site) == healthy);
  }

  private int healthyAt(String site) {
    for (JsonNode tally : server.status().path("clusters").path(0).path("sites")) {
      if (tally.path("site").asString().equals(site)) {
        return tally.path("healthy").asInt();
      }
    }
    throw new AssertionError("no site " + site);
  }

  private void assertCluster(String site, String reason) {
    JsonNode cluster = server.status().path("clusters").path(0);
    assertThat(cluster.path("answeredFrom").asString()).isEqualTo(site);
    assertThat(cluster.path("reason").asString()).isEqualTo(reason);
  }

  /** When the endpoint came to have a status, by its own record. */
  private Instant awaitStatus(String address, String status) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> since(address, status), since -> since.isAfter(Instant.EPOCH));
  }

  private Instant since(String address, String status) {
    for (JsonNode endpoint : server.status().path("endpoints")) {
      if (endpoint.path("address").asString().equals(address)
          && endpoint.path("status").asString().equals(status)) {
        return Instant.parse(endpoint.path("since").asString());
      }
    }
    return Instant.EPOCH;
  }

  private Set<String> addresses() {
    try {
      Set<String> addresses = new TreeSet<>();
      for (String line : server.client().udp(QueryBytes.of("images.example.com.", 1)).answers()) {
        addresses.add(address(line));
      }
      return addresses;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> addressesOf(int site) {
    Set<String> addresses = new TreeSet<>();
    for (int host = 1; host <= 6; host++) {
      addresses.add("127.0.0." + (site * 50 + 20 + host));
    }
    return addresses;
  }

  private static String address(String line) {
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  /** Several sockets in turn, so that all workers are asked. */
  private record Sockets(List<DatagramSocket> all) implements AutoCloseable {

    Sockets(DnsClient client, int count) throws IOException {
      this(new ArrayList<>());
      for (int i = 0; i < count; i++) {
        all.add(client.connect());
      }
    }

    DatagramSocket get(int number) {
      return all.get(number % all.size());
    }

    @Override
    public void close() {
      all.forEach(DatagramSocket::close);
    }
  }
}
