package org.popdns.notify.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.NotifyRoute;
import org.popdns.config.model.NotifySettings;
import org.popdns.time.Moment;

/**
 * Which alerts there are and who has been told what of them. Signals come in, and at each look the
 * messages that are due go out: what belongs together in time and cluster is one message, no route
 * sends more than so many in a minute, what goes on is told again and told to others, and nothing
 * is told in quiet hours. Told the time; one thread, without clocks, sockets and files.
 *
 * <p>How long something takes is judged by the monotonic clock, quiet hours by the wall's.
 */
public final class AlertDesk {

  /** Alerts that are known at most; what begins beyond them is counted and not told. */
  static final int MOST_ALERTS = 50_000;

  /** When an alert of before a restart that nobody has confirmed has ended. */
  static final Duration UNCONFIRMED = Duration.ofMinutes(2);

  private final Map<Alert.Key, TrackedAlert> tracked = new LinkedHashMap<>();
  private final Map<String, RouteRate> rates = new HashMap<>();
  private NotifySettings settings;
  private Set<Alert.Key> acknowledged = Set.of();
  private long untracked;

  public AlertDesk(NotifySettings settings) {
    this.settings = settings;
  }

  /** Alerts that were not told since there were too many. */
  public long untracked() {
    return untracked;
  }

  /** The alerts that go on, in the order in which they began. */
  public List<Alert> firing() {
    return tracked.values().stream().map(TrackedAlert::alert).filter(Alert::isFiring).toList();
  }

  /** All that is known, to be kept over a restart. */
  public Collection<TrackedAlert> tracked() {
    return tracked.values();
  }

  /** Takes up what was kept over a restart. What of it goes on is to be confirmed. */
  public void restore(Collection<TrackedAlert> kept, Moment now) {
    for (TrackedAlert alert : kept) {
      alert.isToBeConfirmed(now);
      tracked.put(alert.alert().key(), alert);
    }
    configure(settings, now);
  }

  /**
   * Goes by other settings from now on. What was told to a receiver by a route that is no more
   * counts as told by another that leads to the same one.
   */
  public void configure(NotifySettings next, Moment now) {
    settings = next;
    Set<String> labels = new HashSet<>();
    next.routes().forEach(route -> labels.add(route.label()));
    rates.keySet().retainAll(labels);
    for (TrackedAlert of : List.copyOf(tracked.values())) {
      of.becomes(of.alert().with(next.severity(of.alert().kind())));
      Map<String, Telling> former = of.tellings();
      Map<String, Telling> tellings = new LinkedHashMap<>();
      for (NotifyRoute route : next.routes()) {
        Telling telling = former.get(route.label());
        if (telling == null) {
          telling = inherited(former, labels, route);
        }
        if (telling == null && isFor(route, of.alert()) && of.alert().isFiring()) {
          telling = Telling.began(now);
        }
        if (telling != null && isFor(route, of.alert())) {
          tellings.put(route.label(), telling);
        }
      }
      of.tellings(tellings);
      forgetIfOver(of);
    }
  }

  private static @Nullable Telling inherited(
      Map<String, Telling> former, Set<String> labels, NotifyRoute route) {
    for (Map.Entry<String, Telling> other : former.entrySet()) {
      String receivers = other.getKey().substring(other.getKey().lastIndexOf('>'));
      if (!labels.contains(other.getKey()) && route.label().endsWith(receivers)) {
        return other.getValue().copy();
      }
    }
    return null;
  }

  private static boolean isFor(NotifyRoute route, Alert alert) {
    return alert.severity().isAtLeast(route.least())
        && (route.match().isEmpty() || route.match().stream().anyMatch(alert.subject()::isMeantBy));
  }

  /** Takes what an event says. */
  public void take(Signal signal, Moment now) {
    TrackedAlert known = tracked.get(signal.key());
    switch (signal) {
      case Signal.Began began -> began(began, known, now);
      case Signal.Ended ended -> {
        if (known != null && known.alert().isFiring()) {
          ended(known, ended.at(), ended.reason(), now);
        }
      }
      case Signal.Happened happened -> {
        Alert alert =
            new Alert(
                happened.key(),
                settings.severity(happened.key().kind()),
                happened.summary(),
                happened.at(),
                Optional.of(new Alert.End(happened.at(), "it is over")));
        track(alert, now);
      }
    }
  }

