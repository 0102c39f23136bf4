package org.popdns.config.zone;

/**
 * One thing that must hold for each record set of a zone, whichever format its file has. Stateless.
 */
interface RecordSetCheck {

  /** Reports what is wrong with the set that the zone is at, each at the record it is about. */
  void check(CheckedZone zone);
}
