package org.popdns.differential.server;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.popdns.differential.wire.Ask;
import org.popdns.differential.wire.Response;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.wire.Rcode;

/** A nameserver's process. Closing it ends the process and those that it started. */
public final class RunningServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final int STOP_SECONDS = 10;
  private static final int ROUNDS_WITHOUT_PROGRESS = 20;
  private static final int PORT_ATTEMPTS = 100;

  private final Software software;
  private final Process process;
  private final InetSocketAddress address;
  private final Path log;
  private final List<DomainName> origins;

  private RunningServer(
      Software software,
      Process process,
      InetSocketAddress address,
      Path log,
      List<DomainName> origins) {
    this.origins = List.copyOf(origins);
    this.software = software;
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /**
   * Starts a server.
   *
   * @param folder for all that it writes; made here
   * @param zones the folder of the master files
   */
  public static RunningServer start(
      Software software, Path folder, Path zones, List<DomainName> origins) throws IOException {
    Files.createDirectories(folder);
    int port = freePort();
    List<String> command = software.prepare(new Software.Plan(folder, port, zones, origins));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new RunningServer(software, process, address, log, origins);
  }

  /** What runs. */
  public Software software() {
    return software;
  }

  /**
   * Puts questions.
   *
   * @return the responses in the order of the questions
   */
  public List<Response> ask(List<Ask> asks) throws IOException {
    return new QuestionStream(address).ask(asks);
  }

  /**
   * Puts questions over TCP, at most 65,536.
   *
   * @return the responses in the order of the questions
   */
  public List<Response> askOverTcp(List<Ask> asks) throws IOException {
    return new TcpStream(address).ask(asks);
  }

  /**
   * Waits until all zones that it was given are answered for.
   *
   * @return those that are; some are not when the server refuses their files
   * @throws IOException if it answers for none in time
   */
  public Set<DomainName> awaitZones() throws IOException, InterruptedException {
    Set<DomainName> loaded = new HashSet<>();
    long deadline = System.nanoTime() + START.toNanos();
    int idle = 0;
    while (loaded.size() < origins.size() && System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new IOException(software.name() + " ended: " + Files.readString(log));
      }
      List<DomainName> missing = new ArrayList<>(origins);
      missing.removeAll(loaded);
      int before = loaded.size();
      for (DomainName origin : probe(missing)) {
        loaded.add(origin);
      }
      idle = loaded.size() == before && before > 0 ? idle + 1 : 0;
      if (idle == ROUNDS_WITHOUT_PROGRESS) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    if (loaded.isEmpty()) {
      throw new IOException(software.name() + " serves nothing: " + Files.readString(log));
    }
    return loaded;
  }

  private List<DomainName> probe(List<DomainName> origins) throws IOException {
    List<Ask> first = List.of(Ask.of(origins.getFirst(), RecordType.SOA, Ask.Style.PLAIN));
    if (new QuestionStream(address).ask(first).getFirst().outcome() != Response.Outcome.READ) {
      return List.of();
    }
    List<Response> responses =
        ask(origins.stream().map(o -> Ask.of(o, RecordType.SOA, Ask.Style.PLAIN)).toList());
    List<DomainName> loaded = new ArrayList<>();
    for (int i = 0; i < origins.size(); i++) {
      Response response = responses.get(i);
      DomainName origin = origins.get(i);
      boolean served =
          response.rcode() == Rcode.NOERROR
              && response.answer().stream().anyMatch(group -> group.owner().equals(origin));
      if (served) {
        loaded.add(origin);
      }
    }
    return loaded;
  }

  /** What the server printed. */
  public Path log() {
    return log;
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** A port that is free for UDP and TCP; another process may still take it before the server. */
  private static int freePort() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    IOException last = new BindException("no attempt");
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback)) {
        return udp.getLocalPort();
      } catch (BindException e) {
        last = e; // Taken for UDP.
      }
    }
    throw last;
  }
}
