package org.popdns.config.diff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides whether more goes than may go unasked: every zone, or more than a share of one of the
 * things that a {@link Removal} counts. What went shortly before counts along, less what came back:
 * a folder that is emptied step by step, reloaded at each, is emptied all the same. Immutable,
 * pure, told the time: by the monotonic clock, since the wall's may be set meanwhile.
 *
 * @param earlier how many of each thing went since the last time that nothing went for so long as
 *     {@link #REMEMBERED}, or that it was allowed
 * @param lastNanos when something went last, by the monotonic clock; of no meaning while nothing is
 *     remembered
 */
public record RemovalLimit(Map<String, Integer> earlier, long lastNanos) {

  /** How long what went counts along. */
  public static final Duration REMEMBERED = Duration.ofMinutes(10);

  /** Nothing went yet. */
  public static final RemovalLimit FRESH = new RemovalLimit(Map.of(), 0);

  /** Behind an {@link #objection}: what to do if it is meant. */
  public static final String HOW_TO_ALLOW = "; if that is meant: popdns reload --allow-removal";

  private static final int SHOWN = 5;

  /** Copies the map. */
  public RemovalLimit {
    earlier = Map.copyOf(earlier);
  }

  /**
   * Why a removal is not to happen unasked, in one line: what would go; empty if it may happen.
   *
   * @param percent the share that may go
   */
  public Optional<String> objection(Removal removal, int percent, long nowNanos) {
    boolean everyZone = removal.isOfEveryZone();
    List<Loss> tooMuch = new ArrayList<>();
    for (Loss loss : removal.losses()) {
      long before = earlier(loss, nowNanos);
      boolean isShare = (loss.gone() + before) * 100 > (loss.before() + before) * percent;
      if (loss.gone() > 0 && (isShare || everyZone) && !isIn(loss, tooMuch)) {
        tooMuch.add(loss);
      }
    }
    if (tooMuch.isEmpty()) {
      return Optional.empty();
    }
    String shown =
        tooMuch.stream()
            .limit(SHOWN)
            .map(loss -> text(loss, nowNanos))
            .collect(Collectors.joining("; "));
    int more = tooMuch.size() - SHOWN;
    return Optional.of(
        "would remove "
            + shown
            + (more > 0 ? "; and " + more + " more of the like" : "")
            + (everyZone
                ? ", so that none of the zones that are served is left"
                : ", more than max-removed, " + percent + "%"));
  }

  /** What is to be remembered when a removal has happened that {@link #objection} let pass. */
  public RemovalLimit after(Removal removal, long nowNanos) {
    Map<String, Integer> next = isForgotten(nowNanos) ? new HashMap<>() : new HashMap<>(earlier);
    for (Loss loss : removal.losses()) {
      next.merge(loss.of(), loss.gone() - loss.come(), Integer::sum);
    }
    next.values().removeIf(gone -> gone <= 0);
    boolean removes = removal.losses().stream().anyMatch(loss -> loss.gone() > 0);
    return next.isEmpty() ? FRESH : new RemovalLimit(next, removes ? nowNanos : lastNanos);
  }

  private String text(Loss loss, long nowNanos) {
    int before = earlier(loss, nowNanos);
    return loss.text()
        + (before > 0
            ? ", after " + before + " within " + REMEMBERED.toMinutes() + " minutes"
            : "");
  }

  private int earlier(Loss loss, long nowNanos) {
    return isForgotten(nowNanos) ? 0 : earlier.getOrDefault(loss.of(), 0);
  }

  private boolean isForgotten(long nowNanos) {
    return earlier.isEmpty() || nowNanos - lastNanos > REMEMBERED.toNanos();
  }

  /** True if this is a part of what is named already, such as a site's members of a cluster's. */
  private static boolean isIn(Loss loss, List<Loss> named) {
    return named.stream().anyMatch(whole -> loss.of().startsWith(whole.of() + " "));
  }
}
