package org.popdns.notify.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.popdns.config.model.AlertSeverity;
import org.popdns.config.model.NotifyRoute;
import org.popdns.config.model.NotifySettings;
import org.popdns.config.model.Receiver;
import org.popdns.notify.alert.Message.Cause;
import org.popdns.time.Moment;

/** What one route has to tell at one moment. Used once, by the desk's thread. */
final class RouteLook {

  /** How often a receiver that forgets is told again. */
  static final Duration REFRESH = Duration.ofMinutes(1);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final NotifySettings settings;
  private final NotifyRoute route;
  private final RouteRate rate;
  private final Set<Alert.Key> acknowledged;
  private final Moment now;
  private final List<Message> messages = new ArrayList<>();
  private final boolean isQuiet;

  RouteLook(
      NotifySettings settings,
      NotifyRoute route,
      RouteRate rate,
      Set<Alert.Key> acknowledged,
      Moment now) {
    this.settings = settings;
    this.route = route;
    this.rate = rate;
    this.acknowledged = acknowledged;
    this.now = now;
    this.isQuiet =
        route.quiet().stream()
            .anyMatch(time -> time.next(now.at()).filter(next -> next.has(now.at())).isPresent());
  }

  /** One alert as one route sees it. */
  private record Seen(TrackedAlert of, Telling telling) {

    Alert alert() {
      return of.alert();
    }
  }

  /** The messages that are due, which are then counted as told. */
  List<Message> look(Collection<TrackedAlert> tracked) {
    List<Seen> all = new ArrayList<>();
    for (TrackedAlert of : tracked) {
      Telling telling = of.tellings().get(route.label());
      if (telling != null) {
        all.add(new Seen(of, telling));
      }
    }
    if (all.isEmpty()) {
      return messages;
    }
    refresh(all);
    List<Seen> open = all.stream().filter(seen -> !isHeld(seen.alert())).toList();
    tellGroups(Cause.NEWS, open, Telling::hasNews, this::isDueAsNews);
    route
        .repeat()
        .ifPresent(
            every ->
                tellGroups(
                    Cause.REPEAT,
                    open,
                    telling -> telling.isTold() && !telling.hasNews(),
                    telling -> telling.sinceLast(now).compareTo(every) >= 0));
    route
        .escalation()
        .ifPresent(
            escalation ->
                tellGroups(
                    Cause.ESCALATION,
                    open,
                    telling ->
                        telling.isTold()
                            && !telling.hasNews()
                            && !telling.isEscalated()
                            && telling.sinceFirst(now).compareTo(escalation.after()) >= 0,
                    telling -> true));
    return messages;
  }

  private boolean isDueAsNews(Telling telling) {
    return telling.sinceNews(now).compareTo(route.groupFor()) >= 0;
  }

  private boolean isHeld(Alert alert) {
    boolean passes = route.criticalPasses() && alert.severity().isAtLeast(AlertSeverity.CRITICAL);
    return acknowledged.contains(alert.key()) || (isQuiet && !passes);
  }

  /**
   * Tells of each cluster of which something is due what there is to tell.
   *
   * @param isToTell what goes along where something is due
   * @param isDue what makes it due
   */
  private void tellGroups(
      Cause cause, List<Seen> open, Predicate<Telling> isToTell, Predicate<Telling> isDue) {
    Map<String, List<Seen>> groups = new LinkedHashMap<>();
    for (Seen seen : open) {
      if (isToTell.test(seen.telling())) {
        groups
            .computeIfAbsent(seen.alert().subject().cluster().orElse(""), c -> new ArrayList<>())
            .add(seen);
      }
    }
    List<List<Seen>> due =
        new ArrayList<>(
            groups.values().stream()
                .filter(group -> group.stream().map(Seen::telling).anyMatch(isDue))
                .toList());
    due.sort(
        Comparator.comparing(
                (List<Seen> group) ->
                    group.stream()
                        .map(seen -> seen.alert().severity())
                        .max(Comparator.naturalOrder())
                        .orElseThrow())
            .reversed());
    int allowed = rate.allowed(route.mostPerMinute(), now, MINUTE);
    if (due.isEmpty() || allowed == 0) {
      return;
    }
    int alone = due.size() <= allowed ? due.size() : allowed - 1;
    due.subList(0, alone).forEach(group -> tell(cause, group));
    List<Seen> together = due.stream().skip(alone).flatMap(List::stream).toList();
    if (!together.isEmpty()) {
      tell(cause, together);
    }
  }

  private void tell(Cause cause, List<Seen> group) {
    rate.sent(now);
    if (cause == Cause.ESCALATION) {
      escalatedTo().forEach(receiver -> send(receiver, cause, group));
      group.forEach(seen -> seen.telling().escalated());
      return;
    }
    for (String receiver : route.to()) {
      // Who is told all the time needs no repeats.
      if (cause != Cause.REPEAT || !forgets(receiver)) {
        send(receiver, cause, group);
      }
    }
    List<Seen> escalated = group.stream().filter(seen -> seen.telling().isEscalated()).toList();
    if (!escalated.isEmpty()) {
      escalatedTo().stream()
          .filter(receiver -> !route.to().contains(receiver))
          .forEach(receiver -> send(receiver, cause, escalated));
    }
    for (Seen seen : group) {
      if (seen.alert().isFiring()) {
        seen.telling().told(now);
      } else {
        seen.of().tellings().remove(route.label());
      }
    }
  }

  private List<String> escalatedTo() {
    return route.escalation().map(NotifyRoute.Escalation::to).orElse(List.of());
  }

  private boolean forgets(String receiver) {
    return Optional.ofNullable(settings.receivers().get(receiver))
        .filter(Receiver::forgets)
        .isPresent();
  }

  private void send(String receiver, Cause cause, List<Seen> group) {
    messages.add(
        new Message(
            receiver,
            cause,
            route.label(),
            now.at(),
            group.stream().map(Seen::alert).filter(Alert::isFiring).toList(),
            group.stream().map(Seen::alert).filter(alert -> !alert.isFiring()).toList()));
  }

  /** Also in quiet hours: what is not told again would end there. */
  private void refresh(List<Seen> all) {
    List<String> forgetful =
        Stream.concat(route.to().stream(), escalatedTo().stream())
            .distinct()
            .filter(this::forgets)
            .toList();
    if (forgetful.isEmpty() || !rate.isToRefresh(now, REFRESH)) {
      return;
    }
    for (String receiver : forgetful) {
      List<Seen> told =
          all.stream()
              .filter(seen -> seen.alert().isFiring() && seen.telling().isTold())
              .filter(seen -> route.to().contains(receiver) || seen.telling().isEscalated())
              .toList();
      if (!told.isEmpty()) {
        send(receiver, Cause.REFRESH, told);
      }
    }
  }
}
