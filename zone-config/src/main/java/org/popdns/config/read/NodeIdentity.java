package org.popdns.config.read;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.read.ServerYaml.Located;

/**
 * Finds out which node of which site this is: the command line wins over the environment, which
 * wins over the file. Used by the one thread that loads.
 */
final class NodeIdentity {

  private static final String SITE = "POPDNS_SITE";
  private static final String NODE = "POPDNS_NODE";
  private static final String SERIAL = "POPDNS_SERIAL";

  private final Map<String, String> environment;
  private final Supplier<String> hostName;
  private final ProblemLog log;

  NodeIdentity(Map<String, String> environment, Supplier<String> hostName, ProblemLog log) {
    this.environment = environment;
    this.hostName = hostName;
    this.log = log;
  }

  /**
   * The site.
   *
   * @param siteNames the sites that exist; empty if there is no such list
   */
  Optional<String> site(
      ServerYaml.Contents server,
      Overrides overrides,
      SiteNeed need,
      Optional<Set<String>> siteNames) {
    Optional<String> given = overrides.site().or(() -> environment(SITE));
    Optional<String> site = given.or(() -> server.site().map(Located::text));
    if (siteNames.isEmpty()) {
      return site;
    }
    Set<String> sites = siteNames.get();
    String list = "sites are: " + String.join(", ", sites);
    if (site.isEmpty() && need == SiteNeed.OPTIONAL) {
      return site;
    }
    if (site.isEmpty()) {
      Mark start = server.start();
      start.error("which site is this? set --site, " + SITE + " or 'site'; " + list);
    } else if (!sites.contains(site.get())) {
      String source = overrides.site().isPresent() ? " (--site)" : " (" + SITE + ")";
      Optional<String> suggestion = Spelling.nearest(site.get(), sites);
      String unknown = "unknown site " + Quoted.of(site.get());
      if (given.isPresent()) {
        log.errorOutside(unknown + source + "; " + list, suggestion);
      } else {
        server
            .site()
            .ifPresent(located -> located.where().error(unknown + "; " + list, suggestion));
      }
    }
    return site;
  }

  /** The node's name. */
  String node(ServerYaml.Contents server, Overrides overrides) {
    return overrides
        .node()
        .or(() -> environment(NODE))
        .or(() -> server.node().map(Located::text))
        .orElseGet(hostName);
  }

  /** The serial for zones that give none. */
  Optional<Long> serial() {
    Optional<String> text = environment(SERIAL);
    Optional<Long> serial =
        text.filter(digits -> digits.matches("[0-9]{1,10}"))
            .map(Long::valueOf)
            .filter(number -> number <= 0xffff_ffffL);
    if (text.isPresent() && serial.isEmpty()) {
      log.errorOutside(
          SERIAL + " must be a whole number from 0 to 4294967295, not " + Quoted.of(text.get()),
          Optional.empty());
    }
    return serial;
  }

  // An empty variable is how many service managers write one that is not set.
  private Optional<String> environment(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
