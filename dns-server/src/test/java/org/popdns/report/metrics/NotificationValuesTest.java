package org.popdns.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.TestServer;
import org.popdns.notify.WebhookReceiver;

/** A server whose reload is refused, with a receiver that first does not take that. */
final class NotificationValuesTest extends MetricValues {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  /** Made by JUnit; the fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  NotificationValuesTest() {}

  @Test
  @ValuesOf({
    "popdns_alerts",
    "popdns_notifications_total",
    "popdns_notifications_waiting",
    "popdns_notifications_last_success_timestamp_seconds",
    "popdns_notifications_lost_total"
  })
  void refusedReload_isTold_andCounted() throws IOException, InterruptedException {
    try (WebhookReceiver receiver = WebhookReceiver.open()) {
      receiver.next(WebhookReceiver.Reply.status(503));
      Path main = TestServer.write(folder, Optional.empty(), Optional.empty(), Map.of());
      String right =
          """
          notify:
            receivers: {oncall: {webhook: {url: "%s"}}}
            routes: [{to: oncall, group-for: 0s}]
          """
                  .formatted(receiver.url())
              + Files.readString(main);
      Files.writeString(main, right);
      try (TestServer server = TestServer.start(main, Optional.empty())) {
        assertThat(value(server, "popdns_alerts{severity=\"critical\"}")).isZero();
        assertThat(family(server, "popdns_notifications_last_success_timestamp_seconds")).isEmpty();
        Files.writeString(main, "lisen: 5\n" + right);
        server.control(ControlRequest.of("reload"));
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(value(server, result("delivered"))).isEqualTo(1);
                  assertThat(value(server, result("failed"))).isEqualTo(1);
                });
        assertThat(value(server, result("refused"))).isZero();
        assertThat(value(server, result("dropped"))).isZero();
        assertThat(value(server, "popdns_alerts{severity=\"critical\"}")).isEqualTo(1);
        assertThat(value(server, "popdns_alerts{severity=\"warning\"}")).isZero();
        assertThat(value(server, "popdns_notifications_waiting{receiver=\"oncall\"}")).isZero();
        assertThat(
                value(
                    server,
                    "popdns_notifications_last_success_timestamp_seconds{receiver=\"oncall\"}"))
            .isGreaterThan(1_700_000_000);
        assertThat(value(server, "popdns_notifications_lost_total{what=\"events\"}")).isZero();
        assertThat(value(server, "popdns_notifications_lost_total{what=\"alerts\"}")).isZero();
        assertThat(receiver.requests().getFirst().json().path("summary").asString())
            .contains("CRITICAL: reload-refused this node");
      }
    }
  }

  private static String result(String label) {
    return "popdns_notifications_total{receiver=\"oncall\",result=\"" + label + "\"}";
  }
}
