package org.popdns.config.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.diff.Part.Setting;
import org.popdns.config.model.CookieSecret;
import org.popdns.config.model.CookieSettings;
import org.popdns.config.model.PlacePrefix;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.write.AddressFormat;

/** The parts that a node's own settings are made of. Stateless. */
final class SettingParts {

  private static final String LISTEN = "listen";
  private static final String STATUS_ALLOW = "status allow";
  private static final String DATABASES = "places databases";
  private static final String PREFIX = "places prefixes";

  private static final Set<String> LISTS = Set.of(LISTEN, STATUS_ALLOW, DATABASES, PREFIX);

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
