package org.popdns.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.EndpointUse;
import org.popdns.config.model.NotifySettings;
import org.popdns.config.model.Receiver;
import org.popdns.config.model.TlsTrust;
import org.popdns.events.Event;
import org.popdns.health.Status;
import org.popdns.notify.WebhookReceiver.Reply;
import org.popdns.notify.alert.Acknowledged;
import org.popdns.notify.alert.Routes;
import org.popdns.notify.alert.Standing;
import org.popdns.notify.delivery.Sender;
import org.popdns.state.StateDisk;
import org.popdns.status.NotificationsStatus;
import org.popdns.time.Clocks;
import tools.jackson.databind.JsonNode;

/** Events in, messages at real receivers out, whatever those do. */
final class NotifierTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private WebhookReceiver receiver;
  private StateDisk disk;
  private Notifier notifier;
  private volatile NotifySettings settings = NotifySettings.NOBODY;
  private volatile Standing standing = Standing.UNKNOWN;

  private final Watched watched =
      new Watched() {
        @Override
        public NotifySettings settings() {
          return settings;
        }

        @Override
        public Standing standing() {
          return standing;
        }

        @Override
        public Acknowledged acknowledged() {
          return Acknowledged.NOTHING;
        }
      };

  /** Made by JUnit; the fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  NotifierTest() {}

  @BeforeEach
  void open() throws IOException {
    receiver = WebhookReceiver.open();
    settings = to(receiver.url());
    disk = new StateDisk();
    notifier = start();
  }

  @AfterEach
  void close() {
    notifier.close();
    disk.close();
    receiver.close();
  }

  private Notifier start() {
    return new Notifier(
        new Sender("ns1", Optional.of("tokyo")),
        watched,
        Optional.of(folder.resolve("notify")),
        disk,
        Clocks.system(),
        () -> 0);
  }

  private void restart() {
    notifier.close();
    disk.close();
    disk = new StateDisk();
    notifier = start();
  }

  private static Receiver webhook(URI url) {
    return webhook(url, Duration.ofSeconds(5));
  }

  private static Receiver webhook(URI url, Duration timeout) {
    return new Receiver.Webhook(
        url, false, Receiver.Format.POPDNS, new TlsTrust.BySystem(), Map.of(), timeout);
  }

  private static NotifySettings to(URI... urls) {
    Map<String, Receiver> receivers = new LinkedHashMap<>();
    List<String> names = List.of("oncall", "chat").subList(0, urls.length);
    for (int i = 0; i < urls.length; i++) {
      receivers.put(names.get(i), webhook(urls[i]));
    }
    return new NotifySettings(
        receivers,
        List.of(Routes.usual().groupFor(Duration.ZERO).to(names.toArray(String[]::new)).route()),
        Map.of());
  }

  private static Event is(Status status, String member) {
    return new Event.EndpointChanged(
        NOON,
        List.of(new EndpointUse("images", "tokyo", member)),
        "192.0.2.21",
        "check web",
        status,
        status == Status.UP ? "status 200" : "connection refused");
  }

  private List<JsonNode> arrived() {
    return receiver.requests().stream().map(WebhookReceiver.Request::json).toList();
  }

  private void arrives(int messages) {
    await().atMost(PATIENCE).until(() -> receiver.requests().size() >= messages);
  }

  private NotificationsStatus.Receiver status() {
    return notifier.status().receivers().getFirst();
  }

  @Test
  void event_arrivesAsAMessage_andItsEndToo() {
    notifier.accept(is(Status.DOWN, "t1"));
    arrives(1);
    notifier.accept(is(Status.UP, "t1"));
    arrives(2);

    JsonNode down = arrived().getFirst();
    assertThat(down.path("summary").asString())
        .isEqualTo(
            "popdns ns1.tokyo: WARNING: member-down images/tokyo/t1 at 192.0.2.21 (check web)");
    assertThat(down.path("firing").path("count").asInt()).isEqualTo(1);
    assertThat(down.path("firing").path("alerts").get(0).toString())
        .isEqualTo(
            """
            {"kind":"member-down","severity":"warning","cluster":"images","site":"tokyo",\
            "member":"t1","address":"192.0.2.21","check":"check web",\
            "summary":"images/tokyo/t1 at 192.0.2.21 (check web) is down: connection refused",\
            "startsAt":"2026-03-02T12:00:00Z"}\
            """);
    JsonNode up = arrived().getLast();
    assertThat(up.path("resolved").path("alerts").get(0).path("endedBy").asString())
        .isEqualTo("images/tokyo/t1 at 192.0.2.21 (check web) is up: status 200");
    assertThat(up.path("id")).isNotEqualTo(down.path("id"));
    await().until(() -> status().delivered() == 2);
    assertThat(notifier.firing()).isEmpty();
  }

  @Test
  void receiverThatIsBroken_isTriedAgain_withTheSameMessage() {
    receiver.next(Reply.status(500));
    receiver.next(Reply.status(503));
    notifier.accept(is(Status.DOWN, "t1"));
    arrives(3);
    await().until(() -> status().delivered() == 1);

    assertThat(arrived())
        .extracting(json -> json.path("id").asString())
        .containsOnly(arrived().getFirst().path("id").asString());
    assertThat(status().failed()).isEqualTo(2);
    assertThat(status().waiting()).isZero();
    assertThat(status().isFailing()).isFalse();
    assertThat(status().lastFailure()).map(NotificationsStatus.Failure::why).hasValue("status 503");
  }

  @Test
  void receiverThatWantsToBeLeftAlone_is() throws InterruptedException {
    receiver.next(new Reply(429, Map.of("Retry-After", "3")));
    notifier.accept(is(Status.DOWN, "t1"));
    arrives(1);
    long first = System.nanoTime();
    arrives(2);

    assertThat(Duration.ofNanos(System.nanoTime() - first))
        .isBetween(Duration.ofMillis(2700), Duration.ofSeconds(8));
    await().until(() -> status().delivered() == 1);
    assertThat(status().failed()).isEqualTo(1);
  }

  @Test
  void receiverThatNeverAnswers_isGivenUp_andTriedAgain() {
    settings =
        new NotifySettings(
            Map.of("oncall", webhook(receiver.url(), Duration.ofMillis(400))),
            settings.routes(),
            Map.of());
    receiver.next(Reply.SILENCE);
    notifier.accept(is(Status.DOWN, "t1"));
    await().atMost(PATIENCE).until(() -> status().delivered() == 1);

    assertThat(status().lastFailure())
        .map(NotificationsStatus.Failure::why)
        .hasValue("no answer within 400 ms");
  }

  @Test
  void receiverThatRedirects_isNotFollowed() throws IOException {
    try (WebhookReceiver other = WebhookReceiver.open()) {
      receiver.usually(new Reply(307, Map.of("Location", other.url().toString())));
      notifier.accept(is(Status.DOWN, "t1"));
      await().atMost(PATIENCE).until(() -> status().failed() >= 1);

      assertThat(other.requests()).isEmpty();
      assertThat(status().lastFailure())
          .map(NotificationsStatus.Failure::why)
          .hasValue(
              "status 307, which leads to " + other.url() + ": redirections are not followed");
    }
  }

  @Test
  void messageThatTheReceiverRefuses_isNotTriedAgain() {
    receiver.next(Reply.status(400));
    notifier.accept(is(Status.DOWN, "t1"));
    notifier.accept(is(Status.DOWN, "t2"));
    await().atMost(PATIENCE).until(() -> status().refused() == 1 && status().waiting() == 0);

    assertThat(status().failed()).isZero();
    assertThat(status().lastFailure()).map(NotificationsStatus.Failure::why).hasValue("status 400");
  }

  @Test
  void receiverThatIsDead_keepsNobodyElseWaiting() throws IOException {
    int dead;
    try (WebhookReceiver gone = WebhookReceiver.open()) {
      dead = gone.port();
    }
    settings = to(URI.create("http://127.0.0.1:" + dead + "/"), receiver.url());
    notifier.accept(is(Status.DOWN, "t1"));
    arrives(1);

    await().atMost(PATIENCE).until(() -> status().failed() >= 1);
    assertThat(status().waiting()).isEqualTo(1);
    assertThat(status().isFailing()).isTrue();
    // It comes to life, and gets what waited for it.
    try (WebhookReceiver again = WebhookReceiver.at(dead)) {
      await().atMost(PATIENCE).until(() -> again.requests().size() == 1);
      assertThat(again.requests().getFirst().json().path("at"))
          .isEqualTo(arrived().getFirst().path("at"));
    }
  }

  @Test
  void whatIsNotDelivered_isDeliveredAfterARestart_andEndsThen() {
    receiver.usually(Reply.status(503));
    notifier.accept(is(Status.DOWN, "t1"));
    arrives(1);
    String id = arrived().getFirst().path("id").asString();
    restart();
    receiver.usually(Reply.status(200));
    await().atMost(PATIENCE).until(() -> status().delivered() == 1);

    assertThat(arrived().getLast().path("id").asString()).isEqualTo(id);
    assertThat(notifier.firing()).hasSize(1);
    standing = alert -> Standing.Verdict.ENDED;
    notifier.accept(new Event.ServerStarted(NOON, "1.2.3", "files", Duration.ZERO));
    await().atMost(PATIENCE).until(() -> status().delivered() == 2);
    assertThat(
            arrived().getLast().path("resolved").path("alerts").get(0).path("endedBy").asString())
        .isEqualTo("it is so no longer");
    restart();
    assertThat(notifier.firing()).isEmpty();
  }

  @Test
  void whatWasTold_isNotToldAgainAfterARestart() {
    notifier.accept(is(Status.DOWN, "t1"));
    arrives(1);
    await().until(() -> status().delivered() == 1);
    restart();
    notifier.accept(is(Status.DOWN, "t1"));
    notifier.accept(is(Status.DOWN, "t2"));
    arrives(2);

    assertThat(arrived().getLast().path("firing").path("count").asInt()).isEqualTo(1);
    assertThat(arrived().getLast().path("firing").path("alerts").get(0).path("member").asString())
        .isEqualTo("t2");
  }

  @Test
  void stateThatCannotBeRead_isPutAside() throws IOException {
    notifier.close();
    disk.close();
    Path file = folder.resolve("notify");
    for (String content : List.of("{\"version\":1,\"alerts\":[", "{\"version\":2}", "")) {
      Files.writeString(file, content);
      disk = new StateDisk();
      notifier = start();
      assertThat(notifier.firing()).isEmpty();
      assertThat(folder.resolve("notify.unread")).hasContent(content);
      notifier.close();
      disk.close();
      assertThat(file).content().startsWith("{\"version\":1,");
    }
    disk = new StateDisk();
    notifier = start();
  }

  @Test
  void newSettings_reachWhatWaits() throws IOException {
    receiver.usually(Reply.status(401));
    notifier.accept(is(Status.DOWN, "t1"));
    arrives(1);
    try (WebhookReceiver other = WebhookReceiver.open()) {
      settings = to(other.url());
      await().atMost(PATIENCE).until(() -> other.requests().size() == 1);
      assertThat(other.requests().getFirst().json().path("id"))
          .isEqualTo(arrived().getFirst().path("id"));
      await().until(() -> status().delivered() == 1);
    }
  }

  @Test
  void storm_isAFewMessages_withCountsAndTheFirstNames() {
    settings =
        new NotifySettings(
            Map.of("oncall", webhook(receiver.url())),
            List.of(Routes.usual().groupFor(Duration.ofSeconds(1)).route()),
            Map.of());
    IntStream.range(0, 10_000).forEach(i -> notifier.accept(is(Status.DOWN, "t" + i)));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                arrived().stream().mapToInt(json -> json.path("firing").path("count").asInt()).sum()
                    == 10_000);

    assertThat(arrived()).hasSizeLessThan(10);
    JsonNode first = arrived().getFirst();
    assertThat(first.path("firing").path("alerts")).hasSize(100);
    assertThat(first.path("summary").asString())
        .matches("popdns ns1.tokyo: WARNING: \\d+ member-down images/tokyo/t0 at .* and \\d+ more");
    assertThat(notifier.status().alerts()).isEqualTo(Map.of("warning", 10_000));
    assertThat(notifier.status().eventsLost()).isZero();
  }

  @Test
  void test_tellsWhatCameOfIt() throws InterruptedException {
    assertThat(notifier.test("oncall")).hasToString("Tried[outcome=Delivered[]]");
    assertThat(arrived().getFirst().path("cause").asString()).isEqualTo("test");
    assertThat(arrived().getFirst().path("summary").asString())
        .isEqualTo("popdns ns1.tokyo: a test: nothing is wrong");
    receiver.usually(Reply.status(404));
    assertThat(notifier.test("oncall"))
        .hasToString("Tried[outcome=Failed[why=status 404, notBefore=Optional.empty]]");
    assertThat(notifier.test("chat")).hasToString("Unknown[receivers=[oncall]]");
    assertThat(status().failed()).isZero();
  }

  @Test
  void nothingIsKept_whereNobodyIsTold() {
    settings = NotifySettings.NOBODY;
    await().until(() -> notifier.status().receivers().isEmpty());
    notifier.accept(is(Status.DOWN, "t1"));
    restart();

    assertThat(notifier.firing()).isEmpty();
    assertThat(receiver.requests()).isEmpty();
  }
}
