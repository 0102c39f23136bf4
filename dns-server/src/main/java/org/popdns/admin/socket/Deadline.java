package org.popdns.admin.socket;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a channel unless this is closed in time: a blocking read or write of a channel has no
 * timeout of its own. Made and closed by the thread that is about to block.
 */
final class Deadline implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Deadline.class);

  private final ScheduledFuture<?> timer;

  Deadline(ScheduledExecutorService timers, Duration limit, Closeable channel) {
    timer = timers.schedule(() -> expire(limit, channel), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void expire(Duration limit, Closeable channel) {
    log.debug("a control connection stood still for {}, it is closed", limit);
    try {
      channel.close();
    } catch (IOException unclosable) {
      log.warn("control connection: {}", unclosable.getMessage());
    }
  }

  @Override
  public void close() {
    timer.cancel(false);
  }
}
