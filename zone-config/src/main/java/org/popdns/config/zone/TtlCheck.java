package org.popdns.config.zone;

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
      zone.mark(Part.RECORD)
          .warning("TTL " + ttl + " is longer than a week, which caches cut it to");
    } else if (ttl > LONGEST_STEERED && zone.cursor().isSteered()) {
      zone.mark(Part.RECORD)
          .warning(
              "TTL " + ttl + " lets caches keep a dead server's address for more than an hour");
    }
  }
}
