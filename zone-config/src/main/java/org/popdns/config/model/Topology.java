package org.popdns.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who serves at which site and how we know that they do: {@code clusters.yaml}. Each map is keyed
 * by the name of its values and keeps the order of the file.
 *
 * @param sites every site of the service
 * @param checks the checks that clusters refer to
 * @param clusters the clusters that zones refer to
 * @param suspicion when the checks are not believed
 */
public record Topology(
    Map<String, Site> sites,
    Map<String, Check> checks,
    Map<String, Cluster> clusters,
    Suspicion suspicion) {

  /** A nameserver of static zones only. */
  public static final Topology EMPTY = new Topology(Map.of(), Map.of(), Map.of());

  /** A topology with the usual suspicion. */
  public Topology(
      Map<String, Site> sites, Map<String, Check> checks, Map<String, Cluster> clusters) {
    this(sites, checks, clusters, Suspicion.USUAL);
  }

  /** Copies the maps; the copies keep the order. */
  public Topology {
    sites = Collections.unmodifiableMap(new LinkedHashMap<>(sites));
    checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
    clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
  }
}
