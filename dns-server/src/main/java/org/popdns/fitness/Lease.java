package org.popdns.fitness;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.popdns.config.model.IpPrefix;

/**
 * What the announcer is told: which routes to announce, how, and for how long that holds.
 *
 * @param routes every prefix of the announcement
 * @param prepend how often to repeat our AS number in the path
 * @param med the multi-exit discriminator
 * @param communities such as {@code 65535:0} (RFC 8326)
 * @param validSeconds the announcer forgets the lease after so many
 * @param reason in one line
 * @param since when the action or the reason last changed
 * @param queries what must be answered beside the lease
 */
public record Lease(
    String name,
    String site,
    String node,
    List<Route> routes,
    int prepend,
    int med,
    List<String> communities,
    int validSeconds,
    String reason,
    Instant since,
    List<Query> queries) {

  /** Copies the lists. */
  public Lease {
    routes = List.copyOf(routes);
    communities = List.copyOf(communities);
    queries = List.copyOf(queries);
  }

  /** One route. */
  public record Route(IpPrefix prefix, boolean announced) {

    /** Its family. */
    public Family family() {
      return Family.of(prefix.network());
    }
  }

  /** A question that the announcer asks itself; the answer is NOERROR and authoritative. */
  public record Query(InetSocketAddress address, String name, String type) {}

  /** True if a route is announced. */
  public boolean announces() {
    return routes.stream().anyMatch(Route::announced);
  }
}
