package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.answer.Exchange;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.control.OneSite;
import org.popdns.harness.QueryBytes;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Status;
import org.popdns.record.RecordType;
import org.popdns.snapshot.Snapshot;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.popdns.wire.QueryParser;
import org.popdns.wire.WireFormat;

/** What a site can't carry, from the files to the bytes of answers. */
final class SpillServedTest {

  private static final int QUERIES = 1_000_000;
  private static final double ONE_PERCENT = 0.01;

  @TempDir private Path folder;

  /** The time that a test sets. */
  private final AtomicReference<Moment> now = new AtomicReference<>(new Moment(OneSite.NOON, 0));

  private final Clocks clocks = new Clocks(() -> now.get().at(), () -> now.get().nanos());

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  SpillServedTest() {}

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("zones"));
    Files.writeString(
        folder.resolve("popdns.yaml"),
        "listen: 192.0.2.53\nsite: a\nzones: zones\nclusters: clusters.yaml\n");
    Files.writeString(
        folder.resolve("zones/example.com.yaml"),
        """
        '': {type: NS, values: [ns1.example.net.]}
        www: {type: A, ttl: 60, cluster: www}
        """);
    clusters(1000);
  }

  private void clusters(int capacityOfA) throws IOException {
    Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        sites:
          a: {fallback: [b, c]}
          b: {fallback: [a, c]}
          c: {fallback: [b, a]}
        checks:
          web: {tcp: {port: 80}}
        clusters:
          www:
            check: web
            ttl-degraded: 7
            capacity: {a: %d, b: 900, c: 600}
            load: {a: 700, b: 700, c: 300}
            members:
              a: [192.0.2.11, 192.0.2.12, 192.0.2.13, 192.0.2.14, 192.0.2.15]
              b: [192.0.2.21, 192.0.2.22]
              c: [192.0.2.31]
        """
            .formatted(capacityOfA));
  }

  private Configuration configuration() {
    return new ConfigurationLoader(Map.of(), () -> "this-host")
        .load(folder.resolve("popdns.yaml"), Overrides.NONE)
        .configuration()
        .orElseThrow();
  }

  private static HealthSnapshot health(Configuration configuration, String... down) {
    List<EndpointState> states = new ArrayList<>();
    configuration
        .plans()
        .values()
        .forEach(
            plan ->
                plan.pools()
                    .values()
                    .forEach(pool -> pool.endpoints().forEach(e -> states.add(state(e, down)))));
    return HealthSnapshot.of(states);
  }

  private static EndpointState state(Endpoint endpoint, String... down) {
    boolean isDown = Set.of(down).stream().anyMatch(each -> endpoint.toString().startsWith(each));
    return new EndpointState(
        endpoint,
        isDown ? Status.DOWN : Status.UP,
        new Moment(OneSite.NOON, 0),
        "test",
        0,
        Optional.empty(),
        Duration.ZERO,
        1,
        0);
  }

  /** A worker that asks itself. */
  private static final class Worker {

    private static final int ROOM = 512;
    // Behind the header and the question, whose name is www.example.com.
    private static final int FIRST = 12 + 17 + 4;

    private final Responder responder =
        new Responder(
            new ServerIdentity("ns1"), ServerCookies.bySystemClock(), new WorkerCounters(), 0);
    private final Exchange exchange = new Exchange();
    private final MemorySegment in = Arena.ofAuto().allocate(ROOM + QueryParser.READ_AHEAD_BYTES);
    private final MemorySegment out = Arena.ofAuto().allocate(ROOM);
    private final byte[] query = QueryBytes.of("www.example.com.", RecordType.A).bytes();
    private int ttl;

    /** The last octet of the first address. */
    int ask(Snapshot snapshot) {
      MemorySegment.copy(query, 0, in, ValueLayout.JAVA_BYTE, 0, query.length);
      exchange.begin(snapshot);
      exchange.client().udpIpv4(0x7F000001);
      exchange.request(in, 0, query.length);
      exchange.response(out, 0, ROOM);
      responder.respond(exchange);
      assertThat(WireFormat.u16(out, WireFormat.ANCOUNT)).isPositive();
      ttl = WireFormat.s32(out, FIRST + 6L);
      return WireFormat.u8(out, FIRST + 15L);
    }

    /** How many of so many answers are of each site: their tens. */
    int[] ask(Snapshot snapshot, int times) {
      int[] sites = new int[4];
      for (int i = 0; i < times; i++) {
        sites[ask(snapshot) / 10]++;
      }
      return sites;
    }
  }

  private static double share(Served served, String pool) {
    return served.planStates().getFirst().decisions().getFirst().partsOf(pool) / 4096.0;
  }

  /** Lets time pass, and steps of a second of the real clock, until a's share is as expected. */
  private void awaitShare(TestPublisher publisher, Duration passed, double expected) {
    now.updateAndGet(then -> then.plus(passed));
    double share = Double.NaN;
    // A step may have begun before the time was set.
    for (int step = 0; step < 3 && !(Math.abs(share - expected) < 0.001); step++) {
      publisher.awaitExchange();
      share = share(publisher.served(), "a");
    }
    assertThat(share).isEqualTo(expected, offset(0.001));
  }

  @Test
  void millionAnswers_areSpreadAsComputed() throws Exception {
    Configuration configuration = configuration();
    try (TestPublisher publisher = new TestPublisher(configuration, clocks)) {
      Worker worker = new Worker();
      Served well = publisher.serve(configuration, health(configuration));
      assertThat(worker.ask(well.snapshot(), 1000)).containsExactly(0, 1000, 0, 0);
      assertThat(worker.ttl).isEqualTo(60);

      // 400 can be carried; b has room for 200, c for the last 100.
      Served half =
          publisher.update(health(configuration, "192.0.2.11", "192.0.2.12", "192.0.2.13"));
      int[] sites = worker.ask(half.snapshot(), QUERIES);
      assertThat(worker.ttl).isEqualTo(7);
      double[] computed = {400 / 700.0, 200 / 700.0, 100 / 700.0};
      for (int site = 0; site < 3; site++) {
        double measured = sites[site + 1] / (double) QUERIES;
        assertThat(measured).isEqualTo(computed[site], offset(computed[site] * ONE_PERCENT));
      }
    }
  }

  @Test
  void whatComesBack_isTakenBackOverAMinute_alsoOverAReload_andAtOnceAfterARestart()
      throws Exception {
    Configuration configuration = configuration();
    HealthSnapshot well = health(configuration);
    try (TestPublisher publisher = new TestPublisher(configuration, clocks)) {
      publisher.serve(configuration, well);
      publisher.update(health(configuration, "192.0.2.1"));
      assertThat(share(publisher.served(), "a")).isZero();

      publisher.update(well);
      assertThat(share(publisher.served(), "a")).isZero();
      // 350 of 700 after 21 s of 60, of which the whole is 1000.
      awaitShare(publisher, Duration.ofSeconds(21), 0.5);

      Served reloaded = publisher.serve(configuration, well);
      assertThat(share(reloaded, "a")).isEqualTo(0.5, offset(0.001));
      double later = 31 / 42.0;
      awaitShare(publisher, Duration.ofSeconds(10), later);
      Worker worker = new Worker();
      int[] sites = worker.ask(publisher.served().snapshot(), 4096);
      assertThat(sites[1] / 4096.0).isEqualTo(later, offset(0.001));
      assertThat(worker.ttl).isEqualTo(7);

      awaitShare(publisher, Duration.ofSeconds(29), 1);
      assertThat(publisher.served().limits()).isEmpty();
      worker.ask(publisher.served().snapshot());
      assertThat(worker.ttl).isEqualTo(60);
    }
    try (TestPublisher restarted = new TestPublisher(configuration, clocks)) {
      assertThat(share(restarted.serve(configuration, well), "a")).isEqualTo(1);
    }
  }

  @Test
  void capacityThatAReloadAdds_countsOverAMinute() throws Exception {
    clusters(350);
    Configuration small = configuration();
    try (TestPublisher publisher = new TestPublisher(small, clocks)) {
      assertThat(share(publisher.serve(small, health(small)), "a")).isEqualTo(0.5);
      clusters(1000);
      Configuration large = configuration();
      assertThat(share(publisher.serve(large, health(large)), "a")).isEqualTo(0.5);
      awaitShare(publisher, Duration.ofSeconds(30), 675 / 700.0);
    }
  }
}
