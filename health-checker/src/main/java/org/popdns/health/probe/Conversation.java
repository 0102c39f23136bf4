package org.popdns.health.probe;

import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.function.Consumer;

/** What a probe says over a connection once it stands, and how it judges what it hears. */
public interface Conversation {

  /**
   * Its handlers, for one connection; {@code channelActive} comes to the first when the connection
   * stands, after the handshake if there is TLS.
   *
   * @param progress to be told what the probe waits for
   * @param end takes the outcome, on the event loop; only the first one counts, and it closes the
   *     connection
   */
  List<ChannelHandler> handlers(ProbeProgress progress, Consumer<ProbeOutcome> end);
}
