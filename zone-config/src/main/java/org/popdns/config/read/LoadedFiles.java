package org.popdns.config.read;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a load, those that could not be read included, as named in the configuration. There
 * may be as many as zones, so they are gathered only for who asks.
 *
 * @param others all but the zones' own
 * @param zones the zones as they were read
 */
public record LoadedFiles(Set<Path> others, List<LoadedZone> zones) {

  /** Copies. */
  public LoadedFiles {
    others = Set.copyOf(others);
    zones = List.copyOf(zones);
  }

  /** All of them. */
  public Set<Path> all() {
    Set<Path> all = HashSet.newHashSet(others.size() + zones.size());
    all.addAll(others);
    zones.forEach(zone -> all.addAll(zone.files()));
    return all;
  }
}
