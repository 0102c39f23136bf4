package org.popdns.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Canary;
import org.popdns.health.CanaryState;
import org.popdns.health.Status;
import org.popdns.state.StateDisk;
import org.popdns.time.Moment;

final class HealthEventsTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final StateDisk disk = new StateDisk();
  private final Journal journal = new Journal(Optional.empty(), disk);
  private final HealthEvents events = new HealthEvents(journal);

  @AfterEach
  void close() {
    disk.close();
  }

  private static CanaryState canary(Status status) {
    return new CanaryState(
        new Canary(new InetSocketAddress(InetAddress.ofLiteral("203.0.113.1"), 179)),
        status,
        new Moment(NOON, 0),
        status == Status.UP ? "connected" : "no answer");
  }

  @Test
  void canaryThatChanges_isNews_andOneThatIsFoundDown_butNotOneThatIsFoundUp() {
    events.onCanary(canary(Status.UNKNOWN), canary(Status.UP));
    assertThat(journal.events()).isEmpty();
    events.onCanary(canary(Status.UP), canary(Status.DOWN));
    events.onCanary(canary(Status.DOWN), canary(Status.UP));
    events.onCanary(canary(Status.UNKNOWN), canary(Status.DOWN));
    String name = "tcp 203.0.113.1:179";
    assertThat(journal.events())
        .containsExactly(
            new Event.CanaryChanged(NOON, name, Status.DOWN, "no answer"),
            new Event.CanaryChanged(NOON, name, Status.UP, "connected"),
            new Event.CanaryChanged(NOON, name, Status.DOWN, "no answer"));
  }
}
