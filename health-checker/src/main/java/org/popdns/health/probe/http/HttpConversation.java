package org.popdns.health.probe.http;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.health.probe.AnswerWatch;
import org.popdns.health.probe.Conversation;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbeProgress;

/** One request and its answer. Immutable. */
record HttpConversation(HttpProbe probe, InetAddress address) implements Conversation {

  @Override
  public List<ChannelHandler> handlers(ProbeProgress progress, Consumer<ProbeOutcome> end) {
    HttpProgress http = new HttpProgress(progress);
    return List.of(
        new AnswerWatch(http::received),
        new HttpRequestEncoder(),
        new HttpExchange(probe, address, http, end));
  }
}
