package org.popdns.config.model;

import java.util.Optional;

/** How many of a site's hosts must be healthy: a number, or a share of the hosts there. */
public sealed interface MinimumHealthy {

  /** The most hosts that a number may ask for. */
  int MOST_HOSTS = 1000;

  /** What {@link #of} reads, in words. */
  String FORM = "a number of hosts from 1 to 1000, or a percentage from 1% to 100%";

  /** Reads {@code 3} or {@code 50%}; empty if it is neither, or out of bounds. */
  static Optional<MinimumHealthy> of(String text) {
    boolean percentage = text.matches("[0-9]{1,3}%");
    if (!percentage && !text.matches("[0-9]{1,4}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(percentage ? text.substring(0, text.length() - 1) : text);
    return number < 1 || number > (percentage ? 100 : MOST_HOSTS)
        ? Optional.empty()
        : Optional.of(percentage ? new Percentage(number) : new Hosts(number));
  }

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
