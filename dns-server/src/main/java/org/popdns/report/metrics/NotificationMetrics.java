package org.popdns.report.metrics;

import java.util.List;
import org.popdns.config.model.AlertSeverity;
import org.popdns.status.NotificationsStatus;

/** What people are told, and whether it reaches them. */
record NotificationMetrics(NotificationsStatus notifications) implements MetricSource {

  private static final Family ALERTS =
      Family.gauge("popdns_alerts", "Alerts that go on, by their severity.", "severity");
  private static final Family RESULTS =
      Family.counter(
          "popdns_notifications",
          "What came of messages to a receiver: delivered; failed, which counts attempts; refused"
              + " by the receiver for good; dropped, since they waited too long or were too many.",
          "receiver",
          "result");
  private static final Family WAITING =
      Family.gauge(
          "popdns_notifications_waiting", "Messages that are to be delivered.", "receiver");
  private static final Family LAST_SUCCESS =
      Family.gauge(
          "popdns_notifications_last_success_timestamp_seconds",
          "When a message was delivered last, as Unix time.",
          "receiver");
  private static final Family LOST =
      Family.counter(
          "popdns_notifications_lost",
          "Events that nobody could be told of, since they came faster than they could be looked at"
              + " (events), or since too many alerts went on (alerts).",
          "what");

  static final List<Family> FAMILIES = List.of(ALERTS, RESULTS, WAITING, LAST_SUCCESS, LOST);

  @Override
  public void addTo(Exposition exposition) {
    for (AlertSeverity severity : AlertSeverity.values()) {
      String label = severity.label();
      exposition.add(ALERTS, notifications.alerts().getOrDefault(label, 0), label);
    }
    for (NotificationsStatus.Receiver receiver : notifications.receivers()) {
      String name = receiver.name();
      exposition.add(RESULTS, receiver.delivered(), name, "delivered");
      exposition.add(RESULTS, receiver.failed(), name, "failed");
      exposition.add(RESULTS, receiver.refused(), name, "refused");
      exposition.add(RESULTS, receiver.dropped(), name, "dropped");
      exposition.add(WAITING, receiver.waiting(), name);
      receiver
          .lastSuccess()
          .ifPresent(at -> exposition.add(LAST_SUCCESS, at.toEpochMilli() / 1e3, name));
    }
    exposition.add(LOST, notifications.eventsLost(), "events");
    exposition.add(LOST, notifications.alertsLost(), "alerts");
  }
}
