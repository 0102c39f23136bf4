package org.popdns.admin.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for GET and HEAD at one address, on the JDK's HttpServer and virtual threads.
 * Opened and closed by the thread that starts and stops the server. Nothing in it changes.
 */
public final class HttpListener implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(HttpListener.class);

  private static final int BACKLOG = 128;

  /** How long {@link #close} waits for replies on their way. */
  private static final int LAST_REPLIES_SECONDS = 1;

  /**
   * The JDK reads its limits from system properties, once, and has none by default. Times are in
   * seconds. Without nodelay, a reply waits 40 ms for the client's delayed ACK of its headers.
   */
  private static final Map<String, String> LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", "256",
          "sun.net.httpserver.maxIdleConnections", "64",
          "sun.net.httpserver.idleInterval", "30",
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "60",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.nodelay", "true");

  static {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final HttpPages pages;

  private HttpListener(HttpServer server, HttpPages pages) {
    this.server = server;
    this.pages = pages;
    String name = "http-" + server.getAddress().getPort() + "-";
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name, 0).factory());
    server.setExecutor(threads);
    server.createContext("/", this::serve);
  }

  /**
   * Binds the address and serves it until {@link #close}.
   *
   * @param address port 0 takes a free one
   * @throws BindException if the address is in use, is not this machine's, or is not permitted;
   *     with a one-line message such as {@code 127.0.0.1:8053: address already in use}
   * @throws IOException if the name of the host is unknown, with such a message
   */
  public static HttpListener open(InetSocketAddress address, HttpPages pages) throws IOException {
    if (address.isUnresolved()) {
      throw new IOException(address.getHostString() + ": unknown host");
    }
    HttpServer server;
    try {
      server = HttpServer.create(address, BACKLOG);
    } catch (SocketException failure) {
      throw bindFailure(address, failure);
    }
    var listener = new HttpListener(server, pages);
    server.start();
    return listener;
  }

  private static BindException bindFailure(InetSocketAddress address, SocketException failure) {
    String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    var clear = new BindException(text(address) + ": " + reason);
    clear.initCause(failure);
    return clear;
  }

  private static String text(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return (host.getAddress().length == 16
            ? "[" + host.getHostAddress() + "]"
            : host.getHostAddress())
        + ":"
        + address.getPort();
  }

  /** The address that is served, with the real port. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, replyTo(exchange));
    } catch (IOException gone) {
      log.debug("an HTTP client left before its reply: {}", gone.toString());
    }
  }

  private HttpReply replyTo(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return HttpReply.text(405, "only GET and HEAD\n");
    }
    URI uri = exchange.getRequestURI();
    String path = uri.getRawPath();
    try {
      String query = uri.getRawQuery();
      return pages.page(
          new HttpGet(path, query == null ? "" : query, exchange.getRemoteAddress().getAddress()));
    } catch (RuntimeException bug) {
      log.error("HTTP {} failed", path, bug);
      return HttpReply.text(500, "internal error; the server's log has the details\n");
    }
  }

  private static void send(HttpExchange exchange, HttpReply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    // -1 is an empty body to HttpServer, and 0 one of unknown length.
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /**
   * Stops to listen and closes all connections; replies on their way get at most a second. A second
   * call does nothing.
   */
  @Override
  public void close() {
    server.stop(LAST_REPLIES_SECONDS);
    threads.shutdownNow();
  }
}
