package org.popdns.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.CookieSettings;
import org.popdns.config.model.Member;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.model.Site;
import org.popdns.config.model.Topology;
import org.popdns.config.model.WorkerSettings;
import org.popdns.health.Endpoint;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Status;
import org.popdns.snapshot.SnapshotPublisher;
import org.popdns.steering.SteeringDecision.Reason;

final class AnswerPublisherTest {

  private static final Check CHECK =
      new Check.Tcp(
          "web", 80, new Check.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3));
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final SnapshotPublisher publisher = new SnapshotPublisher();
  private final AnswerPublisher answers = new AnswerPublisher(publisher, new MovedClock(now));

  /** Shows the time that a test sets. */
  private record MovedClock(AtomicReference<Instant> now) implements InstantSource {
    @Override
    public Instant instant() {
      return now.get();
    }
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static HealthSnapshot up(int... lastBytes) {
    List<EndpointState> states = new ArrayList<>();
    for (int last = 1; last <= 3; last++) {
      int host = last;
      Status status =
          java.util.Arrays.stream(lastBytes).anyMatch(b -> b == host) ? Status.UP : Status.DOWN;
      states.add(
          new EndpointState(
              new Endpoint(CHECK, address(last)),
              status,
              NOON,
              "test",
              0,
              Optional.empty(),
              Duration.ZERO,
              1,
              0));
    }
    return HealthSnapshot.of(states);
  }

  private static Configuration configuration() {
    Cluster cluster =
        new Cluster(
            "images",
            CHECK,
            new MinimumHealthy.Hosts(1),
            Cluster.WhenBelow.FALLBACK,
            Map.of(
                "here",
                List.of(
                    new Member("a", List.of(address(1))),
                    new Member("b", List.of(address(2))),
                    new Member("c", List.of(address(3))))));
    return new Configuration(
        new ServerSettings(
            Optional.of("here"),
            "ns1",
            List.of(),
            new ServerSettings.Admin(new InetSocketAddress(0), Path.of("control.sock")),
            WorkerSettings.DEFAULT,
            CookieSettings.DEFAULT,
            List.of(),
            Map.of()),
        new Topology(
            Map.of("here", new Site("here", List.of(), Map.of())),
            Map.of("web", CHECK),
            Map.of("images", cluster)),
        List.of());
  }

  private Set<InetAddress> answered() {
    return Set.copyOf(answers.clusters().getFirst().decision().addresses());
  }

  @Test
  void changeThatComesWhileAConfigurationIsTakenUp_isNotLost() throws InterruptedException {
    List<Thread> checker = new ArrayList<>();
    answers.serve(
        answers.prepare(configuration()),
        () -> {
          checker.add(Thread.ofPlatform().start(() -> answers.update(up(1, 3))));
          return up(1, 2, 3);
        });
    checker.getFirst().join();
    assertThat(answered()).containsExactlyInAnyOrder(address(1), address(3));
  }

  @Test
  void healthIsAskedOnce_andUnderTheSameLockAsUpdates() {
    answers.serve(
        answers.prepare(configuration()),
        () -> {
          assertThat(Thread.holdsLock(answers)).isTrue();
          return up(2);
        });
    assertThat(answered()).containsExactly(address(2));
  }

  @Test
  void update_beforeTheFirstConfiguration_doesNothing() {
    answers.update(up(1));
    assertThat(answers.clusters()).isEmpty();
    assertThat(publisher.acquire().zones().zones()).isEmpty();
  }

  @Test
  void update_thatChangesNoAnswer_publishesNothing() {
    answers.serve(answers.prepare(configuration()), () -> up(1, 2));
    var before = publisher.acquire();
    answers.update(up(1, 2));
    assertThat(publisher.acquire()).isSameAs(before);
    answers.update(up(1));
    assertThat(publisher.acquire()).isNotSameAs(before);
    assertThat(publisher.acquire().zones()).isSameAs(before.zones());
  }

  @Test
  void since_isWhenTheRuleChanged_notTheAddresses() {
    answers.serve(answers.prepare(configuration()), () -> up(1, 2));
    now.set(NOON.plusSeconds(10));
    answers.update(up(1));
    assertThat(answers.clusters().getFirst().since()).isEqualTo(NOON);
    now.set(NOON.plusSeconds(20));
    answers.update(up());
    assertThat(answers.clusters().getFirst().decision().reason()).isEqualTo(Reason.FAIL_OPEN);
    assertThat(answers.clusters().getFirst().since()).isEqualTo(NOON.plusSeconds(20));
    now.set(NOON.plusSeconds(30));
    answers.update(up(3));
    assertThat(answers.clusters().getFirst().since()).isEqualTo(NOON.plusSeconds(30));
  }
}
