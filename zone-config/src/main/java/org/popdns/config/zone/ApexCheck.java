package org.popdns.config.zone;

import org.popdns.config.record.RecordType;

/** The zone itself has sane SOA times and no DS records. */
final class ApexCheck implements ZoneCheck {

  // RFC 2308 §5: values of one to three hours work well, values over a day are problematic.
  private static final long LONGEST_MINIMUM = 86_400;

  @Override
  public void check(DraftNames names) {
    names
        .at(names.origin(), RecordType.DS)
        .ifPresent(
            ds ->
                ds.where()
                    .error("DS records of a zone stand in its parent, not at the zone itself"));
    names.zone().soa().ifPresent(ApexCheck::times);
  }

  private static void times(DraftSoa soa) {
    if (soa.expire() <= soa.refresh() + soa.retry()) {
      soa.where()
          .warning(
              "SOA expire of "
                  + soa.expire()
                  + " is not longer than refresh and retry: a secondary would give up before it has"
                  + " retried");
    }
    if (soa.retry() >= soa.refresh()) {
      soa.where()
          .warning(
              "SOA retry of " + soa.retry() + " is not shorter than refresh of " + soa.refresh());
    }
    if (soa.minimum() > LONGEST_MINIMUM) {
      soa.where()
          .warning(
              "SOA minimum of "
                  + soa.minimum()
                  + ": that a name does not exist may be believed for more than a day");
    }
  }
}
