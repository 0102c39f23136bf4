package org.popdns.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a node tells of itself at one moment, from which status, metrics and {@code popdns
 * status} are made. Immutable. States and reasons are the labels that operators see, so that one
 * version can show what another one tells; addresses are text for the same reason.
 *
 * @param phase the stage of the server's life
 * @param reasons why traffic should not come here, one line each; empty if it should
 */
public record NodeStatus(
    Identity identity,
    String phase,
    List<String> reasons,
    Transport transport,
    Configuration configuration,
    List<Zone> zones,
    List<Cluster> clusters,
    List<Plan> plans,
    List<Endpoint> endpoints,
    Checker checker,
    Places places,
    AnnouncementsStatus announcements,
    NotificationsStatus notifications) {

  /** Copies the lists. */
  public NodeStatus {
    reasons = List.copyOf(reasons);
    zones = List.copyOf(zones);
    clusters = List.copyOf(clusters);
    plans = List.copyOf(plans);
    endpoints = List.copyOf(endpoints);
  }

  /** True if traffic should come here. */
  public boolean isReady() {
    return reasons.isEmpty();
  }

  /**
   * How it is known where clients are.
   *
   * @param prefixes how many the operator's file has
   * @param prefixFile that file; empty if there is none
   * @param tableBytes what the tables of regions take outside the heap
   * @param databases in the order of the configuration
   */
  public record Places(
      int prefixes, Optional<PrefixFile> prefixFile, long tableBytes, List<Database> databases) {

    /** Nothing is known of any client. */
    public static final Places NONE = new Places(0, Optional.empty(), 0, List.of());

    /** Copies the list. */
    public Places {
      databases = List.copyOf(databases);
    }
  }

  /**
   * The operator's own prefixes, which are read with the configuration.
   *
   * @param since when they were taken up as they are
   */
  public record PrefixFile(String file, Since since) {}

  /**
   * A database that says where clients are.
   *
   * @param content what was read of it; empty if nothing ever was
   * @param failure why the file that stands there now is not used; empty if it is
   */
  public record Database(
      String file, Optional<DatabaseContent> content, Optional<String> failure) {}

  /**
   * What a database says.
   *
   * @param type what it calls itself
   * @param shape how its records are laid out
   * @param fields what they say
   * @param built when it was made
   * @param since when it was read
   */
  public record DatabaseContent(
      String type, String shape, List<String> fields, Instant built, Since since, long networks) {

    /** Copies the list. */
    public DatabaseContent {
      fields = List.copyOf(fields);
    }
  }

  /** Who it is. */
  public record Identity(
      String version,
      Optional<String> site,
      String node,
      long pid,
      Instant startedAt,
      Duration uptime) {}

  /**
   * How it is reached.
   *
   * @param name the way of datagrams
   * @param obstacle why it is not the cheapest one; empty if it is
   * @param workers at each address
   */
  public record Transport(
      String name,
      Optional<String> obstacle,
      List<String> listen,
      int workers,
      boolean pinned,
      int receiveBufferBytes) {

    /** Copies the list. */
    public Transport {
      listen = List.copyOf(listen);
    }
  }

  /**
   * What configuration is served.
   *
   * @param servedFrom the files or the store
   * @param storedNumber which of the stored is served in place of the files
   * @param stored for a start with broken files, the latest first
   * @param notStored why what was accepted last is not among them; empty if it is
   */
  public record Configuration(
      String file,
      String servedFrom,
      OptionalLong storedNumber,
      Since since,
      List<BrokenZone> broken,
      List<LeftOutFile> leftOut,
      Load lastLoad,
      List<Stored> stored,
      Optional<String> notStored) {

    /** Copies the lists. */
    public Configuration {
      broken = List.copyOf(broken);
      leftOut = List.copyOf(leftOut);
      stored = List.copyOf(stored);
    }
  }

  /**
   * A zone whose files are broken while others are served.
   *
   * @param answer what is answered in its place
   */
  public record BrokenZone(String zone, String answer, String reason) {}

  /** A file in the zones' folder that is not served. */
  public record LeftOutFile(String file, String reason) {}

  /**
   * The last attempt to take the files up.
   *
   * @param failure why they were refused; empty if they were not
   */
  public record Load(Since at, Optional<String> failure) {}

  /**
   * A stored configuration.
   *
   * @param smaller true if it removes much of what was stored before
   */
  public record Stored(long number, Since at, int zones, long recordSets, boolean smaller) {}

  /**
   * A zone.
   *
   * @param data what is served of it; empty if it answers SERVFAIL
   */
  public record Zone(String origin, Optional<ZoneData> data) {}

  /** What is served of a zone. */
  public record ZoneData(long serial, int names, long sizeBytes) {}

  /**
   * How a cluster is answered.
   *
   * @param answeredFrom the site whose addresses answer
   * @param reason the rule's label
   * @param because the rule as a sentence
   * @param since when the rule or the site last changed
   * @param load how much of the answers comes from which site, and how long they may be kept
   */
  public record Cluster(
      String name,
      String answeredFrom,
      String reason,
      String because,
      Since since,
      List<String> addresses,
      List<Tally> sites,
      Spread load) {

    /** Copies the lists. */
    public Cluster {
      addresses = List.copyOf(addresses);
      sites = List.copyOf(sites);
    }
  }

  /** How many hosts a pool has: of a cluster, a site's. */
  public record Tally(String site, int hosts, int healthy, int needed, Optional<PoolLoad> load) {

    /** Of a pool of no declared capacity. */
    public Tally(String site, int hosts, int healthy, int needed) {
      this(site, hosts, healthy, needed, Optional.empty());
    }
  }

  /**
   * What a pool can carry and has to, by what is declared.
   *
   * @param capacity with all its hosts
   * @param available what it is asked to carry at most now
   * @param carried what comes to it
   */
  public record PoolLoad(long capacity, long available, long carried) {}

  /**
   * How much of the answers is a pool's.
   *
   * @param percent of all, to a tenth
   */
  public record Share(String pool, double percent) {}

  /**
   * How answers are spread over pools, and how long they may be kept.
   *
   * @param shares of pools that answer a part each; none where one answers all
   * @param ttlAtMost what bounds the records' TTL, in seconds; empty if nothing does
   * @param ttlReason what that is
   */
  public record Spread(List<Share> shares, Optional<Long> ttlAtMost, Optional<String> ttlReason) {

    /** One pool answers, for as long as the records say. */
    public static final Spread NONE = new Spread(List.of(), Optional.empty(), Optional.empty());

    /** Copies the list. */
    public Spread {
      shares = List.copyOf(shares);
    }
  }

  /**
   * How a record set is answered of which clients get different addresses, or a cluster with rules
   * for clients.
   *
   * @param name the record set's owner and type, or the cluster's name
   * @param answers what clients get, in the order of the rules; each that some rules share once
   * @param pools the pools that may answer
   */
  public record Plan(String name, List<Answer> answers, List<Tally> pools) {

    /** Copies the lists. */
    public Plan {
      answers = List.copyOf(answers);
      pools = List.copyOf(pools);
    }
  }

  /**
   * What the clients of some rules get.
   *
   * @param rules their numbers, from 1; 0 for clients that no rule holds for
   * @param clients who they are, in a few words
   * @param answeredFrom the pool whose hosts answer
   * @param reason the reason's label
   * @param because the reason as a sentence
   * @param since when the reason or the pool last changed
   * @param load how much of the answers comes from which pool, and how long they may be kept
   */
  public record Answer(
      List<Integer> rules,
      String clients,
      String answeredFrom,
      String reason,
      String because,
      Since since,
      List<String> addresses,
      Spread load) {

    /** Copies the lists. */
    public Answer {
      rules = List.copyOf(rules);
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * An address of a host in a cluster, or in a pool.
   *
   * @param cluster the cluster's name, or the plan's
   * @param site the site, or the pool
   * @param set true if the file says whether it is up or down, so that nobody asks
   * @param probed what its probes came to; empty before the first one
   */
  public record Endpoint(
      String cluster,
      String site,
      String host,
      String address,
      String check,
      String status,
      boolean set,
      Optional<Probed> probed) {}

  /**
   * What an endpoint's probes came to.
   *
   * @param since when its state last changed
   * @param contradictingResults how many of the last results speak against the state
   * @param frozen true if it is kept up although it fails
   */
  public record Probed(
      Since since,
      String reason,
      int contradictingResults,
      boolean frozen,
      Optional<Instant> lastProbe,
      Duration lastProbeDuration,
      long probes,
      long failures) {}

  /** The health checker. */
  public record Checker(Doubt doubt, List<Canary> canaries) {

    /** Copies the list. */
    public Checker {
      canaries = List.copyOf(canaries);
    }
  }

  /**
   * What the health checker thinks of itself.
   *
   * @param frozenEndpoints how many are kept up although they fail
   * @param freeze why the last good state is kept; empty if it is not
   * @param lastVerdict what came of the last suspicion
   */
  public record Doubt(
      int frozenEndpoints, Optional<Freeze> freeze, Optional<Verdict> lastVerdict) {}

  /**
   * The last good state is kept for a while.
   *
   * @param left for how long still, by the monotonic clock; empty if an older server told it
   */
  public record Freeze(Since since, Instant until, Optional<Duration> left, String reason) {}

  /** What came of a suspicion. */
  public record Verdict(String verdict, Since at, String text) {}

  /** What can be reached whenever the network of this site's nodes works. */
  public record Canary(String tcp, String status, Since since, String reason) {}
}
