package org.popdns.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.model.TlsTrust;

/** A thousand probes of every kind of end leave no descriptor behind. */
final class DescriptorsTest {
  private static final Path OPEN_DESCRIPTORS = Path.of("/proc/self/fd");

  private static long openSockets() {
    try (Stream<Path> all = Files.list(OPEN_DESCRIPTORS)) {
      return all.filter(DescriptorsTest::isSocket).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @Test
  void probesOverTls_leaveNoSocket_whereverTheyEnd() {
    assumeThat(OPEN_DESCRIPTORS).isDirectory();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    TlsTrust any = new TlsTrust.Unverified();
    SSLContext tls = new Authority("any").serverFor("127.0.0.1");
    try (ProbingLoop loop = new ProbingLoop();
        RawServer silent = new RawServer(RawServer.Connection::awaitClose);
        RawServer rude = new RawServer(RawServer.Connection::readSome);
        RawServer good =
            new RawServer(
                connection -> {
                  connection.readRequest();
                  connection.write("HTTP/1.1 200 OK\r\n\r\n");
                  connection.awaitClose();
                },
                tls,
                loopback)) {
      long before = openSockets();
      for (int round = 0; round < 5; round++) {
        List<CompletableFuture<ProbeOutcome>> probes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          Check patient = Checks.https(silent.port(), any);
          Check impatient = patient.with(Checks.impatient());
          probes.add(loop.start(impatient, loopback));
          probes.add(loop.start(Checks.https(rude.port(), any), loopback));
          probes.add(loop.start(Checks.https(good.port(), any), loopback));
        }
        probes.forEach(CompletableFuture::join);
      }
      await("sockets closed on both sides").until(DescriptorsTest::openSockets, n -> n <= before);
      assertThat(openSockets()).isLessThanOrEqualTo(before);
    }
  }

  @Test
  void thousandProbes_leaveNoSocket() {
    assumeThat(OPEN_DESCRIPTORS).isDirectory();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ProbingLoop loop = new ProbingLoop();
        RawServer silent = new RawServer(RawServer.Connection::awaitClose);
        RawServer rude = new RawServer(RawServer.Connection::readRequest);
        RawServer good = new RawServer(connection -> connection.write("HTTP/1.1 200 OK\r\n\r\n"))) {
      RawServer gone = new RawServer(RawServer.Connection::awaitClose);
      gone.close();
      long before = openSockets();
      for (int round = 0; round < 10; round++) {
        List<CompletableFuture<ProbeOutcome>> probes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          probes.add(loop.start(Checks.http(silent.port(), Checks.impatient()), loopback));
          probes.add(loop.start(Checks.http(rude.port()), loopback));
          probes.add(loop.start(Checks.http(good.port()), loopback));
          probes.add(loop.start(Checks.http(gone.port()), loopback));
          probes.add(loop.start(Checks.tcp(good.port()), loopback));
        }
        probes.forEach(CompletableFuture::join);
      }
      await("sockets closed on both sides").until(DescriptorsTest::openSockets, n -> n <= before);
      assertThat(openSockets()).isLessThanOrEqualTo(before);
    }
  }
}
