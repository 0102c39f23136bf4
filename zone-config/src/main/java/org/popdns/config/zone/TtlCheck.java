package org.popdns.config.zone;

import org.popdns.config.problem.Mark;
import org.popdns.config.zone.RecordPlaces.Part;

/** TTLs that are allowed, but longer than caches or health changes bear. */
final class TtlCheck implements RecordSetCheck {

  // RFC 8767 §4: caches are told to keep nothing for longer.
  private static final long WEEK = 604_800;
  private static final long LONGEST_STEERED = 3600;

  @Override
  public void check(CheckedZone zone) {
    long ttl = zone.cursor().ttlSeconds();
    if (ttl > WEEK) {
      zone.noteLongTtl();
    } else if (ttl > LONGEST_STEERED && zone.cursor().isSteered()) {
      zone.mark(Part.RECORD)
          .warning(
              "TTL " + ttl + " lets caches keep a dead server's address for more than an hour");
    }
  }

  /**
   * Reports TTLs of more than a week, which whole zones have.
   *
   * @param ttl the first one
   * @param more how many record sets there are beside that
   */
  static void report(Mark where, long ttl, int more) {
    where.warning(
        "TTL "
            + ttl
            + " is longer than a week, which caches cut it to"
            + (more == 0
                ? ""
                : "; so is that of "
                    + more
                    + (more == 1 ? " more record set" : " more record sets")));
  }
}
