package org.popdns.notify.delivery;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.Message;

/** Messages in words. Stateless. */
final class MessageText {

  /** Names of a kind that stand in one line. */
  private static final int FIRST_NAMES = 5;

  /** Alerts of either list that stand in a text; the others are counted. */
  private static final int MOST_LISTED = 20;

  private MessageText() {}

  /** What it is about, in one line. */
  static String headline(Message message, Sender sender) {
    if (message.cause() == Message.Cause.TEST) {
      return "popdns " + sender + ": a test: nothing is wrong";
    }
    StringBuilder text = new StringBuilder("popdns " + sender + ": ");
    String why =
        switch (message.cause()) {
          case NEWS, REFRESH, TEST -> "";
          case REPEAT -> "still: ";
          case ESCALATION -> "nobody has acknowledged: ";
        };
    if (!message.firing().isEmpty()) {
      text.append(message.severity().label().toUpperCase(Locale.ROOT)).append(": ").append(why);
      text.append(counted(message.firing()));
    }
    if (!message.ended().isEmpty()) {
      text.append(message.firing().isEmpty() ? "resolved: " : "; resolved: ");
      text.append(counted(message.ended()));
    }
    return text.toString();
  }

  private static String counted(List<Alert> alerts) {
    Map<String, List<Alert>> byKind =
        alerts.stream()
            .collect(
                Collectors.groupingBy(
                    alert -> alert.kind().label(), TreeMap::new, Collectors.toList()));
    return byKind.entrySet().stream()
        .map(
            kind ->
                (kind.getValue().size() == 1 ? "" : kind.getValue().size() + " ")
                    + kind.getKey()
                    + " "
                    + names(kind.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String names(List<Alert> alerts) {
    String names =
        alerts.stream()
            .limit(FIRST_NAMES)
            .map(alert -> alert.subject().toString())
            .collect(Collectors.joining(", "));
    return alerts.size() <= FIRST_NAMES
        ? names
        : names + " and " + (alerts.size() - FIRST_NAMES) + " more";
  }

  /** All of it, in lines. */
  static String of(Message message, Sender sender) {
    StringBuilder text = new StringBuilder(headline(message, sender)).append('\n');
    for (Alert alert : message.firing().stream().limit(MOST_LISTED).toList()) {
      text.append(
          "\n- %s %s, since %s: %s"
              .formatted(
                  alert.severity().label(), alert.kind().label(), alert.since(), alert.summary()));
    }
    rest(text, message.firing().size());
    for (Alert alert : message.ended().stream().limit(MOST_LISTED).toList()) {
      text.append(
          "\n- resolved %s, %s to %s: %s"
              .formatted(
                  alert.kind().label(),
                  alert.since(),
                  alert.end().map(end -> end.at().toString()).orElse(""),
                  alert.end().map(end -> alert.summary() + "; " + end.reason()).orElse("")));
    }
    rest(text, message.ended().size());
    return text.append('\n').toString();
  }

  private static void rest(StringBuilder text, int size) {
    if (size > MOST_LISTED) {
      text.append("\n- and ").append(size - MOST_LISTED).append(" more");
    }
  }
}
