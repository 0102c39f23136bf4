package org.popdns.config.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a node knows where clients are: {@code places} of popdns.yaml.
 *
 * @param prefixFile where the operator's own prefixes stand; empty if there is no such file
 * @param prefixes what it says; wins over databases
 * @param databases files in MaxMind's format, which are read while they change, not with the
 *     configuration; of two that know a network's place the first says it
 */
public record PlaceSettings(
    Optional<Path> prefixFile, List<PlacePrefix> prefixes, List<Path> databases) {

  /** Nothing is known of any client. */
  public static final PlaceSettings NONE =
      new PlaceSettings(Optional.empty(), List.of(), List.of());

  /** Copies the lists. */
  public PlaceSettings {
    prefixes = List.copyOf(prefixes);
    databases = List.copyOf(databases);
  }
}
