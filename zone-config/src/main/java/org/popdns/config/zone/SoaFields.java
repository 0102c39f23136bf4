package org.popdns.config.zone;

import java.util.Optional;
import org.popdns.config.record.SoaRdata;
import org.popdns.name.DomainName;

/**
 * A zone's SOA record as its file says it (RFC 1035 §3.3.13). Times are in seconds.
 *
 * @param mname the primary nameserver; empty to take the first NS record's
 * @param rname the mailbox of who answers for the zone; empty to take {@code hostmaster} in it
 * @param serial empty if the file leaves it to the environment or the content
 */
public record SoaFields(
    Optional<DomainName> mname,
    Optional<DomainName> rname,
    Optional<Long> serial,
    long refresh,
    long retry,
    long expire,
    long minimum,
    long ttlSeconds) {

  static final long REFRESH = 7200;
  static final long RETRY = 900;
  static final long EXPIRE = 1_209_600;
  static final long MINIMUM = 300;
  static final long TTL = 3600;

  private static final String HOSTMASTER = "hostmaster";

  /** The SOA record of a zone whose file has none. */
  static final SoaFields DEFAULT =
      new SoaFields(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          REFRESH,
          RETRY,
          EXPIRE,
          MINIMUM,
          TTL);

  /** What a file says that says all of it. */
  static SoaFields of(SoaRdata data, long ttlSeconds) {
    return new SoaFields(
        Optional.of(data.mname()),
        Optional.of(data.rname()),
        Optional.of(data.serial()),
        data.refresh(),
        data.retry(),
        data.expire(),
        data.minimum(),
        ttlSeconds);
  }

  /**
   * The record's RDATA, with serial 0 where the file gives none.
   *
   * @param firstNameServer the zone's first NS record's
   */
  SoaRdata rdata(DomainName origin, DomainName firstNameServer) {
    return new SoaRdata(
        mname.orElse(firstNameServer),
        rname.orElseGet(() -> hostmaster(origin)),
        serial.orElse(0L),
        refresh,
        retry,
        expire,
        minimum);
  }

  private static DomainName hostmaster(DomainName origin) {
    boolean fits = origin.lengthBytes() + 1 + HOSTMASTER.length() <= DomainName.MAX_LENGTH_BYTES;
    return fits ? DomainName.parse(HOSTMASTER, origin) : origin;
  }
}
