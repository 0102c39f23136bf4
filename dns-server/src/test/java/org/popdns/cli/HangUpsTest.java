package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class HangUpsTest {

  private final AtomicInteger reloads = new AtomicInteger();
  private final HangUps hangUps = new HangUps();

  @Test
  void hangUpBeforeTheServerIsThere_reloadsOnceItIs() {
    hangUps.hangUp();
    hangUps.hangUp();
    assertThat(reloads).hasValue(0);
    hangUps.ready(reloads::incrementAndGet);
    assertThat(reloads).hasValue(1);
  }

  @Test
  void eachHangUpAfterwards_reloads() {
    hangUps.ready(reloads::incrementAndGet);
    assertThat(reloads).hasValue(0);
    hangUps.hangUp();
    hangUps.hangUp();
    assertThat(reloads).hasValue(2);
  }
}
