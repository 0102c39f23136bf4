package org.popdns.config.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.popdns.config.order.Calendar;

/**
 * Which alerts go to whom, and when. Immutable.
 *
 * @param match whose alerts; empty for those of all clusters and of the node itself
 * @param least the least severity that is told
 * @param to receivers' names; at least one
 * @param groupFor how long news are waited for that then are one message
 * @param repeat after what time an alert that goes on is told again; empty never to
 * @param tellsEnd whether an end is told
 * @param escalation who is told when nobody acknowledges; empty if nobody is
 * @param quiet when nothing is told
 * @param criticalPasses whether what is critical is told then all the same
 * @param mostPerMinute messages in a minute; what is beyond them becomes one
 */
public record NotifyRoute(
    List<MemberGlob> match,
    AlertSeverity least,
    List<String> to,
    Duration groupFor,
    Optional<Duration> repeat,
    boolean tellsEnd,
    Optional<Escalation> escalation,
    List<Calendar> quiet,
    boolean criticalPasses,
    int mostPerMinute) {

  /** What a route waits for where nothing is said. */
  public static final Duration USUAL_GROUP_FOR = Duration.ofSeconds(30);

  /** When a route tells again where nothing is said. */
  public static final Duration USUAL_REPEAT = Duration.ofHours(4);

  /** How many messages a route sends in a minute where nothing is said. */
  public static final int USUAL_MOST_PER_MINUTE = 10;

  /** Copies the lists. */
  public NotifyRoute {
    match = List.copyOf(match);
    to = List.copyOf(to);
    quiet = List.copyOf(quiet);
  }

  /**
   * Who is told of an alert that nobody has acknowledged.
   *
   * @param after how long after it was first told
   * @param to receivers' names; at least one
   */
  public record Escalation(Duration after, List<String> to) {

    /** Copies the list. */
    public Escalation {
      to = List.copyOf(to);
    }
  }

  /**
   * By what a route is known over reloads and restarts: what it is for and who is told. One that
   * changes in its times alone is the same route.
   */
  public String label() {
    String what =
        match.isEmpty()
            ? "all"
            : match.stream().map(MemberGlob::toString).collect(Collectors.joining(","));
    return what + ">=" + least.label() + ">" + String.join(",", to);
  }
}
