package org.popdns.config.zone;

/** TTLs that are allowed, but longer than caches or health changes bear. */
final class TtlCheck implements ZoneCheck {

  // RFC 8767 §4: caches are told to keep nothing for longer.
  private static final long WEEK = 604_800;
  private static final long LONGEST_STEERED = 3600;

  @Override
  public void check(DraftNames names) {
    for (DraftRecordSet set : names.zone().recordSets()) {
      if (set.ttlSeconds() > WEEK) {
        set.where()
            .warning("TTL " + set.ttlSeconds() + " is longer than a week, which caches cut it to");
      } else if (set.cluster().isPresent() && set.ttlSeconds() > LONGEST_STEERED) {
        set.where()
            .warning(
                "TTL "
                    + set.ttlSeconds()
                    + " lets caches keep a dead server's address for more than an hour");
      }
    }
  }
}
