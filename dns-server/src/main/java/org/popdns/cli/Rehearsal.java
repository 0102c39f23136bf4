package org.popdns.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A short life of a server, in one process: it starts with a static zone and a cluster, answers
 * over UDP and TCP, is asked by every command, reloads and stops. {@link StartCache} runs it to
 * learn which classes a start needs. Uses free ports of loopback and a temporary folder, which goes
 * away.
 */
final class Rehearsal {

  private static final int ROUNDS = 20;
  private static final int SECONDS_TO_START = 300;
  private static final int TIMEOUT_MILLIS = 5_000;

  private final Path folder;
  private final String configuration;
  private final String socket;

  private Rehearsal(Path folder) {
    this.folder = folder;
    configuration = folder.resolve("popdns.yaml").toString();
    socket = folder.resolve("control.sock").toString();
  }

  /** Runs once; an exception says that it went wrong. */
  public static void main(String[] args) throws Exception {
    Popdns.withoutNettyEvents();
    Path folder = Files.createTempDirectory("popdns-rehearsal");
    try {
      new Rehearsal(folder).run();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    System.exit(ExitCode.OK);
  }

  private void run() throws Exception {
    writeFiles();
    expect(ExitCode.OK, "check", "--config", configuration);
    CompletableFuture<String> server =
        CompletableFuture.supplyAsync(
            () ->
                expect(
                    ExitCode.OK,
                    "serve",
                    "--config",
                    configuration,
                    "--state",
                    folder.resolve("state").toString(),
                    "--drain-time",
                    "0s"));
    JsonNode status = awaitStatus(server);
    InetSocketAddress dns = address(status.path("transport").path("listen").path(0).asString());
    for (int round = 0; round < ROUNDS; round++) {
      for (String name : List.of("www.example.com", "images.example.com", "none.example.com")) {
        askOverUdp(dns, query(name));
      }
    }
    askOverTcp(dns, query("www.example.com"));
    commands();
    expect(ExitCode.OK, "stop", "--socket", socket);
    server.join();
  }

  private void commands() {
    expect(ExitCode.OK, "--version");
    expect(ExitCode.OK, "--help");
    expect(ExitCode.OK, "status", "--socket", socket);
    expect(ExitCode.OK, "explain", "www.example.com", "A", "--socket", socket);
    expect(ExitCode.OK, "zone", "list", "--config", configuration);
    expect(ExitCode.OK, "history", "--socket", socket);
    expect(ExitCode.OK, "reload", "--socket", socket);
  }

  private void writeFiles() throws IOException {
    Files.createDirectory(folder.resolve("zones"));
    Files.writeString(
        folder.resolve("popdns.yaml"),
        """
        site: here
        listen: ["127.0.0.1:0"]
        admin: {http: "127.0.0.1:0", socket: control.sock}
        zones: zones/
        clusters: clusters.yaml
        """);
    // Nothing listens on that port: the first checks end at once.
    Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        sites:
          here: {}
        checks:
          web: {http: {port: 9, path: /}, interval: 2s, timeout: 1s}
        clusters:
          images:
            check: web
            members:
              here: [127.0.0.1, 127.0.0.2]
        """);
    Files.writeString(
        folder.resolve("zones/example.com.yaml"),
        """
        '':
          - {type: NS, value: ns1.example.com.}
          - {type: MX, values: [{preference: 10, exchange: mail.example.com.}]}
          - {type: TXT, value: some text}
        ns1: {type: A, value: 192.0.2.53}
        mail: [{type: A, value: 192.0.2.25}, {type: AAAA, value: "2001:db8::25"}]
        images: {type: A, ttl: 60, cluster: images}
        www: {type: CNAME, value: images.example.com.}
        """);
    Files.writeString(
        folder.resolve("zones/example.net.zone"),
        """
        $TTL 3600
        @   IN SOA ns1 hostmaster 1 3600 600 604800 300
            IN NS  ns1
        ns1 IN A   192.0.2.53
        """);
  }

  private JsonNode awaitStatus(CompletableFuture<String> server) throws InterruptedException {
    for (int attempt = 0; attempt < 20 * SECONDS_TO_START && !server.isDone(); attempt++) {
      Run run = run("status", "-o", "json", "--socket", socket);
      if (run.exitCode() == ExitCode.OK) {
        JsonNode status = new JsonMapper().readTree(run.out());
        if (status.path("phase").asString("").equals("serving")) {
          return status;
        }
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("the server did not start");
  }

  private record Run(int exitCode, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Popdns.commandLineFor(arguments)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exitCode, out.toString(), err.toString());
  }

  private static String expect(int exitCode, String... arguments) {
    Run run = run(arguments);
    if (run.exitCode() != exitCode) {
      throw new IllegalStateException(
          "%s: exit code %d: %s".formatted(List.of(arguments), run.exitCode(), run.err()));
    }
    return run.out();
  }

  private static InetSocketAddress address(String text) {
    URI uri = URI.create("dns://" + text);
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  /** A query for the name's A records, with an OPT record (RFC 6891 §6.1.2). */
  private static byte[] query(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int header : new int[] {7, 0, 1, 0, 0, 1}) {
      out.writeShort(header);
    }
    for (String label : name.split("[.]", -1)) {
      out.writeByte(label.length());
      out.write(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.writeByte(0);
    out.writeShort(1);
    out.writeShort(1);
    out.write(new byte[] {0, 0, 41, 4, (byte) 208, 0, 0, 0, 0, 0, 0});
    return bytes.toByteArray();
  }

  private static void askOverUdp(InetSocketAddress server, byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.send(new DatagramPacket(query, query.length, server));
      socket.receive(new DatagramPacket(new byte[4096], 4096));
    }
  }

  private static void askOverTcp(InetSocketAddress server, byte[] query) throws IOException {
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(query.length);
      out.write(query);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readNBytes(in.readUnsignedShort());
    }
  }
}
