package org.popdns.announce;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.IpPrefix;
import org.popdns.fitness.LastSiteGuard;

/**
 * By what a node is judged that announces nothing: as one announcement of all that it answers at,
 * through the same gate. There is no lease of it and no route to keep, so no other node is asked,
 * and nothing is damped: whoever reads {@code /readyz} has a patience of its own. Stateless.
 */
final class WholeNode {

  private WholeNode() {}

  /** The announcement, of each family that is answered in. */
  static Announcement announcement(List<InetSocketAddress> addresses) {
    return new Announcement(
        "",
        addresses.stream().map(WholeNode::everything).distinct().toList(),
        List.of(),
        LastSiteGuard.KEEPS_NONE,
        Duration.ZERO,
        Duration.ZERO);
  }

  private static IpPrefix everything(InetSocketAddress address) {
    boolean ipv4 = address.getAddress() instanceof Inet4Address;
    return new IpPrefix(InetAddress.ofLiteral(ipv4 ? "0.0.0.0" : "::"), 0);
  }
}
