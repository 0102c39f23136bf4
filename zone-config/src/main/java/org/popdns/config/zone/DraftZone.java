package org.popdns.config.zone;

import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.Mark;
import org.popdns.name.DomainName;

/**
 * A zone as its file says it, before the checks.
 *
 * @param origin the zone's apex
 * @param start where to report what concerns the zone as a whole
 * @param soa the SOA record; empty if the file leaves it to the defaults
 * @param recordSets all other records, each owner and type once, each owner within the zone
 * @param completeness whether all of the file is here
 */
public record DraftZone(
    DomainName origin,
    Mark start,
    Optional<DraftSoa> soa,
    List<DraftRecordSet> recordSets,
    Completeness completeness) {

  /** Whether the draft holds all that the file does. */
  public enum Completeness {
    /** It does. */
    COMPLETE,
    /** Some of it was refused, so nothing can be said of what seems to be missing. */
    PARTIAL
  }

  /** Copies the list. */
  public DraftZone {
    recordSets = List.copyOf(recordSets);
  }
}
