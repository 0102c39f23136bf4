package org.popdns.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.answer.Exchange;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.Configuration;
import org.popdns.config.presentation.MessageText;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.name.DomainName;
import org.popdns.place.Places;
import org.popdns.publish.TestPublisher;
import org.popdns.snapshot.Snapshot;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.popdns.wire.QueryParser;
import tools.jackson.databind.JsonNode;

/** What is explained is what is answered: random names, types and states of health. */
class ExplainAgreesWithTheWireTest {

  private static final Moment NOW = new Moment(Instant.EPOCH, 0);

  private static final int TRIPLES = 10_000;
  private static final int HEALTH_STATES = 100;

  private static final String CLUSTERS =
      """
      sites: {here: {fallback: [there, far]}, there: {fallback: [here]}, far: {}}
      checks:
        connect: {tcp: {port: 9}}
      clusters:
        images:
          check: connect
          minimum-healthy: 2
          members:
            here: [{name: h1, addresses: [192.0.2.1, "2001:db8::1"]}, 192.0.2.2, 192.0.2.3]
            there: [{name: t1, addresses: [192.0.2.11, "2001:db8::11"]}, 192.0.2.12]
            far: [192.0.2.21, 192.0.2.22]
        mail:
          check: connect
          minimum-healthy: 50%
          members:
            here: [192.0.2.31, 192.0.2.32]
            far: [192.0.2.41, "2001:db8::41"]
      """;

  private static final String ZONE =
      """
      '':
        - {type: NS, values: [ns1.example.com., ns2.example.net.]}
        - {type: MX, value: {preference: 10, exchange: mail.example.com.}}
      ns1: {type: A, value: 192.0.2.53}
      images: [{type: A, cluster: images}, {type: AAAA, cluster: images}]
      mail: [{type: A, cluster: mail}, {type: AAAA, ttl: 5, cluster: mail}]
      www: {type: CNAME, value: images.example.com.}
      '*.wild': [{type: A, cluster: images}, {type: TXT, value: any}]
      '*.alias': {type: CNAME, value: x.wild.example.com.}
      deep.below.here: {type: A, values: [192.0.2.61, 192.0.2.62]}
      sub: {type: NS, values: [ns.sub.example.com., ns1.example.com.]}
      ns.sub: {type: A, value: 192.0.2.71}
      out: {type: CNAME, value: elsewhere.example.net.}
      gone: {type: CNAME, value: nowhere.example.com.}
      """;

  private static final List<String> NAMES =
      List.of(
          "",
          "ns1.",
          "images.",
          "mail.",
          "www.",
          "a.wild.",
          "b.c.wild.",
          "wild.",
          "*.wild.",
          "q.alias.",
          "deep.below.here.",
          "below.here.",
          "x.below.here.",
          "sub.",
          "a.sub.",
          "ns.sub.",
          "out.",
          "gone.",
          "nothing.");

  private static final List<Integer> TYPES = List.of(1, 28, 2, 5, 6, 15, 16, 33, 43, 255, 99);

  private static final List<String> ENDPOINTS =
      List.of(
          "192.0.2.1",
          "2001:db8::1",
          "192.0.2.2",
          "192.0.2.3",
          "192.0.2.11",
          "2001:db8::11",
          "192.0.2.12",
          "192.0.2.21",
          "192.0.2.22",
          "192.0.2.31",
          "192.0.2.32",
          "192.0.2.41",
          "2001:db8::41");

  @TempDir Path folder;

