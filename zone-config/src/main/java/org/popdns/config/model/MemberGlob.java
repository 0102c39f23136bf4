package org.popdns.config.model;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

/**
 * Which members an operator means: {@code images/tokyo/t1}, {@code images/tokyo}, {@code images/*},
 * {@code images}, {@code 192.0.2.21}. Of one part it is the name of a cluster, a site or a member,
 * or an address; of two, of a cluster's site; of three, of a member there. {@code *} stands for any
 * characters within a part. Capitals count, as they do in files; an address may be written in any
 * way. Immutable.
 */
public final class MemberGlob {

  private final String text;
  private final String[] parts;

  private MemberGlob(String text, String[] parts) {
    this.text = text;
    this.parts = parts;
  }

  /**
   * The members that a text means.
   *
   * @throws IllegalArgumentException with a line for the operator if it can't mean any
   */
  public static MemberGlob of(String text) {
    String[] parts = parts(canonical(text));
    if (List.of(parts).contains("")) {
      throw new IllegalArgumentException(
          "'" + text + "' has an empty part: write CLUSTER/SITE/MEMBER, with * for any");
    }
    return new MemberGlob(text, parts);
  }

  private static String[] parts(String name) {
    return name.split("/", -1);
  }

  private static String canonical(String text) {
    try {
      return new Target.Address(InetAddress.ofLiteral(text)).toString();
    } catch (IllegalArgumentException noAddress) {
      return text;
    }
  }

  /** True if it means all members of a cluster, wherever they are. */
  public boolean matchesCluster(String cluster) {
    return matches(cluster);
  }

  /**
   * True if it means all members of a cluster at a site: it names the cluster, the site or both.
   */
  public boolean matchesSite(String cluster, String site) {
    return matches(cluster) || matches(site) || matches(cluster + "/" + site);
  }

  /**
   * True if it means a member.
   *
   * @param addresses the member's, or names, as {@link Target} writes them
   */
  public boolean matches(EndpointUse member, Collection<String> addresses) {
    return matchesSite(member.cluster(), member.site())
        || matches(member.member())
        || matches(member.toString())
        || addresses.stream().anyMatch(this::matches);
  }

  /** True if it means a host of a plan's pool. */
  public boolean matches(SteeringPlan plan, Pool pool, Pool.Host host) {
    return matches(
        EndpointUse.of(plan, pool, host),
        host.endpoints().stream().map(endpoint -> endpoint.target().toString()).toList());
  }

  private boolean matches(String name) {
    String[] named = parts(name);
    if (named.length != parts.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!matches(parts[i], named[i])) {
        return false;
      }
    }
    return true;
  }

  /** Goes back to the last star only, so that many of them cost no more than their product. */
  private static boolean matches(String part, String name) {
    int at = 0;
    int star = -1;
    int afterStar = 0;
    for (int i = 0; i < name.length(); ) {
      if (at < part.length() && part.charAt(at) == '*') {
        star = at++;
        afterStar = i;
      } else if (at < part.length() && part.charAt(at) == name.charAt(i)) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++afterStar;
      } else {
        return false;
      }
    }
    while (at < part.length() && part.charAt(at) == '*') {
      at++;
    }
    return at == part.length();
  }

  /** As the operator wrote it. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemberGlob glob && glob.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
