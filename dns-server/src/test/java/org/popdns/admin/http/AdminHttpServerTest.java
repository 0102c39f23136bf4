package org.popdns.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AdminHttpServerTest {
  private final CyclicBarrier together = new CyclicBarrier(20);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private AdminHttpServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        AdminHttpServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(
                new HttpRoute(
                    "/readyz", () -> HttpReply.text(503, "no route: image-0-3 ist müde\n")),
                new HttpRoute("/status", () -> HttpReply.json(200, "{}")),
                new HttpRoute("/empty", () -> HttpReply.text(200, "")),
                new HttpRoute("/bug", () -> HttpReply.text(200, bug())),
                new HttpRoute("/together", this::together),
                new HttpRoute("/hold", this::hold)));
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.close();
  }

  private static String bug() {
    throw new IllegalStateException("a bug");
  }

  private HttpReply together() {
    try {
      together.await(20, TimeUnit.SECONDS);
      return HttpReply.text(200, "met");
    } catch (Exception alone) {
      return HttpReply.text(200, alone.toString());
    }
  }

  private HttpReply hold() {
    held.countDown();
    try {
      release.await();
      return HttpReply.text(200, "held");
    } catch (InterruptedException interrupted) {
      return HttpReply.text(200, "interrupted");
    }
  }

  private static String withoutDate(String response) {
    return response.replaceFirst("(?m)^Date: .*\r\n", "").replace("\r", "");
  }

  private String request(String methodAndPath) throws IOException {
    return withoutDate(RawHttp.request(server.address(), methodAndPath));
  }

  @Test
  void get_bringsThePage() throws IOException {
    assertThat(request("GET /readyz"))
        .isEqualTo(
            """
            HTTP/1.1 503 Service Unavailable
            Content-type: text/plain; charset=utf-8
            Content-length: 30
            Cache-control: no-store

            no route: image-0-3 ist müde
            """);
  }

  @Test
  void head_bringsTheHeadersOfGet() throws IOException {
    assertThat(request("HEAD /readyz"))
        .isEqualTo(
            """
            HTTP/1.1 503 Service Unavailable
            Content-type: text/plain; charset=utf-8
            Content-length: 30
            Cache-control: no-store

            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /status", "GET /status?pretty", "GET http://example.com/status"})
  void query_andHost_areIgnored(String methodAndPath) throws IOException {
    assertThat(request(methodAndPath)).startsWith("HTTP/1.1 200 OK\n").endsWith("\n\n{}");
  }

  @Test
  void emptyPage_hasALength() throws IOException {
    assertThat(request("GET /empty")).contains("\nContent-length: 0\n").endsWith("\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /",
        "GET /status/",
        "GET /statusx",
        "GET /%73tatus",
        "GET /a/../status",
        "HEAD /none"
      })
  void otherPath_isNotFound_andThePathsAreListed(String methodAndPath) throws IOException {
    String response = request(methodAndPath);
    assertThat(response).startsWith("HTTP/1.1 404 Not Found\n");
    if (methodAndPath.startsWith("GET")) {
      assertThat(response)
          .endsWith("\n\nnot here; there are:\n/bug\n/empty\n/hold\n/readyz\n/status\n/together\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"})
  void otherMethod_isRefused(String method) throws IOException {
    assertThat(request(method + " /status"))
        .startsWith("HTTP/1.1 405 Method Not Allowed\n")
        .contains("\nAllow: GET, HEAD\n");
  }

  @Test
  void pageThatThrows_isAnInternalError_andTheNextIsServed() throws IOException {
    assertThat(request("GET /bug"))
        .startsWith("HTTP/1.1 500 Internal Server Error\n")
        .endsWith("\n\ninternal error; the server's log has the details\n");
    assertThat(request("GET /status")).startsWith("HTTP/1.1 200 OK\n");
  }

  @Test
  void requests_areServedAtTheSameTime() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = RawHttp.connect(server.address());
        sockets.add(socket);
        socket
            .getOutputStream()
            .write("GET /together HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      for (Socket socket : sockets) {
        assertThat(RawHttp.untilClosed(socket)).endsWith("met");
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET\r\n\r\n",
        "GET  HTTP/1.1\r\n\r\n",
        "GET mailto:a@b HTTP/1.1\r\n\r\n",
        "GET * HTTP/1.1\r\n\r\n",
        "GET /status HTTP/1.1\r\nno colon\r\n\r\n",
        "\u0016\u0003\u0001\u00ff\u00fe\u0000\r\n\r\n",
        "POST /status HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "POST /status HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void nonsense_disturbsNobody(String text) throws IOException {
    try (Socket socket = RawHttp.connect(server.address())) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(request("GET /status")).startsWith("HTTP/1.1 200 OK\n");
    }
  }

  @Test
  void hugeHeader_isHungUp_andDisturbsNobody() throws IOException {
    String header = "X: " + "x".repeat(20_000) + "\r\n\r\n";
    assertThat(RawHttp.exchange(server.address(), "GET /status HTTP/1.1\r\n" + header))
        .doesNotContain("200 OK");
    assertThat(request("GET /status")).startsWith("HTTP/1.1 200 OK\n");
  }

  @Test
  void hundredSlowClients_disturbNobody() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = RawHttp.connect(server.address());
        slow.add(socket);
        socket.getOutputStream().write("GET /sta".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(request("GET /status")).startsWith("HTTP/1.1 200 OK\n");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void clientsBeyondTheLimit_areHungUp_andItRecovers() throws IOException {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        clients.add(RawHttp.connect(server.address()));
      }
      assertThat(RawHttp.untilClosed(clients.get(299))).isEmpty();
    } finally {
      for (Socket socket : clients) {
        socket.close();
      }
    }
    await().untilAsserted(() -> assertThat(request("GET /status")).startsWith("HTTP/1.1 200 OK\n"));
  }

  @Test
  void addressInUse_isNamed() {
    assertThatThrownBy(() -> AdminHttpServer.open(server.address(), List.of()))
        .isInstanceOf(BindException.class)
        .hasMessage("127.0.0.1:%d: address already in use", server.address().getPort());
  }

  @Test
  void addressOfAnotherMachine_isNamed() {
    assertThatThrownBy(
            () -> AdminHttpServer.open(new InetSocketAddress("192.0.2.1", 8053), List.of()))
        .isInstanceOf(BindException.class)
        .hasMessage("192.0.2.1:8053: cannot assign requested address");
    assertThatThrownBy(
            () -> AdminHttpServer.open(new InetSocketAddress("2001:db8::1", 8053), List.of()))
        .isInstanceOf(BindException.class)
        .hasMessage("[2001:db8:0:0:0:0:0:1]:8053: cannot assign requested address");
  }

  @Test
  void unknownHost_isNamed() {
    assertThatThrownBy(
            () ->
                AdminHttpServer.open(
                    InetSocketAddress.createUnresolved("nowhere.invalid", 8053), List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("nowhere.invalid: unknown host");
  }

  @Test
  void twoPagesAtOnePath_areRefused() {
    var page = new HttpRoute("/status", () -> HttpReply.json(200, "{}"));
    assertThatThrownBy(
            () ->
                AdminHttpServer.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    List.of(page, page)))
        .hasMessage("two pages at /status");
  }

  @Test
  void close_hangsUpIdleConnections_andFreesThePort() throws IOException {
    try (Socket idle = RawHttp.connect(server.address())) {
      idle.getOutputStream()
          .write("GET /status HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(idle.getInputStream().read()).isEqualTo('H');
      long from = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
      assertThat(RawHttp.untilClosed(idle)).endsWith("{}");
    }
    AdminHttpServer.open(server.address(), List.of()).close();
  }

  @Test
  void close_withAPageThatNeverEnds_isBounded() throws Exception {
    try (Socket waiting = RawHttp.connect(server.address())) {
      waiting
          .getOutputStream()
          .write("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      held.await();
      long from = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
