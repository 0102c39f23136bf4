package org.popdns.config.zone;

import java.util.Optional;
import org.popdns.config.problem.Mark;
import org.popdns.name.DomainName;

/**
 * A zone's SOA record as its file says it (RFC 1035 §3.3.13). Times are in seconds.
 *
 * @param mname the primary nameserver; empty to take the first NS record's
 * @param rname the mailbox of who answers for the zone; empty to take {@code hostmaster} in it
 * @param serial empty if the file leaves it to the environment or the content
 * @param where the record's place
 */
public record DraftSoa(
    Optional<DomainName> mname,
    Optional<DomainName> rname,
    Optional<Long> serial,
    long refresh,
    long retry,
    long expire,
    long minimum,
    long ttlSeconds,
    Mark where) {

  static final long REFRESH = 7200;
  static final long RETRY = 900;
  static final long EXPIRE = 1_209_600;
  static final long MINIMUM = 300;
  static final long TTL = 3600;

  SoaFields fields() {
    return new SoaFields(mname, rname, serial, refresh, retry, expire, minimum, ttlSeconds);
  }
}
