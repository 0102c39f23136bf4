package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** What clients will not take from SVCB and HTTPS records that are well formed. Stateless. */
final class ServiceDoubt {

  /** Judges priority and parameters. */
  static final RdataCheck CHECK = ServiceDoubt::problem;

  private ServiceDoubt() {}

  private static @Nullable String problem(byte[] bytes, int from, int length) {
    RdataCursor wire = new RdataCursor().over(bytes, from, length);
    boolean isAlias = wire.u16() == 0;
    if (wire.skipName() != null || wire.left() == 0) {
      return null;
    }
    if (isAlias) {
      // RFC 9460 §2.4.2
      return "with svcpriority 0 is an alias, of which clients ignore the svcparams";
    }
    boolean alpn = false;
    boolean noDefaultAlpn = false;
    while (wire.left() > 0) {
      int number = wire.u16();
      alpn |= number == ServiceParameter.ALPN;
      noDefaultAlpn |= number == ServiceParameter.NO_DEFAULT_ALPN;
      int count = wire.u16();
      if (!ServiceParameter.isRight(number, bytes, wire.at(), count)) {
        return "has "
            + ServiceParameter.name(number)
            + " that is not "
            + ServiceParameter.expected(number);
      }
      wire.skip(count);
    }
    // RFC 9460 §7.1.1
    return noDefaultAlpn && !alpn ? "has no-default-alpn, which needs alpn" : null;
  }
}
