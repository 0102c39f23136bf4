package org.popdns.admin.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Health, status and metrics over HTTP: a fixed set of pages, each at its exact path or below one.
 * Opened and closed by the thread that starts and stops the server. Immutable.
 */
public final class AdminHttpServer implements Closeable {
  private final HttpListener listener;

  private AdminHttpServer(HttpListener listener) {
    this.listener = listener;
  }

  /**
   * Binds the address and serves the pages until {@link #close}.
   *
   * @param address port 0 takes a free one
   * @param routes with different paths
   * @throws IOException if the address cannot be bound; the message is one line for the operator
   */
  public static AdminHttpServer open(InetSocketAddress address, List<HttpRoute> routes)
      throws IOException {
    var pages = new TreeMap<String, Function<HttpGet, HttpReply>>();
    for (HttpRoute route : routes) {
      if (pages.putIfAbsent(route.path(), route.page()) != null) {
        throw new IllegalArgumentException("two pages at " + route.path());
      }
    }
    HttpReply notFound =
        HttpReply.text(404, "not here; there are:\n" + String.join("\n", pages.keySet()) + "\n");
    return new AdminHttpServer(
        HttpListener.open(
            address,
            request -> {
              String path = request.path();
              Function<HttpGet, HttpReply> page = pages.get(path);
              if (page == null) {
                page = pages.get(path.substring(0, path.lastIndexOf('/') + 1));
              }
              return page == null || path.endsWith("/") ? notFound : page.apply(request);
            }));
  }

  /** The address that is served, with the real port. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** Stops to listen and closes all connections; takes at most about a second. */
  @Override
  public void close() {
    listener.close();
  }
}
