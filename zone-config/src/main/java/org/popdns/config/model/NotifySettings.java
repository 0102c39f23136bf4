package org.popdns.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is told of what is wrong. Immutable.
 *
 * @param receivers by their names, in the order of the file
 * @param routes each of which tells whatever it is for
 * @param severities of kinds of alerts that are not to have their usual one
 */
public record NotifySettings(
    Map<String, Receiver> receivers,
    List<NotifyRoute> routes,
    Map<AlertKind, AlertSeverity> severities) {

  /** Nobody is told. */
  public static final NotifySettings NOBODY = new NotifySettings(Map.of(), List.of(), Map.of());

  /** Copies; the receivers keep their order. */
  public NotifySettings {
    receivers = Collections.unmodifiableMap(new LinkedHashMap<>(receivers));
    routes = List.copyOf(routes);
    severities = Map.copyOf(severities);
  }

  /** How severe an alert of a kind is. */
  public AlertSeverity severity(AlertKind kind) {
    return severities.getOrDefault(kind, kind.usual());
  }
}
