package org.popdns.config.model;

import java.util.List;

/**
 * One accepted configuration: all that the files say, validated as a whole.
 *
 * @param server the node's own settings ({@code popdns.yaml})
 * @param topology sites, checks and clusters ({@code clusters.yaml}); empty where there is no such
 *     file
 * @param zones the zones, in canonical order of their origins; every cluster they name exists
 */
public record Configuration(ServerSettings server, Topology topology, List<Zone> zones) {

  /** Copies the list. */
  public Configuration {
    zones = List.copyOf(zones);
  }
}
