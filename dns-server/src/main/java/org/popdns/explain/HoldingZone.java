package org.popdns.explain;

import java.util.Optional;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/** Which zone of a configuration a question goes to, as workers find it. Pure. */
public final class HoldingZone {

  private HoldingZone() {}

  /**
   * The zone that answers: the longest origin, but for DS at an apex the one above (RFC 4035
   * §3.1.4.1).
   *
   * @return its origin, in the case that its file has; empty if no zone holds the name
   */
  public static Optional<DomainName> of(Configuration configuration, DomainName name, int type) {
    Optional<DomainName> closest = closest(configuration, name);
    if (type == RecordType.DS && !name.isRoot() && closest.filter(name::equals).isPresent()) {
      return closest(configuration, name.parent()).or(() -> closest);
    }
    return closest;
  }

  private static Optional<DomainName> closest(Configuration configuration, DomainName below) {
    for (DomainName at = below; ; at = at.parent()) {
      Optional<DomainName> origin = origin(configuration, at);
      if (origin.isPresent() || at.isRoot()) {
        return origin;
      }
    }
  }

  private static Optional<DomainName> origin(Configuration configuration, DomainName at) {
    return configuration
        .zone(at)
        .map(Zone::origin)
        .or(() -> configuration.broken(at).map(BrokenZone::origin));
  }
}
