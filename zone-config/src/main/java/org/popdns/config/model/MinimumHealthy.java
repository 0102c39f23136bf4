package org.popdns.config.model;

/** How many of a site's hosts must be healthy: a number, or a share of the hosts there. */
public sealed interface MinimumHealthy {

  /**
   * The number of hosts needed at a site.
   *
   * @param hostsAtSite how many hosts the site has, healthy or not
   * @return at least 1
   */
  int hostsNeeded(int hostsAtSite);

  /**
   * A number of hosts.
   *
   * @param hosts at least 1
   */
  record Hosts(int hosts) implements MinimumHealthy {
    @Override
    public int hostsNeeded(int hostsAtSite) {
      return hosts;
    }

    @Override
    public String toString() {
      return Integer.toString(hosts);
    }
  }

  /**
   * A share of the site's hosts, rounded up to whole hosts.
   *
   * @param percent 1 to 100
   */
  record Percentage(int percent) implements MinimumHealthy {
    @Override
    public int hostsNeeded(int hostsAtSite) {
      return Math.max(1, Math.ceilDiv(hostsAtSite * percent, 100));
    }

    @Override
    public String toString() {
      return percent + "%";
    }
  }
}
