package org.popdns.publish;

import java.util.List;
import org.popdns.config.model.BrokenZone;

/** Zones whose files are right hold what no response or no memory can; the others are compiled. */
final class ZonesTooLargeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<BrokenZone> zones;

  /**
   * The zones, each with what is too large.
   *
   * @param zones at least one, in the order of their origins
   */
  ZonesTooLargeException(List<BrokenZone> zones) {
    super(
        zones.getFirst().reason()
            + (zones.size() == 1 ? "" : " (and " + (zones.size() - 1) + " more zones)"));
    this.zones = List.copyOf(zones);
  }

  List<BrokenZone> zones() {
    return zones;
  }
}
