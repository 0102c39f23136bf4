package org.popdns.announce;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.popdns.admin.http.HttpGet;
import org.popdns.admin.http.HttpListener;
import org.popdns.admin.http.HttpReply;
import org.popdns.config.model.IpPrefix;
import org.popdns.status.PeerPage;
import org.popdns.status.PeerPageJson;

/**
 * What the other nodes read, at this node's own address: one page, read-only, for loopback and who
 * else is allowed. Opened and closed by the thread that starts and stops the server.
 */
public final class StatusListener implements Closeable {

  private final HttpListener listener;

  private StatusListener(HttpListener listener) {
    this.listener = listener;
  }

  /**
   * Binds the address.
   *
   * @throws IOException with one line for the operator if it can't be bound
   */
  public static StatusListener open(
      InetSocketAddress address, Surroundings surroundings, Announcements announcements)
      throws IOException {
    return new StatusListener(
        HttpListener.open(
            address,
            request ->
                page(
                    request,
                    surroundings.configuration().server().statusAllow(),
                    announcements::forPeers)));
  }

  /** The reply to a request, where these may ask. */
  static HttpReply page(HttpGet request, List<IpPrefix> allow, Supplier<PeerPage> document) {
    if (!isAllowed(request.client(), allow)) {
      return HttpReply.text(403, "not allowed: status.allow in popdns.yaml does not name you\n");
    }
    return request.path().equals("/announcements")
        ? HttpReply.json(200, PeerPageJson.of(document.get()) + "\n")
        : HttpReply.text(404, "not here; there is:\n/announcements\n");
  }

  private static boolean isAllowed(InetAddress client, List<IpPrefix> allow) {
    return client.isLoopbackAddress() || allow.stream().anyMatch(prefix -> prefix.contains(client));
  }

  @Override
  public void close() {
    listener.close();
  }
}
