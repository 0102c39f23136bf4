package org.popdns.notify.alert;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.popdns.config.model.AlertSeverity;
import org.popdns.config.model.MemberGlob;
import org.popdns.config.model.NotifyRoute;
import org.popdns.config.model.NotifyRoute.Escalation;
import org.popdns.config.model.NotifySettings;
import org.popdns.config.model.Receiver;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.order.Calendar;

/** Routes for tests: each call gives one that differs in one thing. Immutable. */
public record Routes(NotifyRoute route) {

  /** All of severity warning and above, grouped for 30 seconds, to {@code oncall}. */
  public static Routes usual() {
    return new Routes(
        new NotifyRoute(
            List.of(),
            AlertSeverity.WARNING,
            List.of("oncall"),
            Duration.ofSeconds(30),
            Optional.of(Duration.ofHours(4)),
            true,
            Optional.empty(),
            List.of(),
            true,
            10));
  }

  public Routes match(String... globs) {
    return with(Stream.of(globs).map(MemberGlob::of).toList(), route.least(), route.to());
  }

  public Routes least(AlertSeverity least) {
    return with(route.match(), least, route.to());
  }

  public Routes to(String... receivers) {
    return with(route.match(), route.least(), List.of(receivers));
  }

  private Routes with(List<MemberGlob> match, AlertSeverity least, List<String> to) {
    return new Routes(
        new NotifyRoute(
            match,
            least,
            to,
            route.groupFor(),
            route.repeat(),
            route.tellsEnd(),
            route.escalation(),
            route.quiet(),
            route.criticalPasses(),
            route.mostPerMinute()));
  }

  private Routes with(
      Duration groupFor,
      Optional<Duration> repeat,
      boolean tellsEnd,
      Optional<Escalation> escalation,
      List<Calendar> quiet,
      boolean criticalPasses,
      int most) {
    return new Routes(
        new NotifyRoute(
            route.match(),
            route.least(),
            route.to(),
            groupFor,
            repeat,
            tellsEnd,
            escalation,
            quiet,
            criticalPasses,
            most));
  }

  public Routes groupFor(Duration time) {
    return with(
        time,
        route.repeat(),
        route.tellsEnd(),
        route.escalation(),
        route.quiet(),
        route.criticalPasses(),
        route.mostPerMinute());
  }

  public Routes repeat(Optional<Duration> every) {
    return with(
        route.groupFor(),
        every,
        route.tellsEnd(),
        route.escalation(),
        route.quiet(),
        route.criticalPasses(),
        route.mostPerMinute());
  }

  public Routes withoutEnds() {
    return with(
        route.groupFor(),
        route.repeat(),
        false,
        route.escalation(),
        route.quiet(),
        route.criticalPasses(),
        route.mostPerMinute());
  }

  public Routes escalate(Duration after, String... to) {
    return with(
        route.groupFor(),
        route.repeat(),
        route.tellsEnd(),
        Optional.of(new Escalation(after, List.of(to))),
        route.quiet(),
        route.criticalPasses(),
        route.mostPerMinute());
  }

  public Routes quiet(boolean criticalPasses, String calendar) {
    return with(
        route.groupFor(),
        route.repeat(),
        route.tellsEnd(),
        route.escalation(),
        List.of(Calendar.of(calendar)),
        criticalPasses,
        route.mostPerMinute());
  }

  public Routes mostPerMinute(int most) {
    return with(
        route.groupFor(),
        route.repeat(),
        route.tellsEnd(),
        route.escalation(),
        route.quiet(),
        route.criticalPasses(),
        most);
  }

  /** Settings of these routes; {@code forgetful} is an Alertmanager, all others are programs. */
  public static NotifySettings settings(Routes... routes) {
    Map<String, Receiver> receivers = new LinkedHashMap<>();
    for (String name : List.of("oncall", "chat", "boss", "forgetful")) {
      receivers.put(
          name,
          name.equals("forgetful")
              ? new Receiver.Webhook(
                  URI.create("http://192.0.2.80/"),
                  false,
                  Receiver.Format.ALERTMANAGER,
                  new TlsTrust.BySystem(),
                  Map.of(),
                  Duration.ofSeconds(1))
              : new Receiver.Command(List.of("/bin/true"), Duration.ofSeconds(1)));
    }
    return new NotifySettings(receivers, Stream.of(routes).map(Routes::route).toList(), Map.of());
  }
}
