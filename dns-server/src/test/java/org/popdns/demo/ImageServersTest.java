package org.popdns.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ImageServersTest {
  private int port;
  private ImageServers servers;

  @BeforeEach
  void open() throws IOException {
    port = freePort();
    servers = ImageServers.open(ImageHost.ofSite(0, 6, port));
  }

  @AfterEach
  void close() {
    servers.close();
  }

  private static int freePort() throws IOException {
    try (var any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.21"))) {
      return any.getLocalPort();
    }
  }

  private ImageHost host(int number) {
    return servers.hosts().get(number - 1);
  }

  private static Socket connect(ImageHost host) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(20_000);
    socket.connect(host.address(), 5_000);
    return socket;
  }

  private static String get(ImageHost host, String path) throws IOException {
    try (Socket socket = connect(host)) {
      String request = "GET " + path + " HTTP/1.0\r\nHost: images.example.com\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertRefuses(ImageHost host) {
    assertThatThrownBy(() -> get(host, "/healthz")).isInstanceOf(ConnectException.class);
  }

  @Test
  void hosts_haveTheNamesAndAddressesOfTheirSite() {
    assertThat(servers.hosts())
        .extracting(host -> host.name() + " " + host.address().getAddress().getHostAddress())
        .containsExactly(
            "image-0-1 127.0.0.21",
            "image-0-2 127.0.0.22",
            "image-0-3 127.0.0.23",
            "image-0-4 127.0.0.24",
            "image-0-5 127.0.0.25",
            "image-0-6 127.0.0.26");
    assertThat(ImageHost.ofSite(3, 6, 80).getLast())
        .isEqualTo(new ImageHost("image-3-6", new InetSocketAddress("127.0.0.176", 80)));
  }

  @Test
  void everyHost_saysThatItIsWell() throws IOException {
    for (ImageHost host : servers.hosts()) {
      assertThat(get(host, "/healthz")).contains(" 200 OK\r\n").endsWith("\r\n\r\nok\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/images/cat.svg", "/images/dog.svg?size=2"})
  void picture_namesItsHost(String path) throws IOException {
    assertThat(get(host(3), path))
        .contains(" 200 OK\r\n")
        .contains("\r\nContent-type: image/svg+xml\r\n")
        .contains("<svg ")
        .contains(">image-0-3</text>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/images/", "/images/cat.png", "/other"})
  void otherPath_isNotFound(String path) throws IOException {
    assertThat(get(host(1), path)).contains(" 404 Not Found\r\n");
  }

  @Test
  void stop_refusesConnectionsAtOnce_andOnlyOfThatHost() throws IOException {
    assertThat(servers.stop("image-0-3")).isEqualTo(new ServerChange.Stopped(host(3)));
    assertRefuses(host(3));
    assertThat(servers.isRunning("image-0-3")).isFalse();
    assertThat(get(host(2), "/healthz")).endsWith("ok\n");
    assertThat(servers.isRunning("image-0-2")).isTrue();
  }

  @Test
  void start_afterStop_servesAtOnce() throws IOException {
    servers.stop("image-0-3");
    assertThat(servers.start("image-0-3")).isEqualTo(new ServerChange.Started(host(3)));
    assertThat(get(host(3), "/healthz")).endsWith("ok\n");
  }

  @Test
  void stopAndStart_canBeRepeated() throws IOException {
    for (int round = 0; round < 20; round++) {
      assertThat(servers.stop("image-0-3")).isEqualTo(new ServerChange.Stopped(host(3)));
      assertThat(servers.stop("image-0-3")).isEqualTo(new ServerChange.Unchanged(host(3)));
      assertThat(servers.start("image-0-3")).isEqualTo(new ServerChange.Started(host(3)));
      assertThat(servers.start("image-0-3")).isEqualTo(new ServerChange.Unchanged(host(3)));
      assertThat(get(host(3), "/healthz")).endsWith("ok\n");
    }
  }

  @Test
  void unknownHost_isAnsweredWithTheNames() {
    var unknown =
        new ServerChange.UnknownHost(
            "image-9",
            List.of("image-0-1", "image-0-2", "image-0-3", "image-0-4", "image-0-5", "image-0-6"));
    assertThat(servers.stop("image-9")).isEqualTo(unknown);
    assertThat(servers.start("image-9")).isEqualTo(unknown);
    assertThat(servers.isRunning("image-9")).isFalse();
  }

  @Test
  void start_whileTheAddressIsTaken_saysSo() throws IOException {
    servers.stop("image-0-3");
    try (var other = new ServerSocket(port, 1, host(3).address().getAddress())) {
      assertThat(other.isBound()).isTrue();
      assertThat(servers.start("image-0-3"))
          .isEqualTo(
              new ServerChange.CannotStart(
                  host(3), "127.0.0.23:" + port + ": address already in use"));
    }
    assertThat(servers.start("image-0-3")).isEqualTo(new ServerChange.Started(host(3)));
  }

  @Test
  void open_whileOneAddressIsTaken_startsNone() throws IOException {
    List<ImageHost> hosts = servers.hosts();
    servers.close();
    try (var other = new ServerSocket(port, 1, hosts.get(4).address().getAddress())) {
      assertThat(other.isBound()).isTrue();
      assertThatThrownBy(() -> ImageServers.open(hosts))
          .isInstanceOf(IOException.class)
          .hasMessage("image-0-5 cannot listen at 127.0.0.25:%d: address already in use", port);
    }
    for (ImageHost host : hosts) {
      assertRefuses(host);
    }
  }

  @Test
  void stop_withIdleAndHalfRequests_isBounded() throws IOException {
    try (Socket idle = connect(host(3));
        Socket half = connect(host(3))) {
      half.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
      long from = System.nanoTime();
      servers.stop("image-0-3");
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
      assertThat(idle.isConnected()).isTrue();
      assertRefuses(host(3));
    }
  }

  @Test
  void stopsAndStarts_fromSeveralThreads_keepOneServerPerAddress() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> rounds = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        rounds.add(threads.submit(this::stopAndStartTenTimes));
      }
      for (Future<?> round : rounds) {
        round.get();
      }
    }
    assertThat(servers.start("image-0-3")).isEqualTo(new ServerChange.Unchanged(host(3)));
    assertThat(get(host(3), "/healthz")).endsWith("ok\n");
  }

  private void stopAndStartTenTimes() {
    for (int round = 0; round < 10; round++) {
      servers.stop("image-0-3");
      assertThat(servers.start("image-0-3")).isNotInstanceOf(ServerChange.CannotStart.class);
    }
  }

  @Test
  void close_twice_leavesNothingListening() {
    servers.close();
    servers.close();
    for (ImageHost host : servers.hosts()) {
      assertRefuses(host);
    }
  }
}
