package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Probe;
import org.popdns.config.read.ProbeReaders;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeRunner;
import org.popdns.health.probe.ProbeTools;

/** What a check can say, somebody runs. */
final class ProbeRunnersTest {

  @Test
  void everyKindThatIsRead_isRunOnce() {
    DefaultEventLoop loop = new DefaultEventLoop();
    try (ProbeTools tools = new ProbeTools(loop, InstantSource.system())) {
      List<ProbeRunner<?>> runners = ProbeRunners.all(tools, Checks.NO_ECHOES);
      List<Class<? extends Probe>> read =
          ProbeReaders.ALL.stream()
              .<Class<? extends Probe>>map(each -> each.kind())
              .distinct()
              .toList();
      assertThat(runners.stream().<Object>map(ProbeRunner::kind))
          .containsExactlyInAnyOrderElementsOf(read);
      runners.forEach(ProbeRunner::close);
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
