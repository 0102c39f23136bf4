package org.popdns.config.model;

import java.util.List;

/**
 * What a zone says of steering.
 *
 * @param clientSubnet true if the network that a query's client subnet option names decides in
 *     place of the resolver's address (RFC 7871 §7.1)
 * @param plans those of the zone's own record sets, in the order of the file; no two of one name in
 *     a configuration
 */
public record ZoneSteering(boolean clientSubnet, List<SteeringPlan> plans) {

  /** Nothing. */
  public static final ZoneSteering NONE = new ZoneSteering(false, List.of());

  /** Copies the list. */
  public ZoneSteering {
    plans = List.copyOf(plans);
  }
}
