package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.EndpointUses;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.model.WhenBelow;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.time.Moment;
import org.slf4j.LoggerFactory;

final class AnnouncerTest {
  private static final Endpoint ENDPOINT =
      new Endpoint(Checks.http(80), InetAddress.ofLiteral("192.0.2.21"));

  private static final Moment FIRST_MOMENT = second(0);

  private final VirtualLoop loop = new VirtualLoop();
  private final Logger logger = (Logger) LoggerFactory.getLogger(HealthChecker.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private static Transition downAfterThree() {
    EndpointState up = after(EndpointState.unknown(ENDPOINT, FIRST_MOMENT), success());
    EndpointState shaky = after(after(up, refused()), refused());
    return new Transition(shaky, after(shaky, refused()));
  }

  private static Transition backAfterTwo() {
    EndpointState down = after(EndpointState.unknown(ENDPOINT, FIRST_MOMENT), refused());
    EndpointState hopeful = after(down, success());
    return new Transition(hopeful, after(hopeful, success()));
  }

  private static EndpointState after(EndpointState before, ProbeOutcome outcome) {
    return before.after(outcome, FIRST_MOMENT, Duration.ZERO, FIRST_MOMENT);
  }

  private static ProbeOutcome success() {
    return new ProbeOutcome.Success("status 200");
  }

  private static ProbeOutcome refused() {
    return new ProbeOutcome.Failure("connection refused");
  }

  private static void tell(Announcer announcer, Transition change, HealthSnapshot snapshot) {
    announcer.transition(change.before(), change.after(), snapshot);
  }

  @Test
  void transitions_haveTheMembersNames() {
    List<String> told = new ArrayList<>();
    Announcer announcer =
        new Announcer(
            (transitions, snapshot) -> transitions.forEach(each -> told.add(each.toString())),
            (e, outcome, d) -> {},
            loop);
    tell(announcer, downAfterThree(), HealthSnapshot.EMPTY);
    announcer.name(EndpointUses.of(List.of(plan("images", "t1"))));
    tell(announcer, backAfterTwo(), HealthSnapshot.EMPTY);
    announcer.name(EndpointUses.of(List.of(plan("images", "192.0.2.21"))));
    tell(announcer, downAfterThree(), HealthSnapshot.EMPTY);
    announcer.name(
        EndpointUses.of(
            List.of(plan("a", "t1"), plan("b", "t1"), plan("c", "t1"), plan("d", "t1"))));
    tell(announcer, backAfterTwo(), HealthSnapshot.EMPTY);
    loop.pass(Duration.ZERO);
    assertThat(told)
        .containsExactly(
            "endpoint 192.0.2.21 (check web) is down: connection refused, after 3 failures",
            "endpoint images/tokyo/t1 at 192.0.2.21 (check web) is up: status 200, after 2"
                + " successes",
            "endpoint images/tokyo/192.0.2.21 (check web) is down: connection refused, after 3"
                + " failures",
            "endpoint a/tokyo/t1, b/tokyo/t1, c/tokyo/t1 and 1 more at 192.0.2.21 (check web) is"
                + " up: status 200, after 2 successes");
  }

  private static SteeringPlan plan(String cluster, String member) {
    Pool pool =
        new Pool(
            "tokyo",
            new MinimumHealthy.Hosts(1),
            List.of(new Pool.Host(member, List.of(ENDPOINT))));
    return new SteeringPlan(
        cluster,
        ENDPOINT.check(),
        List.of(new SteeringRule("tokyo", List.of("tokyo"))),
        Map.of("tokyo", pool),
        WhenBelow.FALLBACK);
  }

  @Test
  void throwingListener_isLogged() {
    Announcer announcer =
        new Announcer(
            (transitions, snapshot) -> {
              throw new IllegalStateException("listener");
            },
            (endpoint, outcome, duration) -> {
              throw new AssertionError("observer");
            },
            loop);
    tell(announcer, backAfterTwo(), HealthSnapshot.EMPTY);
    loop.pass(Duration.ZERO);
    announcer.probe(ENDPOINT, success(), Duration.ZERO);
    assertThat(logged.list)
        .filteredOn(event -> event.getLevel() == Level.ERROR)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "the listener failed at: endpoint 192.0.2.21 (check web) is up: status 200, after 2"
                + " successes",
            "the probe observer failed at endpoint 192.0.2.21 (check web)");
  }

  @Test
  void transitionsOfOneTurn_areToldTogetherWithTheLatestSnapshot() {
    List<List<Transition>> told = new ArrayList<>();
    List<HealthSnapshot> snapshots = new ArrayList<>();
    Announcer announcer =
        new Announcer(
            (transitions, snapshot) -> {
              told.add(transitions);
              snapshots.add(snapshot);
            },
            (e, outcome, d) -> {},
            loop);
    Transition down = downAfterThree();
    Transition up = backAfterTwo();
    HealthSnapshot latest = HealthSnapshot.of(List.of(up.after()));
    tell(announcer, down, HealthSnapshot.EMPTY);
    tell(announcer, up, latest);
    assertThat(told).isEmpty();
    loop.pass(Duration.ZERO);
    tell(announcer, down, HealthSnapshot.EMPTY);
    loop.pass(Duration.ZERO);
    assertThat(told).containsExactly(List.of(down, up), List.of(down));
    assertThat(snapshots).containsExactly(latest, HealthSnapshot.EMPTY);
  }

  private static Moment second(int second) {
    return new Moment(Instant.ofEpochSecond(second), Duration.ofSeconds(second).toNanos());
  }

  @Test
  void history_keepsTheLast256NewestFirst() {
    TransitionHistory history = new TransitionHistory();
    for (int i = 0; i < 300; i++) {
      EndpointState unknown = EndpointState.unknown(ENDPOINT, second(i));
      history.add(
          new Transition(unknown, unknown.after(success(), second(i), Duration.ZERO, second(i))));
    }
    assertThat(history.newestFirst()).hasSize(256);
    assertThat(history.newestFirst().getFirst().after().since()).isEqualTo(second(299));
    assertThat(history.newestFirst().getLast().after().since()).isEqualTo(second(44));
  }
}
