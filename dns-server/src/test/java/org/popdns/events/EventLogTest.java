package org.popdns.events;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.EndpointUse;
import org.popdns.health.Status;
import org.popdns.steering.SteeringDecision;
import org.slf4j.LoggerFactory;

/** How many lines the log gets of how many events. */
final class EventLogTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  private final Logger logger = (Logger) LoggerFactory.getLogger(Journal.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
  private long now;
  private final EventLog log =
      new EventLog(() -> now, (task, after) -> tasks.add(new Task(now + after.toNanos(), task)));

  private record Task(long at, Runnable todo) {}

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

  private void pass(Duration time) {
    long end = now + time.toNanos();
    for (Task next = tasks.peek(); next != null && next.at <= end; next = tasks.peek()) {
      tasks.remove();
      now = next.at;
      next.todo.run();
    }
    now = end;
  }

  private List<String> lines() {
    return logged.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }

  private static Event.EndpointChanged endpoint(int number, Status to) {
    String site = number % 4 == 0 ? "tokyo" : "osaka";
    return new Event.EndpointChanged(
        AT,
        List.of(new EndpointUse("images", site, "t" + number)),
        "192.0.2." + number % 256,
        "check web",
        to,
        to == Status.UP ? "status 200, after 2 successes" : "connection refused, after 3 failures");
  }

  private static Event.ClusterDecided decided(String cluster, SteeringDecision.Reason reason) {
    return new Event.ClusterDecided(AT, cluster, "osaka", reason, 0, 2, 1);
  }

  @Test
  void fewEvents_haveALineEach() {
    IntStream.range(0, 10).forEach(i -> log.tell(endpoint(i, Status.DOWN)));
    pass(Duration.ofSeconds(1));
    IntStream.range(0, 10).forEach(i -> log.tell(endpoint(i, Status.UP)));
    assertThat(lines())
        .hasSize(20)
        .startsWith(
            "WARN endpoint images/tokyo/t0 at 192.0.2.0 (check web) is down: connection refused,"
                + " after 3 failures")
        .endsWith(
            "INFO endpoint images/osaka/t9 at 192.0.2.9 (check web) is up: status 200, after 2"
                + " successes");
    assertThat(tasks).isEmpty();
  }

  @Test
  void crowd_isToldInOneLineASecond_whichNamesTheFirstAndTheWorst() {
    for (int i = 0; i < 500; i++) {
      log.tell(endpoint(i, i % 5 == 0 ? Status.UP : Status.DOWN));
    }
    log.tell(decided("a", SteeringDecision.Reason.FALLBACK));
    log.tell(decided("b", SteeringDecision.Reason.OWN_SITE));
    log.tell(decided("c", SteeringDecision.Reason.FALLBACK));
    log.tell(decided("d", SteeringDecision.Reason.FAIL_OPEN));
    assertThat(lines()).hasSize(10);
    pass(Duration.ofSeconds(1));
    assertThat(lines()).hasSize(11);
    assertThat(lines().getLast())
        .isEqualTo(
            "ERROR 490 endpoints changed within a second, 392 to down, 98 to up, at images/osaka"
                + " (368), images/tokyo (122): images/osaka/t10 at 192.0.2.10 (check web) is up:"
                + " status 200, after 2 successes / images/osaka/t11 at 192.0.2.11 (check web) is"
                + " down: connection refused, after 3 failures / images/tokyo/t12 at 192.0.2.12"
                + " (check web) is down: connection refused, after 3 failures / and 487 more; 4"
                + " decisions changed: d is answered from osaka (fail-open) / a is answered from"
                + " osaka (fallback) / c is answered from osaka (fallback) / and 1 more; popdns"
                + " history has each of them");
  }

  @Test
  void fiveHundredThatFlapForAMinute_writeAtMostALineASecond() {
    for (int tenth = 0; tenth < 600; tenth++) {
      for (int i = 0; i < 50; i++) {
        log.tell(endpoint(tenth * 50 + i, tenth % 2 == 0 ? Status.DOWN : Status.UP));
      }
      pass(Duration.ofMillis(100));
    }
    assertThat(lines()).hasSize(10 + 60);
    assertThat(lines().getLast()).startsWith("WARN 500 endpoints changed within a second, 250 to");
    pass(Duration.ofSeconds(10));
    assertThat(lines()).hasSize(10 + 60);
    log.tell(endpoint(1, Status.UP));
    assertThat(lines()).hasSize(10 + 61);
    assertThat(tasks).isEmpty();
  }

  @Test
  void eventsThatCallNobodyAtNight_areNotHeldBack() {
    IntStream.range(0, 100).forEach(i -> log.tell(endpoint(i, Status.DOWN)));
    log.tell(new Event.ConfigurationRefused(AT, "no zones"));
    assertThat(lines())
        .hasSize(11)
        .endsWith("ERROR reload refused, serving on what was served: no zones");
  }

  @Test
  void endOfACrowd_isToldOneByOne() {
    IntStream.range(0, 12).forEach(i -> log.tell(endpoint(i, Status.DOWN)));
    assertThat(lines()).hasSize(10);
    pass(Duration.ofSeconds(1));
    assertThat(lines())
        .hasSize(12)
        .endsWith(
            "WARN endpoint images/osaka/t11 at 192.0.2.11 (check web) is down: connection refused,"
                + " after 3 failures");
  }
}
