package org.popdns.config.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What may be wrong that people are told of, and how severe that is where nobody says otherwise.
 */
public enum AlertKind {
  /** An endpoint of a member does not pass its check. */
  MEMBER_DOWN("member-down", AlertSeverity.WARNING, "A member does not pass its check."),
  /** Clients are answered from other pools as well, since the first can't carry them all. */
  CLUSTER_OVERFLOWS(
      "cluster-overflows",
      AlertSeverity.WARNING,
      "A pool can't carry what comes to it, so others answer a part."),
  /** The first pool is below its minimum, and another answers. */
  CLUSTER_ON_FALLBACK(
      "cluster-on-fallback",
      AlertSeverity.ERROR,
      "A cluster is below its minimum here, and another site or pool answers for it."),
  /** Nobody reaches the minimum. */
  CLUSTER_BELOW_MINIMUM(
      "cluster-below-minimum",
      AlertSeverity.ERROR,
      "A cluster is below its minimum everywhere; those that are healthy answer."),
  /** Nobody is healthy. */
  CLUSTER_FAILS_OPEN(
      "cluster-fails-open",
      AlertSeverity.CRITICAL,
      "No host of a cluster is healthy anywhere, so all of them are given."),
  /** No canary answers while many endpoints fail. */
  CHECKER_SUSPECTS_ITSELF(
      "checker-suspects-itself",
      AlertSeverity.CRITICAL,
      "Many endpoints failed at once and no canary answers: the last good state is kept."),
  /** A canary does not answer. */
  CANARY_DOWN("canary-down", AlertSeverity.WARNING, "A canary does not answer."),
  /** Another node can't be read. */
  PEER_LOST("peer-lost", AlertSeverity.WARNING, "Another node's status can't be read."),
  /** Nothing is announced, and nobody wanted it so. */
  WITHDRAWN(
      "withdrawn", AlertSeverity.CRITICAL, "The node is unfit, and a route is withdrawn for it."),
  /** The node is unfit, and its routes stay. */
  UNFIT(
      "unfit",
      AlertSeverity.CRITICAL,
      "The node is unfit, and its routes stay since no other site would be left."),
  /** The operator drains an announcement. */
  DRAINED("drained", AlertSeverity.INFO, "An operator drains an announcement."),
  /** The files are not served. */
  RELOAD_REFUSED(
      "reload-refused",
      AlertSeverity.CRITICAL,
      "The files were refused; what was served before still is."),
  /** Zones' files are wrong while others are served. */
  ZONES_BROKEN(
      "zones-broken", AlertSeverity.ERROR, "Files of zones are wrong, all else is served."),
  /** The files were wrong at the start. */
  STORED_SERVED(
      "stored-served",
      AlertSeverity.CRITICAL,
      "The files were wrong at the start, so what was stored of earlier ones is served."),
  /** A database can't be used. */
  DATABASE_REFUSED(
      "database-refused",
      AlertSeverity.WARNING,
      "A database that says where clients are is missing or broken."),
  /** Queries are answered from now on. */
  SERVER_STARTED("server-started", AlertSeverity.INFO, "The server was started; told once."),
  /** No query is answered any more. */
  SERVER_STOPPED("server-stopped", AlertSeverity.INFO, "The server was stopped; told once.");

  private final String label;
  private final AlertSeverity usual;
  private final String meaning;

  AlertKind(String label, AlertSeverity usual, String meaning) {
    this.label = label;
    this.usual = usual;
    this.meaning = meaning;
  }

  /** The name in files and messages. */
  public String label() {
    return label;
  }

  /** How severe it is where nobody says otherwise. */
  public AlertSeverity usual() {
    return usual;
  }

  /** What it means, in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The one of a name; empty if there is none. */
  public static Optional<AlertKind> of(String label) {
    return Arrays.stream(values()).filter(value -> value.label.equals(label)).findFirst();
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(AlertKind::label).toList();
  }
}
