package org.popdns.config.zone;

import org.popdns.config.problem.Mark;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.record.RecordType;

/** The zone itself has sane SOA times and no DS records. */
final class ApexCheck implements RecordSetCheck {

  // RFC 2308 §5: values of one to three hours work well, values over a day are problematic.
  private static final long LONGEST_MINIMUM = 86_400;

  @Override
  public void check(CheckedZone zone) {
    if (!zone.isApex()) {
      return;
    }
    switch (zone.cursor().type()) {
      case RecordType.DS ->
          zone.mark(Part.RECORD)
              .warning("DS records of a zone stand in its parent, not at the zone itself");
      case RecordType.SOA -> times(zone.records().soa(), zone.mark(Part.RECORD));
      default -> {}
    }
  }

  private static void times(SoaFields soa, Mark where) {
    if (soa.expire() <= soa.refresh() + soa.retry()) {
      where.warning(
          "SOA expire of "
              + soa.expire()
              + " is not longer than refresh and retry: a secondary would give up before it has"
              + " retried");
    }
    if (soa.retry() >= soa.refresh()) {
      where.warning(
          "SOA retry of " + soa.retry() + " is not shorter than refresh of " + soa.refresh());
    }
    if (soa.minimum() > LONGEST_MINIMUM) {
      where.warning(
          "SOA minimum of "
              + soa.minimum()
              + ": that a name does not exist may be believed for more than a day");
    }
  }
}
