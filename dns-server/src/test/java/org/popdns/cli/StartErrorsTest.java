package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.TestServer;

/**
 * What an operator sees when the server can't start: the real process, its exit code and all it
 * prints. Each is one line that says what is wrong; where it is in a file, the file's line follows.
 */
final class StartErrorsTest {

  private static final String ZONE =
      """
      '':
        - {type: NS, values: [ns1.example.com.]}
      ns1: {type: A, value: 127.0.0.1}
      """;

  @TempDir private Path folder;

  /** The field is set before each test. */
  @SuppressWarnings("NullAway.Init")
  StartErrorsTest() {}

  private record Ended(int exitCode, String out, String err) {}

  private Path write() throws IOException {
    return TestServer.write(
        folder, Optional.empty(), Optional.empty(), Map.of("example.com.yaml", ZONE));
  }

  private Path write(String listen) throws IOException {
    Path file = write();
    return Files.writeString(
        file, Files.readString(file).replace("\"127.0.0.1:0\"]", "\"" + listen + "\"]"));
  }

  private Ended popdns(String... arguments) throws IOException, InterruptedException {
    return run(List.of(), arguments);
  }

  private Ended run(List<String> wrapper, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Popdns.class.getName()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("POPDNS_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running: " + Files.readString(err));
    }
    return new Ended(
        process.exitValue(), Files.readString(out), Files.readString(err, StandardCharsets.UTF_8));
  }

  private void assertError(Ended ended, String message) {
    assertThat(ended.err()).isEqualTo("popdns: error: " + message + "\n");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(folder.resolve("control.sock")).as("nothing is left").doesNotExist();
  }

  @Test
  void portOfAnotherPopdns_isInUse(@TempDir Path other) throws Exception {
    try (TestServer server = TestServer.of(other, Map.of("example.com.yaml", ZONE))) {
      int port = server.address().getPort();
      assertError(
          popdns("serve", "--config", write("127.0.0.1:" + port).toString()),
          "127.0.0.1:%d (TCP): address already in use: another popdns or another nameserver answers there"
              .formatted(port));
      assertThat(server.page("/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void portOfAServerOnTcpOnly_isInUse() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertError(
          popdns("serve", "--config", write("127.0.0.1:" + other.getLocalPort()).toString()),
          "127.0.0.1:%d (TCP): address already in use: another popdns or another nameserver answers there"
              .formatted(other.getLocalPort()));
    }
  }

  @Test
  void portOfAServerOnUdpOnly_isInUse_evenIfThatOneShares() throws Exception {
    try (DatagramSocket other = new DatagramSocket(null)) {
      other.setOption(java.net.StandardSocketOptions.SO_REUSEPORT, true);
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertError(
          popdns("serve", "--config", write("127.0.0.1:" + other.getLocalPort()).toString()),
          "127.0.0.1:%d (UDP): address already in use: another popdns or another nameserver answers there"
              .formatted(other.getLocalPort()));
    }
  }

  @Test
  void portOfTheHealthEndpoint_isInUse() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file = write();
      Files.writeString(
          file,
          Files.readString(file)
              .replace(
                  "http: \"127.0.0.1:0\"", "http: \"127.0.0.1:" + other.getLocalPort() + "\""));
      Ended ended = popdns("serve", "--config", file.toString());
      List<String> errors = ended.err().lines().filter(line -> !line.contains(" WARN ")).toList();
      assertThat(errors)
          .containsExactly(
              "popdns: error: health endpoint (admin.http) 127.0.0.1:%d: address already in use"
                  .formatted(other.getLocalPort()));
      assertThat(ended.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void controlSocketOfAnotherPopdns_isInUse() throws Exception {
    try (TestServer server = TestServer.of(folder, Map.of("example.com.yaml", ZONE))) {
      Ended ended = popdns("serve", "--config", folder.resolve("popdns.yaml").toString());
      assertThat(ended.err())
          .isEqualTo(
              "popdns: error: another popdns is running with the control socket %1$s (it holds %1$s.lock)%n"
                  .formatted(folder.resolve("control.sock")));
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(server.page("/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void wildcardAddress_isRefusedOnNetty() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path file = write("0.0.0.0:" + port);
    Files.writeString(file, "workers: {udp: netty}\n", StandardOpenOption.APPEND);
    assertError(
        popdns("serve", "--config", file.toString()),
        "0.0.0.0:"
            + port
            + ": a wildcard address is not supported by this transport, since a response could"
            + " leave from another address than the one asked: name each service address");
  }

  @Test
  void missingConfiguration_isNamed() throws Exception {
    Path missing = folder.resolve("missing.yaml");
    Ended ended = popdns("serve", "--config", missing.toString());
    assertThat(ended.err().lines()).hasSize(1).allMatch(line -> line.contains(missing.toString()));
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void configurationThatIsAFolder_isNamed() throws Exception {
    Ended ended = popdns("serve", "--config", folder.toString());
    assertThat(ended.err().lines()).hasSize(1).allMatch(line -> line.contains(folder.toString()));
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void zoneFileThatIsAFolder_isNamed() throws Exception {
    Path file = write();
    // The only zone: with another that is right, that one would be served.
    Files.delete(folder.resolve("zones/example.com.yaml"));
    Files.createDirectory(folder.resolve("zones/example.net.yaml"));
    Ended ended = popdns("serve", "--config", file.toString());
    assertThat(ended.err().lines().filter(line -> line.contains("error:")))
        .hasSize(1)
        .allMatch(line -> line.contains("example.net.yaml"));
    assertNoTrace(ended);
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void unknownSite_isNamed_withTheSitesThereAre() throws Exception {
    Path file = write();
    Files.writeString(folder.resolve("clusters.yaml"), "sites: {san-jose: {}, japan: {}}\n");
    Files.writeString(file, Files.readString(file) + "clusters: clusters.yaml\n");
    Ended ended = popdns("serve", "--config", file.toString(), "--site", "sanjose");
    assertThat(ended.err().lines().filter(line -> line.contains("error:"))).hasSize(1);
    assertThat(ended.err()).contains("sanjose").contains("san-jose");
    assertNoTrace(ended);
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void zoneThatFitsNoMessage_isNamed() throws Exception {
    Path file = write();
    StringBuilder zone = new StringBuilder(ZONE).append("big:\n  - type: TXT\n    values:\n");
    for (int i = 0; i < 400; i++) {
      zone.append("      - \"").append(i).append("x".repeat(200)).append("\"\n");
    }
    Files.writeString(folder.resolve("zones/example.com.yaml"), zone);
    Ended ended = popdns("serve", "--config", file.toString());
    assertThat(ended.err().lines().filter(line -> line.contains("error:")))
        .hasSize(1)
        .allMatch(line -> line.contains("the TXT records of big.example.com. fit no DNS message"));
    assertNoTrace(ended);
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void controlSocketBelowAFile_isNamed() throws Exception {
    Path file = write();
    Files.writeString(folder.resolve("notafolder"), "");
    Files.writeString(
        file, Files.readString(file).replace("control.sock", "notafolder/control.sock"));
    Ended ended = popdns("serve", "--config", file.toString());
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).contains("notafolder").contains("not a folder");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void portBelow1024_needsPermission() throws Exception {
    // In a network of its own, where no setting of this machine permits the port.
    List<String> alone =
        List.of(
            "unshare",
            "--net",
            "sh",
            "-c",
            "ip link set lo up && exec setpriv --bounding-set=-all \"$@\"",
            "sh");
    Assumptions.assumeTrue(works(alone), "needs root, unshare, ip and setpriv");
    Ended ended = run(alone, "serve", "--config", write("127.0.0.1:53").toString());
    assertThat(ended.err().lines().filter(line -> !line.contains(" WARN ")))
        .containsExactly(
            "popdns: error: 127.0.0.1:53 (TCP): permission denied: ports below 1024 need root or"
                + " CAP_NET_BIND_SERVICE");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void wrongUsage_exitsWith2_andNoServerWith3() throws Exception {
    assertThat(popdns("serv").exitCode()).isEqualTo(2);
    Ended status = popdns("status", "--socket", folder.resolve("none.sock").toString());
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.err())
        .isEqualTo(
            "popdns: error: popdns is not running (nobody listens at %s)%n"
                .formatted(folder.resolve("none.sock")));
  }

  private static boolean works(List<String> wrapper) throws InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add("true");
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertNoTrace(Ended ended) {
    assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("Exception");
  }
}
