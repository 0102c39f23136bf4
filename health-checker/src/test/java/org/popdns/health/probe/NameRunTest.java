package org.popdns.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.model.Target;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.health.probe.AddressLookup.Answer;
import org.popdns.name.DomainName;

/** Probes of names, whose addresses are on this host. */
final class NameRunTest {

  private static final DomainName ORIGIN = DomainName.parse("Origin.example.net.");
  private static final Target TARGET = new Target.Name(ORIGIN);
  private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.13");

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<DomainName> asked = new ArrayList<>();
  private final ProbingLoop loop = new ProbingLoop(this::ask);

  @AfterEach
  void close() {
    loop.close();
  }

  private synchronized void ask(DomainName name, Consumer<Answer> whenAnswered) {
    asked.add(name);
    Answer answer = answers.poll();
    if (answer != null) {
      whenAnswered.accept(answer);
    }
  }

  private synchronized List<DomainName> asked() {
    return List.copyOf(asked);
  }

  private static Answer found(long ttlSeconds, InetAddress... addresses) {
    return new Answer.Found(List.of(addresses), ttlSeconds);
  }

  private ProbeOutcome probe(Check check) {
    return loop.start(check, TARGET).orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static RawServer server() {
    return new RawServer(
        connection -> {
          connection.readRequest();
          connection.write("HTTP/1.1 200 OK\r\n\r\n");
        });
  }

  @Test
  void hostThatIsTheValue_isTheName() {
    answers.add(found(60, InetAddress.getLoopbackAddress()));
    try (RawServer server = server()) {
      assertThat(probe(Checks.http(server.port(), Checks.patient())))
          .isEqualTo(new ProbeOutcome.Success("127.0.0.1: status 200"));
      assertThat(server.lastRequest().lines())
          .contains("host: origin.example.net:" + server.port());
    }
    assertThat(asked()).containsExactly(ORIGIN);
  }

  @Test
  void hostOfTheCheck_isAskedForAtTheNamesAddress() {
    answers.add(found(60, InetAddress.getLoopbackAddress()));
    try (RawServer server = server()) {
      Check check =
          Checks.withHost(Checks.http(server.port(), Checks.patient()), "www.example.com");
      assertThat(probe(check)).isEqualTo(new ProbeOutcome.Success("127.0.0.1: status 200"));
      assertThat(server.lastRequest().lines()).contains("host: www.example.com");
    }
  }

  @Test
  void oneOfSeveralAddresses_isEnough() {
    answers.add(found(60, NOBODY, InetAddress.getLoopbackAddress()));
    try (RawServer server = server()) {
      assertThat(probe(Checks.http(server.port(), Checks.patient())))
          .isEqualTo(new ProbeOutcome.Success("127.0.0.1: status 200"));
    }
  }

  @Test
  void allAddressesFail_andEachSaysWhy() {
    int port = closedPort();
    answers.add(found(60, NOBODY, InetAddress.ofLiteral("127.0.0.14")));
    assertThat(probe(Checks.tcp(port)).reason().split("; "))
        .containsExactlyInAnyOrder(
            "127.0.0.13: connection refused", "127.0.0.14: connection refused");
  }

  private static int closedPort() {
    try (RawServer server = new RawServer(RawServer.Connection::awaitClose)) {
      return server.port();
    }
  }

  @Test
  void nameThatDoesNotExist_fails() {
    answers.add(new Answer.Nothing("the name does not exist"));
    assertThat(probe(Checks.tcp(9))).isEqualTo(new ProbeOutcome.Failure("the name does not exist"));
  }

  @Test
  void silentResolver_failsWithinTheTimeout() {
    assertThat(probe(Checks.http(9, Checks.impatient())))
        .isEqualTo(new ProbeOutcome.Failure("no resolver has answered"));
  }

  @Test
  void silentResolver_leavesTheAddressesOfBefore() {
    answers.add(found(0, InetAddress.getLoopbackAddress()));
    try (RawServer server = server()) {
      Check check = Checks.http(server.port(), Checks.patient());
      assertThat(probe(check)).isEqualTo(new ProbeOutcome.Success("127.0.0.1: status 200"));
      answers.add(new Answer.Silence("the resolver says SERVFAIL"));
      // The first answer holds for a second.
      await()
          .pollInterval(Duration.ofMillis(100))
          .untilAsserted(
              () ->
                  assertThat(probe(check).reason())
                      .matches(
                          "127\\.0\\.0\\.1: status 200"
                              + " \\(by the answer of \\d+ s ago: no resolver answers\\)"));
    }
  }

  @Test
  void ownName_isNotAskedFor() {
    loop.onLoop(
        () -> loop.prober.ownNames(Map.of(DomainName.parse("origin.example.net."), List.of())));
    assertThat(probe(Checks.tcp(9)))
        .isEqualTo(
            new ProbeOutcome.Failure("the name has no addresses in the zones of this server"));
    assertThat(asked()).isEmpty();
  }

  @Test
  void cancelledProbe_reportsNothing() throws Exception {
    CompletableFuture<ProbeOutcome> outcome = new CompletableFuture<>();
    CompletableFuture<Prober.Running> started = new CompletableFuture<>();
    loop.onLoop(
        () ->
            started.complete(
                loop.prober.start(Checks.http(9, Checks.impatient()), TARGET, outcome::complete)));
    Prober.Running running = started.get(5, TimeUnit.SECONDS);
    loop.onLoop(running::cancel);
    loop.close();
    assertThat(outcome).isNotDone();
  }

  // What the server is asked for in the handshake has neither final dot nor port.
  @Test
  void nameOverTls_isTheServersName() {
    HttpProbe https = HttpProbe.at(8443).withTls(new TlsTrust.Unverified());
    HttpProbe asked = https.of(ORIGIN);
    assertThat(asked.host().map(host -> host.toLowerCase(Locale.ROOT)))
        .contains("origin.example.net:8443");
    assertThat(asked.serverName().map(host -> host.toLowerCase(Locale.ROOT)))
        .contains("origin.example.net");
    assertThat(https.withHost("www.example.com").of(ORIGIN))
        .isEqualTo(https.withHost("www.example.com"));
    assertThat(new TcpProbe(443).of(ORIGIN)).isEqualTo(new TcpProbe(443));
  }

  @Test
  void manyAddresses_areProbedByFours() {
    List<InetAddress> many = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      many.add(InetAddress.ofLiteral("192.0.2." + i));
      many.add(InetAddress.ofLiteral("2001:db8::" + i));
    }
    assertThat(NameRun.some(many))
        .map(InetAddress::getHostAddress)
        .containsExactly(
            "192.0.2.1",
            "2001:db8:0:0:0:0:0:1",
            "192.0.2.2",
            "2001:db8:0:0:0:0:0:2",
            "192.0.2.3",
            "2001:db8:0:0:0:0:0:3",
            "192.0.2.4",
            "2001:db8:0:0:0:0:0:4");
    assertThat(NameRun.some(many.stream().filter(one -> one.getAddress().length == 4).toList()))
        .hasSize(8);
  }
}
