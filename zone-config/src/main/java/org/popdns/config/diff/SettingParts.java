package org.popdns.config.diff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.diff.Part.Setting;
import org.popdns.config.model.CookieSecret;
import org.popdns.config.model.CookieSettings;
import org.popdns.config.model.HiddenText;
import org.popdns.config.model.NotifyRoute;
import org.popdns.config.model.NotifySettings;
import org.popdns.config.model.PlacePrefix;
import org.popdns.config.model.Receiver;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.order.Calendar;
import org.popdns.config.write.AddressFormat;

/** The parts that a node's own settings are made of. Stateless. */
final class SettingParts {

  private static final String LISTEN = "listen";
  private static final String STATUS_ALLOW = "status allow";
  private static final String DATABASES = "places databases";
  private static final String PREFIX = "places prefixes";

  private static final String RECEIVER = "notify receiver";
  private static final String ROUTE = "notify route";

  private static final Set<String> LISTS =
      Set.of(LISTEN, STATUS_ALLOW, DATABASES, PREFIX, RECEIVER, ROUTE);

  /** Each address of a list is a part of its own; of anything else there is one. */
  static final Comparator<Setting> ORDER =
      Comparator.comparing(Setting::name)
          .thenComparing(setting -> LISTS.contains(setting.name()) ? setting.value() : "");

  private SettingParts() {}

  /** The settings, in their order. */
  static List<Setting> of(ServerSettings server) {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting("admin http", AddressFormat.of(server.admin().http())));
    settings.add(new Setting("admin socket", server.admin().socket().toString()));
    settings.add(new Setting("cookies", cookies(server.cookies())));
    server.listen().stream()
        .map(AddressFormat::of)
        .distinct()
        .forEach(address -> settings.add(new Setting(LISTEN, address)));
    settings.add(new Setting("max-change", server.change().maxPercent() + "%"));
    settings.add(new Setting("max-removed", server.maxRemovedPercent() + "%"));
    settings.add(new Setting("node", server.node()));
    notifications(server.notifications(), settings);
    settings.add(new Setting("on-error", server.onError().label()));
    server
        .places()
        .databases()
        .forEach(file -> settings.add(new Setting(DATABASES, file.toString())));
    server.places().prefixes().forEach(prefix -> settings.add(new Setting(PREFIX, place(prefix))));
    settings.add(new Setting("query-sample", Boolean.toString(server.change().samplesQueries())));
    server.site().ifPresent(site -> settings.add(new Setting("site", site)));
    server.statusAllow().stream()
        .map(AddressFormat::of)
        .distinct()
        .forEach(prefix -> settings.add(new Setting(STATUS_ALLOW, prefix)));
    settings.add(new Setting("workers", workers(server.workers())));
    settings.sort(ORDER);
    return settings;
  }

  private static void notifications(NotifySettings notifications, List<Setting> settings) {
    notifications
        .receivers()
        .forEach(
            (name, receiver) ->
                settings.add(new Setting(RECEIVER, name + ": " + receiver(receiver))));
    notifications.routes().forEach(route -> settings.add(new Setting(ROUTE, route(route))));
    notifications
        .severities()
        .forEach(
            (kind, severity) ->
                settings.add(new Setting("notify severity of " + kind.label(), severity.label())));
  }

  /** Secrets by their fingerprints. */
  private static String receiver(Receiver receiver) {
    String timeout = ", within " + time(receiver.timeout());
    return switch (receiver) {
      case Receiver.Webhook hook ->
          "%s at %s%s%s%s%s"
              .formatted(
                  hook.format().label(),
                  hook.shownUrl(),
                  hook.isUrlHidden()
                      ? " " + new HiddenText(hook.url().toString()).fingerprint()
                      : "",
                  trust(hook.trust()),
                  hook.headers().isEmpty() ? "" : ", headers " + hook.headers(),
                  timeout);
      case Receiver.Command command -> "command " + command.run() + timeout;
      case Receiver.Mail mail ->
          "mail by %s:%d, %s%s%s, from %s to %s%s"
              .formatted(
                  mail.host(),
                  mail.port(),
                  mail.encryption().label(),
                  trust(mail.trust()),
                  mail.login()
                      .map(login -> ", as " + login.user() + " " + login.password())
                      .orElse(""),
                  mail.from(),
                  String.join(", ", mail.to()),
                  timeout);
    };
  }

  private static String time(Duration time) {
    return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private static String trust(TlsTrust trust) {
    return trust instanceof TlsTrust.ByFile by
        ? ", believed by " + by.file() + " " + by.authorities().hashCode()
        : "";
  }

  private static String route(NotifyRoute route) {
    return "%s, grouped for %s, %s, ends %s%s%s, at most %d in a minute"
        .formatted(
            route.label(),
            time(route.groupFor()),
            route.repeat().map(every -> "again each " + time(every)).orElse("once"),
            route.tellsEnd() ? "told" : "not told",
            route
                .escalation()
                .map(
                    escalation ->
                        ", after "
                            + time(escalation.after())
                            + " to "
                            + String.join(", ", escalation.to()))
                .orElse(""),
            route.quiet().isEmpty()
                ? ""
                : ", quiet "
                    + route.quiet().stream().map(Calendar::text).collect(Collectors.joining(", "))
                    + (route.criticalPasses() ? " but for what is critical" : ""),
            route.mostPerMinute());
  }

  private static String place(PlacePrefix prefix) {
    return AddressFormat.of(prefix.prefix())
        + prefix.country().map(code -> " " + code).orElse("")
        + prefix.subdivision().map(code -> "-" + code).orElse("")
        + (prefix.asn().isPresent() ? " AS" + prefix.asn().getAsLong() : "")
        + prefix.location().map(location -> " at " + location).orElse("");
  }

  private static String workers(WorkerSettings workers) {
    String count =
        workers.count().isPresent()
            ? String.valueOf(workers.count().getAsInt())
            : "one per processor";
    String placement =
        switch (workers.placement()) {
          case FREE -> "not pinned";
          case PINNED -> "pinned";
        };
    return count + ", " + placement + ", udp " + workers.udp().label();
  }

  private static String cookies(CookieSettings cookies) {
    String secrets =
        cookies.secrets().isEmpty()
            ? "random"
            : cookies.secrets().stream()
                .map(CookieSecret::fingerprint)
                .collect(Collectors.joining(", "));
    return (cookies.required() ? "required" : "optional") + ", secrets " + secrets;
  }
}