  @Test
  void explain_randomNameTypeAndHealth_agreesWithTheAnswer() throws Exception {
    long seed = System.nanoTime();
    System.out.println("explain against the wire: seed " + seed);
    Random random = new Random(seed);
    Configuration configuration = configuration();
    Situation running = running(configuration);
    for (int state = 0; state < HEALTH_STATES; state++) {
      Set<String> down = new HashSet<>();
      ENDPOINTS.stream().filter(e -> random.nextInt(3) > 0).forEach(down::add);
      Situation situation = Situation.assumed(configuration, Places.NONE, NOW).withDown(down, NOW);
      Snapshot root;
      try (TestPublisher publisher = new TestPublisher(configuration, Clocks.system())) {
        root = publisher.serve(configuration, situation.health()).snapshot();
      }
      for (int i = 0; i < TRIPLES / HEALTH_STATES; i++) {
        String name = NAMES.get(random.nextInt(NAMES.size())) + "example.com.";
        int type = TYPES.get(random.nextInt(TYPES.size()));
        JsonNode explanation = explain(situation, name, type);
        String served = answer(root, name, type);
        assertThat(explain(running.withDown(down, NOW), name, type))
            .as("of a running server, %s type %d with %s down, seed %d", name, type, down, seed)
            .isEqualTo(explanation);
        assertThat(explanation.path("answer").asString())
            .as("%s type %d with %s down, seed %d", name, type, down, seed)
            .isEqualTo(served);
        if (type == 1 || type == 28) {
          assertKeptAddressesAreAnswered(explanation, served, type);
        }
      }
    }
  }

  private static JsonNode explain(Situation situation, String name, int type) {
    return new Explainer(situation, DomainName.parse(name), type, Asker.NOBODY, Optional.empty(), 0)
        .explain();
  }

  /** A server that all endpoints are up for. */
  private static Situation running(Configuration configuration) throws Exception {
    Situation assumed = Situation.assumed(configuration, Places.NONE, NOW);
    try (TestPublisher publisher = new TestPublisher(configuration, Clocks.system())) {
      Snapshot served = publisher.serve(configuration, assumed.health()).snapshot();
      return new Situation(
          configuration,
          assumed.health(),
          assumed.regions(),
          new ServedAnswers(served, publisher.publisher().slotKeys()));
    }
  }

  private static void assertKeptAddressesAreAnswered(
      JsonNode explanation, String served, int type) {
    for (JsonNode cluster : explanation.path("clusters")) {
      for (JsonNode address : cluster.path("addresses")) {
        String text = address.path("address").asString();
        boolean asked = text.contains(":") ? type == 28 : type == 1;
        boolean kept = address.path("decision").asString().equals("kept");
        assertThat(served.lines().anyMatch(line -> endsWithAddress(line, text)))
            .as("%s in%n%s", text, served)
            .isEqualTo(asked && kept);
      }
    }
  }

  private static boolean endsWithAddress(String line, String address) {
    String last = line.substring(Math.max(line.lastIndexOf('\t'), line.lastIndexOf(' ')) + 1);
    return !line.startsWith(";")
        && last.matches("[0-9a-f.:]+")
        && (last.contains(":") || last.contains("."))
        && NetUtil.isValidIpV4Address(last) == !address.contains(":")
        && InetAddress.ofLiteral(last).equals(InetAddress.ofLiteral(address));
  }

  private Configuration configuration() throws IOException {
    Path file =
        TestServer.write(
            folder, Optional.of("here"), Optional.of(CLUSTERS), Map.of("example.com.yaml", ZONE));
    return new ConfigurationLoader(Map.of(), () -> "ns1")
        .load(file, ConfigurationLoader.Overrides.NONE)
        .configuration()
        .orElseThrow();
  }

  /** The answer of a worker to the query that the explanation shows the answer to. */
  private static String answer(Snapshot root, String name, int type) {
    byte[] query = QueryBytes.of(name, type).id(0).flags(0).opt(1232).bytes();
    Responder worker =
        new Responder(
            new ServerIdentity("ns1"), ServerCookies.bySystemClock(), new WorkerCounters(), 0);
    Exchange exchange = new Exchange();
    exchange.begin(root);
    exchange.client().udpIpv4(0x7F000001);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(query.length + QueryParser.READ_AHEAD_BYTES);
      MemorySegment.copy(query, 0, request, ValueLayout.JAVA_BYTE, 0, query.length);
      MemorySegment response = arena.allocate(65535);
      exchange.request(request, 0, query.length);
      exchange.response(response, 0, 65535);
      int length = worker.respond(exchange);
      return MessageText.of(response.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
  }
}
