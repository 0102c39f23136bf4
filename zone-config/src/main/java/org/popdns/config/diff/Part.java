package org.popdns.config.diff;

import java.util.Optional;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.Check;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Site;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Suspicion;
import org.popdns.config.model.Target;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;

/** A part of a configuration that comes, goes or changes by itself. */
public sealed interface Part {

  /**
   * One of the node's own settings.
   *
   * @param name the key in {@code popdns.yaml}
   * @param value as the file would write it
   */
  record Setting(String name, String value) implements Part {}

  /** What is announced as one. */
  record OfAnnouncement(Announcement announcement) implements Part {}

  /** A site with its fallback order. */
  record OfSite(Site site) implements Part {}

  /** A check. */
  record OfCheck(Check check) implements Part {}

  /** A cluster's plan without its members, which are parts of their own. */
  record OfPlan(SteeringPlan plan) implements Part {}

  /**
   * An address or name at which a host of a plan's pool serves.
   *
   * @param weight the host's
   * @param status the host's
   * @param check the name of its own check; empty if it has its plan's
   */
  record MemberAddress(
      String plan,
      String pool,
      String host,
      Target target,
      int weight,
      HostStatus status,
      Optional<String> check)
      implements Part {}

  /** When the checks are not believed. */
  record OfSuspicion(Suspicion suspicion) implements Part {}

  /** A zone without its records, which are parts of their own. */
  record OfZone(Zone zone) implements Part {}

  /**
   * The records of one owner and type.
   *
   * @param plan what the zone itself says of who answers; empty for all but dynamic records
   */
  record OfRecords(DomainName zone, RecordSet records, Optional<SteeringPlan> plan)
      implements Part {}
}
