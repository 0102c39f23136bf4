package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Endpoint;
import org.popdns.control.OneSite;
import org.popdns.health.HealthSnapshot;
import org.popdns.snapshot.SnapshotPublisher;
import org.popdns.steering.SteeringDecision.Reason;

final class AnswerPublisherTest {

  private static final OneSite SITE = new OneSite(3);
  private static final Instant NOON = OneSite.NOON;

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

  private static InetAddress address(int host) {
    return OneSite.address(host);
  }

  private static HealthSnapshot up(int... hosts) {
    return SITE.health(host -> IntStream.of(hosts).anyMatch(up -> up == host));
  }

  private Set<InetAddress> answered() {
    return answers.plans().getFirst().decision().answering().stream()
        .map(Endpoint::address)
        .collect(Collectors.toSet());
  }

  @Test
  void changeThatComesWhileAConfigurationIsTakenUp_isNotLost()
      throws InterruptedException, ZonesTooLargeException {
    List<Thread> checker = new ArrayList<>();
    answers.serve(
        answers.prepare(SITE.configuration()),
        () -> {
          checker.add(Thread.ofPlatform().start(() -> answers.update(up(1, 3))));
          return up(1, 2, 3);
        });
    checker.getFirst().join();
    assertThat(answered()).containsExactlyInAnyOrder(address(1), address(3));
  }

  @Test
  void healthIsAskedOnce_andUnderTheSameLockAsUpdates() throws ZonesTooLargeException {
    answers.serve(
        answers.prepare(SITE.configuration()),
        () -> {
          assertThat(Thread.holdsLock(answers)).isTrue();
          return up(2);
        });
    assertThat(answered()).containsExactly(address(2));
  }

  @Test
  void update_beforeTheFirstConfiguration_doesNothing() {
    answers.update(up(1));
    assertThat(answers.plans()).isEmpty();
    assertThat(publisher.acquire().zones().zones()).isEmpty();
  }

  @Test
  void update_thatChangesNoAnswer_publishesNothing() throws ZonesTooLargeException {
    answers.serve(answers.prepare(SITE.configuration()), () -> up(1, 2));
    var before = publisher.acquire();
    answers.update(up(1, 2));
    assertThat(publisher.acquire()).isSameAs(before);
    answers.update(up(1));
    assertThat(publisher.acquire()).isNotSameAs(before);
    assertThat(publisher.acquire().zones()).isSameAs(before.zones());
  }

  @Test
  void since_isWhenTheRuleChanged_notTheAddresses() throws ZonesTooLargeException {
    answers.serve(answers.prepare(SITE.configuration()), () -> up(1, 2));
    now.set(NOON.plusSeconds(10));
    answers.update(up(1));
    assertThat(answers.plans().getFirst().since()).isEqualTo(NOON);
    now.set(NOON.plusSeconds(20));
    answers.update(up());
    assertThat(answers.plans().getFirst().decision().reason()).isEqualTo(Reason.FAIL_OPEN);
    assertThat(answers.plans().getFirst().since()).isEqualTo(NOON.plusSeconds(20));
    now.set(NOON.plusSeconds(30));
    answers.update(up(3));
    assertThat(answers.plans().getFirst().since()).isEqualTo(NOON.plusSeconds(30));
  }
}
