package org.popdns.config.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When the health checker suspects itself rather than the servers: {@code suspicion} in {@code
 * clusters.yaml}.
 *
 * @param sharePercent how many of the endpoints that were up must fail within one interval, 1 to
 *     100
 * @param freeze how long the last good state is kept at most; zero: nothing is ever suspected
 * @param canaries what confirms that a site's own network works, by site, in the order of the file;
 *     every site exists
 */
public record Suspicion(int sharePercent, Duration freeze, Map<String, List<Canary>> canaries) {

  /** What holds where nothing is said. */
  public static final Suspicion USUAL = new Suspicion(60, Duration.ofSeconds(60), Map.of());

  /** Copies the map and its lists; the copies keep the order. */
  public Suspicion {
    Map<String, List<Canary>> copy = new LinkedHashMap<>();
    canaries.forEach((site, targets) -> copy.put(site, List.copyOf(targets)));
    canaries = Collections.unmodifiableMap(copy);
  }

  /** The canaries of a site; empty if it has none. */
  public List<Canary> canariesAt(String site) {
    return canaries.getOrDefault(site, List.of());
  }
}
