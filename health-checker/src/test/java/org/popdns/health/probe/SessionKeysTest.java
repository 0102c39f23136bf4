package org.popdns.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Sessions are resumed with the same server, and not for long. */
final class SessionKeysTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final SessionKeys keys = new SessionKeys(now::get);

  private static InetSocketAddress server(int number) {
    return new InetSocketAddress(
        InetAddress.ofLiteral("192.0.2." + number / 100), 1000 + number % 100);
  }

  @Test
  void everyServer_hasAKeyOfItsOwn_thatChangesOnceAMinute() {
    Set<Integer> seen = new HashSet<>();
    for (int number = 0; number < 1000; number++) {
      assertThat(keys.of(server(number))).isNotNegative();
      assertThat(seen.add(keys.of(server(number)))).isTrue();
    }
    for (int number = 0; number < 1000; number++) {
      Set<Integer> within = new HashSet<>();
      long begin = now.get();
      for (int second = 0; second < 180; second++) {
        within.add(keys.of(server(number)));
        now.addAndGet(Duration.ofSeconds(1).toNanos());
      }
      assertThat(within).as("three minutes from %s on", begin).hasSizeBetween(3, 4);
    }
  }

  @Test
  void forgottenServer_hasAnother() {
    int before = keys.of(server(1));
    assertThat(keys.of(server(1))).isEqualTo(before);
    keys.forget(server(1));
    assertThat(keys.of(server(1))).isNotEqualTo(before);
  }
}
