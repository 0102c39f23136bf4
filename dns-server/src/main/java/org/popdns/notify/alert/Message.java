package org.popdns.notify.alert;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.popdns.config.model.AlertSeverity;

/**
 * What a receiver is told at once. Immutable.
 *
 * @param receiver the receiver's name
 * @param cause why it is told now
 * @param route the label of the route that leads there
 * @param at when it was made, by the wall clock
 * @param firing alerts that go on, the most severe first
 * @param ended alerts that have ended, the most severe first
 */
public record Message(
    String receiver, Cause cause, String route, Instant at, List<Alert> firing, List<Alert> ended) {

  /** Why something is told. */
  public enum Cause {
    /** It is new, or has ended. */
    NEWS("news"),
    /** It goes on, and was told long ago. */
    REPEAT("repeat"),
    /** Nobody has acknowledged it. */
    ESCALATION("escalation"),
    /** The receiver forgets what it is not told all the time. */
    REFRESH("refresh"),
    /** Somebody wanted to see whether it arrives. */
    TEST("test");

    private final String label;

    Cause(String label) {
      this.label = label;
    }

    /** The name in JSON. */
    public String label() {
      return label;
    }
  }

  private static final Comparator<Alert> MOST_SEVERE_FIRST =
      Comparator.comparing(Alert::severity).reversed().thenComparing(Alert::since);

  /** Copies and sorts the lists. */
  public Message {
    firing = firing.stream().sorted(MOST_SEVERE_FIRST).toList();
    ended = ended.stream().sorted(MOST_SEVERE_FIRST).toList();
  }

  /** The clusters that it tells of, each once. */
  public List<String> clusters() {
    return Stream.concat(firing.stream(), ended.stream())
        .map(alert -> alert.subject().cluster())
        .flatMap(Optional::stream)
        .distinct()
        .sorted()
        .toList();
  }

  /** The highest severity of what goes on, or, if nothing does, of what has ended. */
  public AlertSeverity severity() {
    return Stream.concat(firing.stream(), ended.stream())
        .findFirst()
        .map(Alert::severity)
        .orElse(AlertSeverity.INFO);
  }
}