  private void began(Signal.Began began, @Nullable TrackedAlert known, Moment now) {
    if (known != null && known.alert().isFiring()) {
      known.confirm();
      known.becomes(known.alert().saying(began.summary()));
      return;
    }
    Alert alert =
        new Alert(
            began.key(),
            settings.severity(began.key().kind()),
            began.summary(),
            began.at(),
            Optional.empty());
    if (known == null) {
      track(alert, now);
    } else {
      known.becomes(alert);
      known.tellings().values().forEach(Telling::beganAgain);
      settings.routes().stream()
          .filter(route -> isFor(route, alert))
          .forEach(
              route -> known.tellings().computeIfAbsent(route.label(), r -> Telling.began(now)));
    }
  }

  private void track(Alert alert, Moment now) {
    if (tracked.size() >= MOST_ALERTS) {
      untracked++;
      return;
    }
    TrackedAlert of = new TrackedAlert(alert);
    for (NotifyRoute route : settings.routes()) {
      if (isFor(route, alert)) {
        of.tellings()
            .put(route.label(), alert.isFiring() ? Telling.began(now) : Telling.cameAndWent(now));
      }
    }
    tracked.put(alert.key(), of);
    forgetIfOver(of);
  }

  private void ended(TrackedAlert of, Instant at, String reason, Moment now) {
    of.confirm();
    of.becomes(of.alert().ended(at, reason));
    for (NotifyRoute route : settings.routes()) {
      Telling telling = of.tellings().get(route.label());
      // What somebody knew of before it was told is nobody's news.
      if (telling != null
          && (telling.isTold() ? route.tellsEnd() : !acknowledged.contains(of.alert().key()))) {
        telling.ended(now);
      } else {
        of.tellings().remove(route.label());
      }
    }
    forgetIfOver(of);
  }

  private void forgetIfOver(TrackedAlert of) {
    if (!of.alert().isFiring() && of.tellings().isEmpty()) {
      tracked.remove(of.alert().key());
    }
  }

  /** Ends alerts that are known to be no more, and those of before a restart that nobody knows. */
  public void compare(Standing standing, Moment now) {
    for (TrackedAlert of : List.copyOf(tracked.values())) {
      if (of.alert().isFiring()) {
        switch (standing.of(of.alert())) {
          case STANDS -> of.confirm();
          case ENDED -> ended(of, now.at(), "it is so no longer", now);
          case UNKNOWN -> {
            if (of.unconfirmedFor(now).compareTo(UNCONFIRMED) >= 0) {
              ended(of, now.at(), "not seen again since the restart", now);
            }
          }
        }
      }
    }
  }

  /** True if some news wait to be told. */
  public boolean hasNews() {
    return tracked.values().stream()
        .anyMatch(of -> of.tellings().values().stream().anyMatch(Telling::hasNews));
  }

  /** The messages that are due now, which are then counted as told. */
  public List<Message> due(Acknowledged acknowledged, Moment now) {
    List<Message> messages = new ArrayList<>();
    this.acknowledged = acknowledgedNow(acknowledged);
    for (NotifyRoute route : settings.routes()) {
      messages.addAll(
          new RouteLook(settings, route, rate(route), this.acknowledged, now)
              .look(tracked.values()));
    }
    List.copyOf(tracked.values()).forEach(this::forgetIfOver);
    return messages;
  }

  private RouteRate rate(NotifyRoute route) {
    return rates.computeIfAbsent(route.label(), label -> new RouteRate());
  }

  private Set<Alert.Key> acknowledgedNow(Acknowledged acknowledged) {
    Set<Alert.Key> known = new HashSet<>();
    for (TrackedAlert of : tracked.values()) {
      Alert alert = of.alert();
      if (alert.isFiring() && acknowledged.is(alert.subject(), alert.since())) {
        known.add(alert.key());
      }
    }
    return known;
  }
}
