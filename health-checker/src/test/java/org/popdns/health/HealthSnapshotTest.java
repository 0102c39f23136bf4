package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Endpoint;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.time.Moment;

final class HealthSnapshotTest {
  private static final Endpoint ENDPOINT =
      new Endpoint(Checks.tcp(80), InetAddress.ofLiteral("2001:db8::1"));
  private static final Moment FIRST_MOMENT = new Moment(Instant.EPOCH, 0);
  private static final EndpointState UNKNOWN = EndpointState.unknown(ENDPOINT, FIRST_MOMENT);

  private static EndpointState after(ProbeOutcome outcome) {
    return UNKNOWN.after(outcome, FIRST_MOMENT, Duration.ZERO, FIRST_MOMENT);
  }

  @Test
  void onlyUp_isUp() {
    EndpointState up = after(new ProbeOutcome.Success("connected"));
    EndpointState down = after(new ProbeOutcome.Failure("connection refused"));
    assertThat(HealthSnapshot.EMPTY.isUp(ENDPOINT)).isFalse();
    assertThat(HealthSnapshot.of(List.of(UNKNOWN)).isUp(ENDPOINT)).isFalse();
    assertThat(HealthSnapshot.of(List.of(down)).isUp(ENDPOINT)).isFalse();
    assertThat(HealthSnapshot.of(List.of(up)).isUp(ENDPOINT)).isTrue();
    assertThat(HealthSnapshot.of(List.of(up)).state(ENDPOINT)).contains(up);
    assertThat(HealthSnapshot.EMPTY.state(ENDPOINT)).isEmpty();
  }

  @Test
  void changedState_leavesTheOldSnapshotAsItWas() {
    EndpointState up = after(new ProbeOutcome.Success("connected"));
    HealthSnapshot old = HealthSnapshot.of(List.of(UNKNOWN));
    assertThat(old.with(up).states()).containsExactly(up);
    assertThat(old.states()).containsExactly(UNKNOWN);
  }

  @Test
  void endpointTwice_isRefused() {
    assertThatThrownBy(() -> HealthSnapshot.of(List.of(UNKNOWN, UNKNOWN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two states of endpoint 2001:db8::1 (check port)");
  }

  @Test
  void states_cannotBeChanged() {
    assertThatThrownBy(() -> HealthSnapshot.of(List.of(UNKNOWN)).states().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
