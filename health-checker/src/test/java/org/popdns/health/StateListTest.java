package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Endpoint;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.time.Moment;

final class StateListTest {
  private static final Moment MOMENT = new Moment(Instant.EPOCH, 0);

  private static EndpointState unknown(int number) {
    InetAddress address = InetAddress.ofLiteral("2001:db8::" + Integer.toHexString(number));
    return EndpointState.unknown(new Endpoint(Checks.tcp(80), address), MOMENT);
  }

  private static List<EndpointState> states(int count) {
    List<EndpointState> states = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      states.add(unknown(i));
    }
    return states;
  }

  @Test
  void anySize_isTheListThatItWasMadeOf() {
    for (int size = 0; size < 300; size++) {
      List<EndpointState> states = states(size);
      assertThat((List<EndpointState>) StateList.of(states)).isEqualTo(states);
    }
  }

  @Test
  void changeInAnyPlace_isInTheNewListAloneAndNowhereElse() {
    ProbeOutcome good = new ProbeOutcome.Success("connected");
    for (int size : new int[] {1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 257}) {
      List<EndpointState> states = states(size);
      StateList list = StateList.of(states);
      for (int place = 0; place < size; place++) {
        EndpointState up = states.get(place).after(good, MOMENT, Duration.ZERO, MOMENT);
        List<EndpointState> expected = new ArrayList<>(states);
        expected.set(place, up);
        assertThat((List<EndpointState>) list.with(place, up)).isEqualTo(expected);
        assertThat((List<EndpointState>) list).isEqualTo(states);
      }
    }
  }
}
