package org.popdns.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.Json;
import org.popdns.config.model.AlertKind;
import org.popdns.config.model.AlertSeverity;
import org.popdns.config.model.EndpointUse;
import org.popdns.config.model.HiddenText;
import org.popdns.config.model.Receiver;
import org.popdns.config.model.Receiver.Format;
import org.popdns.config.model.TlsTrust;
import org.popdns.notify.WebhookReceiver;
import org.popdns.notify.WebhookReceiver.Reply;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.Message;
import org.popdns.notify.alert.Message.Cause;
import org.popdns.notify.alert.Subject;
import tools.jackson.databind.JsonNode;

/** What is posted in each format, and to whom it is not. */
final class WebhookDeliveryTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Sender SENDER = new Sender("ns1", Optional.of("tokyo"));
  private static final TlsTrust SYSTEM = new TlsTrust.BySystem();

  @TempDir private Path folder;

  private static Alert alert(String member) {
    return new Alert(
        new Alert.Key(
            AlertKind.MEMBER_DOWN,
            Subject.member(
                new EndpointUse("images", "osaka", member), "192.0.2.21", "check <web>")),
        AlertSeverity.WARNING,
        member + " is down: a < b & c",
        NOON,
        Optional.empty());
  }

  private static Alert ended(String member) {
    Alert alert = alert(member);
    return new Alert(
        alert.key(),
        alert.severity(),
        alert.summary(),
        alert.since(),
        Optional.of(new Alert.End(NOON.plusSeconds(60), "status 200")));
  }

  private static Letter letter(Cause cause, List<Alert> firing, List<Alert> ended) {
    return new Letter(
        "ns1-7", new Message("oncall", cause, "all", NOON.plusSeconds(90), firing, ended));
  }

  private static Outcome post(
      URI url, Format format, TlsTrust trust, Map<String, HiddenText> headers, Letter letter)
      throws InterruptedException {
    Receiver webhook =
        new Receiver.Webhook(url, false, format, trust, headers, Duration.ofSeconds(20));
    try (Delivery delivery = Delivery.to(webhook, SENDER)) {
      return delivery.deliver(letter);
    }
  }

  @Test
  void headers_goWithTheMessage() throws IOException, InterruptedException {
    try (WebhookReceiver server = WebhookReceiver.open()) {
      Map<String, HiddenText> headers =
          Map.of("Authorization", new HiddenText("Bearer secret"), "X-Team", new HiddenText("ops"));
      assertThat(
              post(
                  server.url(),
                  Format.POPDNS,
                  SYSTEM,
                  headers,
                  letter(Cause.NEWS, List.of(alert("t1")), List.of())))
          .isEqualTo(new Outcome.Delivered());

      WebhookReceiver.Request request = server.requests().getFirst();
      assertThat(request.path()).isEqualTo("/hook");
      assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer secret");
      assertThat(request.headers().getFirst("X-Team")).isEqualTo("ops");
      assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
      assertThat(headers).asString().doesNotContain("secret");
    }
  }

  @Test
  void alertmanager_getsAlertsWithTheirTimes() throws IOException, InterruptedException {
    try (WebhookReceiver server = WebhookReceiver.open()) {
      assertThat(
              post(
                  server.url(),
                  Format.ALERTMANAGER,
                  SYSTEM,
                  Map.of(),
                  letter(Cause.NEWS, List.of(alert("t1")), List.of(ended("t2")))))
          .isEqualTo(new Outcome.Delivered());

      assertThat(server.requests().getFirst().path()).isEqualTo("/hook/api/v2/alerts");
      JsonNode alerts = server.requests().getFirst().json();
      assertThat(alerts.get(0))
          .isEqualTo(
              Json.MAPPER.readTree(
                  """
                  {"labels": {"alertname": "popdns-member-down", "severity": "warning",
                     "node": "ns1", "node_site": "tokyo", "cluster": "images", "site": "osaka",
                     "member": "t1", "address": "192.0.2.21", "check": "check <web>"},
                   "annotations": {"summary": "t1 is down: a < b & c"},
                   "startsAt": "2026-03-02T12:00:00Z", "endsAt": "2026-03-02T12:06:30Z"}\
                  """));
      assertThat(alerts.get(1).path("endsAt").asString()).isEqualTo("2026-03-02T12:01:00Z");
      assertThat(alerts.get(1).path("annotations").path("ended_by").asString())
          .isEqualTo("status 200");
    }
  }

  @Test
  void alertmanager_getsManyAlertsInParts_andATestWithoutAny()
      throws IOException, InterruptedException {
    try (WebhookReceiver server = WebhookReceiver.open()) {
      List<Alert> many = IntStream.range(0, 1201).mapToObj(i -> alert("t" + i)).toList();
      post(
          server.url(), Format.ALERTMANAGER, SYSTEM, Map.of(), letter(Cause.NEWS, many, List.of()));
      assertThat(server.requests())
          .extracting(request -> request.json().size())
          .containsExactly(500, 500, 201);

      post(
          server.url(),
          Format.ALERTMANAGER,
          SYSTEM,
          Map.of(),
          letter(Cause.TEST, List.of(), List.of()));
      assertThat(server.requests().getLast().body()).isEqualTo("[]");
    }
  }

  @Test
  void slack_getsAText_withoutMarkupOfOthers() throws IOException, InterruptedException {
    try (WebhookReceiver server = WebhookReceiver.open()) {
      List<Alert> many = IntStream.range(0, 25).mapToObj(i -> alert("t" + i)).toList();
      post(
          server.url(),
          Format.SLACK,
          SYSTEM,
          Map.of(),
          letter(Cause.ESCALATION, many, List.of(ended("x"))));

      String text = server.requests().getFirst().json().path("text").asString();
      assertThat(text.lines().findFirst())
          .hasValue(
              "popdns ns1.tokyo: WARNING: nobody has acknowledged: 25 member-down"
                  + " images/osaka/t0 at 192.0.2.21 (check &lt;web&gt;),"
                  + " images/osaka/t1 at 192.0.2.21 (check &lt;web&gt;),"
                  + " images/osaka/t2 at 192.0.2.21 (check &lt;web&gt;),"
                  + " images/osaka/t3 at 192.0.2.21 (check &lt;web&gt;),"
                  + " images/osaka/t4 at 192.0.2.21 (check &lt;web&gt;) and 20 more;"
                  + " resolved: member-down images/osaka/x at 192.0.2.21 (check &lt;web&gt;)");
      assertThat(text)
          .contains("\n- and 5 more\n")
          .contains("\n- warning member-down, since 2026-03-02T12:00:00Z: t0 is down: a &lt; b")
          .endsWith(
              "\n- resolved member-down, 2026-03-02T12:00:00Z to 2026-03-02T12:01:00Z:"
                  + " x is down: a &lt; b &amp; c; status 200\n");
    }
  }

  @Test
  void server_isBelievedByItsAuthorityAndForItsName()
      throws IOException, InterruptedException, GeneralSecurityException {
    ServerCertificate right = ServerCertificate.of(folder, "ip:127.0.0.1");
    ServerCertificate other = ServerCertificate.of(folder, "dns:alerts.example.com");
    Letter letter = letter(Cause.NEWS, List.of(alert("t1")), List.of());
    try (WebhookReceiver server = WebhookReceiver.open(right.server())) {
      assertThat(post(server.url(), Format.POPDNS, right.trust(), Map.of(), letter))
          .isEqualTo(new Outcome.Delivered());
      assertThat(post(server.url(), Format.POPDNS, SYSTEM, Map.of(), letter))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.why()).startsWith("TLS: "));
      assertThat(post(server.url(), Format.POPDNS, other.trust(), Map.of(), letter))
          .isInstanceOf(Outcome.Failed.class);
    }
    try (WebhookReceiver server = WebhookReceiver.open(other.server())) {
      assertThat(post(server.url(), Format.POPDNS, other.trust(), Map.of(), letter))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.why()).startsWith("TLS: "));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void statuses_areFailuresOrRefusals() throws IOException, InterruptedException {
    Letter letter = letter(Cause.NEWS, List.of(alert("t1")), List.of());
    try (WebhookReceiver server = WebhookReceiver.open()) {
      for (int refused : new int[] {400, 413, 422}) {
        server.next(Reply.status(refused));
        assertThat(post(server.url(), Format.POPDNS, SYSTEM, Map.of(), letter))
            .isEqualTo(new Outcome.Refused("status " + refused));
      }
      for (int failed : new int[] {401, 403, 404, 408, 500, 502, 599}) {
        server.next(Reply.status(failed));
        assertThat(post(server.url(), Format.POPDNS, SYSTEM, Map.of(), letter))
            .isEqualTo(new Outcome.Failed("status " + failed));
      }
      server.next(
          new Reply(
              503,
              Map.of(
                  "Retry-After",
                  "Mon, 02 Mar 2026 12:02:00 GMT",
                  "Date",
                  "Mon, 02 Mar 2026 12:00:00 GMT")));
      // Whatever clock the server goes by.
      assertThat(post(server.url(), Format.POPDNS, SYSTEM, Map.of(), letter))
          .isInstanceOf(Outcome.Failed.class);
      server.next(new Reply(429, Map.of("Retry-After", "86400")));
      assertThat(post(server.url(), Format.POPDNS, SYSTEM, Map.of(), letter))
          .isEqualTo(new Outcome.Failed("status 429", Optional.of(Duration.ofHours(1))));
      server.next(new Reply(429, Map.of("Retry-After", "soon")));
      assertThat(post(server.url(), Format.POPDNS, SYSTEM, Map.of(), letter))
          .isEqualTo(new Outcome.Failed("status 429"));
    }
  }
}
