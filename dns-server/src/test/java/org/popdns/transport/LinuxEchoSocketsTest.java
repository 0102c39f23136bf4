package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.config.model.Check;
import org.popdns.config.model.Endpoint;
import org.popdns.config.probe.icmp.IcmpProbe;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthChecker;
import org.popdns.health.ProbeTargets;
import org.popdns.health.Status;
import org.popdns.health.probe.icmp.EchoPermission;
import org.popdns.time.Clocks;

/** Echoes of this host, as far as its kernel lets tests send them. */
final class LinuxEchoSocketsTest {

  private static EndpointState probed(String address) {
    Check ping =
        Check.of(
            "ping",
            new Check.Timing(Duration.ofSeconds(5), Duration.ofSeconds(5), 1, 1),
            new IcmpProbe());
    Endpoint endpoint = new Endpoint(ping, InetAddress.ofLiteral(address));
    try (HealthChecker checker =
        new HealthChecker(
            (transitions, snapshot) -> {},
            (e, o, d) -> {},
            new LinuxEchoSockets(),
            Clocks.system())) {
      checker
          .watch(ProbeTargets.atOneSite(Set.of(endpoint)))
          .orTimeout(20, TimeUnit.SECONDS)
          .join();
      return checker.snapshot().state(endpoint).orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void loopback_answersWhereTheKernelAllowsTheQuestion(String address) {
    EndpointState state = probed(address);
    if (EchoPermission.obstacle().isPresent()) {
      System.out.println("no echo tried here: " + EchoPermission.obstacle().get());
      assertThat(state.status()).isEqualTo(Status.DOWN);
      assertThat(state.reason()).isEqualTo(EchoPermission.obstacle().get());
    } else {
      assertThat(state.reason()).isEqualTo("echo answered");
      assertThat(state.status()).isEqualTo(Status.UP);
    }
  }

  @Test
  void addressThatNobodyHas_isDown() {
    assertThat(probed("240.0.0.1").status()).isEqualTo(Status.DOWN);
  }
}
