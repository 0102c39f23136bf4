package org.popdns.notify;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import org.popdns.admin.Json;
import tools.jackson.databind.JsonNode;

/** A real HTTP server that takes messages, or does not, as a test tells it. Any thread. */
public final class WebhookReceiver implements AutoCloseable {

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Reply usual = Reply.status(200);

  /** What came. */
  public record Request(String path, Headers headers, String body) {

    public JsonNode json() {
      return Json.MAPPER.readTree(body);
    }
  }

  /**
   * What is answered.
   *
   * @param status 0 to answer nothing at all
   */
  public record Reply(int status, Map<String, String> headers) {

    public static final Reply SILENCE = status(0);

    public static Reply status(int status) {
      return new Reply(status, Map.of());
    }
  }

  private WebhookReceiver(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** One that speaks plain HTTP. */
  public static WebhookReceiver open() throws IOException {
    return at(0);
  }

  /** One at a port. */
  public static WebhookReceiver at(int port) throws IOException {
    return new WebhookReceiver(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0),
        "http");
  }

  /** One that speaks HTTPS. */
  public static WebhookReceiver open(SSLContext tls) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new WebhookReceiver(server, "https");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(
          new Request(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
      Reply next = replies.poll();
      Reply reply = next == null ? usual : next;
      if (reply.status() == 0) {
        closed.await();
        return;
      }
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers so once, after what was asked for before. */
  public void next(Reply reply) {
    replies.add(reply);
  }

  /** Answers so from now on. */
  public void usually(Reply reply) {
    usual = reply;
  }

  public URI url() {
    return URI.create(scheme + "://127.0.0.1:" + port() + "/hook");
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
  }
}
