package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.control.OneSite;
import org.popdns.health.HealthSnapshot;
import org.popdns.publish.ServedConfiguration.Origin;
import org.popdns.region.RegionTables;
import org.popdns.snapshot.Snapshot;
import org.popdns.steering.SteeringDecision.Reason;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;

final class PublisherTest {

  private static final OneSite SITE = new OneSite(3);
  private static final Moment NOON = new Moment(OneSite.NOON, 0);

  /** The time that a test sets. */
  private final AtomicReference<Moment> now = new AtomicReference<>(NOON);

  private final TestPublisher answers =
      new TestPublisher(
          SITE.configuration(), new Clocks(() -> now.get().at(), () -> now.get().nanos()));

  @AfterEach
  void close() {
    answers.close();
  }

  private static InetAddress address(int host) {
    return OneSite.address(host);
  }

  private static HealthSnapshot up(int... hosts) {
    return SITE.health(host -> IntStream.of(hosts).anyMatch(up -> up == host));
  }

  private static Set<InetAddress> answered(Served served) {
    return served.planStates().getFirst().decisions().getFirst().answering().stream()
        .map(endpoint -> InetAddress.ofLiteral(endpoint.target().toString()))
        .collect(Collectors.toSet());
  }

  private static void news(Publisher publisher, HealthSnapshot before, HealthSnapshot after) {
    publisher.onTransitions(TestPublisher.transitions(before, after), after);
  }

  /** Keeps the publisher's thread until told otherwise. */
  private CountDownLatch hold() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    answers
        .publisher()
        .tell(
            () -> {
              held.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    news(answers.publisher(), up(1, 2, 3), up(1, 2));
    held.await();
    return release;
  }

  @Test
  void whatWaits_isDoneInOrder_andNewsOfHealthAtOnce() throws Exception {
    answers.serve(SITE.configuration(), up(1, 2, 3));
    CountDownLatch release = hold();
    AtomicInteger exchanges = new AtomicInteger();
    answers.publisher().tell(exchanges::incrementAndGet);
    Publisher publisher = answers.publisher();
    news(publisher, up(1, 2), up(1));
    news(publisher, up(1), up());
    CompletableFuture<Served> next =
        publisher.serve(
            new ServedConfiguration(SITE.configuration(), Origin.FILES, OptionalLong.empty(), NOON),
            answers.change(SITE.configuration()),
            up(2, 3),
            RegionTables.NONE);
    news(publisher, up(2, 3), up(3));
    CompletableFuture<Set<InetAddress>> seen = next.thenApply(PublisherTest::answered);
    release.countDown();
    // By the health that it came with, neither by that before nor by that behind it.
    assertThat(seen.join()).containsExactlyInAnyOrder(address(2), address(3));
    answers.close();
    assertThat(answered(answers.served())).containsExactly(address(3));
    // Both before the configuration as one, the configuration, the one behind it.
    assertThat(exchanges.get()).isEqualTo(3);
  }

  @Test
  void health_beforeTheFirstConfiguration_answersNothing() {
    Served served = answers.update(up(1));
    assertThat(served.planStates()).isEmpty();
    assertThat(answers.publisher().root().acquire()).isSameAs(Snapshot.EMPTY);
  }

  @Test
  void healthThatChangesNoAnswer_leavesTheRootOfWorkersAsItIs() throws Exception {
    Snapshot before = answers.serve(SITE.configuration(), up(1, 2)).snapshot();
    assertThat(answers.update(up(1, 2)).snapshot()).isSameAs(before);
    Snapshot after = answers.update(up(1)).snapshot();
    assertThat(after).isNotSameAs(before);
    assertThat(after.zones()).isSameAs(before.zones());
    assertThat(after.cookies()).isSameAs(before.cookies());
  }

  @Test
  void sameCookieSettings_keepARandomSecret() throws Exception {
    Snapshot first = answers.serve(SITE.configuration(), up(1)).snapshot();
    assertThat(answers.serve(SITE.configuration(), up(1)).snapshot().cookies())
        .isSameAs(first.cookies());
  }

  @Test
  void since_isWhenTheRuleChanged_notTheAddresses() throws Exception {
    answers.serve(SITE.configuration(), up(1, 2));
    now.set(NOON.plus(Duration.ofSeconds(10)));
    assertThat(region(answers.update(up(1))).since()).isEqualTo(NOON);
    now.set(NOON.plus(Duration.ofSeconds(20)));
    PlanState.Region open = region(answers.update(up()));
    assertThat(open.decision().reason()).isEqualTo(Reason.FAIL_OPEN);
    assertThat(open.since()).isEqualTo(NOON.plus(Duration.ofSeconds(20)));
    now.set(NOON.plus(Duration.ofSeconds(30)));
    assertThat(region(answers.update(up(3))).since()).isEqualTo(NOON.plus(Duration.ofSeconds(30)));
  }

  private static PlanState.Region region(Served served) {
    return served.planStates().getFirst().regions().getFirst();
  }

  @Test
  void closed_servesNothingMore() throws Exception {
    Served last = answers.serve(SITE.configuration(), up(1, 2));
    ZoneChange change = answers.change(SITE.configuration());
    answers.close();
    news(answers.publisher(), up(1, 2), up(1));
    CompletableFuture<Served> refused =
        answers.publisher().serve(last.taken(), change, up(1), RegionTables.NONE);
    assertThatThrownBy(refused::join)
        .isInstanceOf(CompletionException.class)
        .hasMessage("java.lang.IllegalStateException: the server ends");
    assertThat(answers.served()).isSameAs(last);
    assertThat(List.copyOf(last.plans().keySet())).containsExactly("images");
  }
}
