package org.popdns.config.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.popdns.config.dynamic.KnownSites;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.model.Topology;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.read.ServerYaml.ZoneSource;
import org.popdns.config.read.ZoneFiles.BrokenByName;
import org.popdns.config.read.ZoneFiles.Found;
import org.popdns.config.read.ZoneFiles.ZoneFile;
import org.popdns.config.source.DiskFiles;
import org.popdns.config.source.FileLimit;
import org.popdns.config.source.FileSource;
import org.popdns.config.tree.Inclusion;
import org.popdns.config.tree.SourceFile;
import org.popdns.config.zone.KnownClusters;
import org.popdns.config.zone.MasterFile;
import org.popdns.config.zone.ZoneAssembly;
import org.popdns.config.zone.ZoneRecords;
import org.popdns.config.zone.ZoneYaml;

/**
 * Reads a whole configuration, the zones on several threads, and returns when all is done. What
 * changes in it is a cache: each {@link #load} after the first reads only those zones again whose
 * files have changed.
 *
 * <pre>{@code
 * LoadResult result = loader.load(Path.of("/etc/popdns/popdns.yaml"), Overrides.NONE);
 * System.err.print(new ProblemPrinter(Colours.OFF).print(result.problems()));
 * }</pre>
 */
public final class ConfigurationLoader {

  private final Map<String, String> environment;
  private final Supplier<String> hostName;
  private final FileSource source;
  private final ZoneCache cache = new ZoneCache();
  private final ZoneListing listing = new ZoneListing();
  private ZoneOrder order = new ZoneOrder(List.of());

  /**
   * Prepares for loading.
   *
   * @param environment where {@code POPDNS_SITE}, {@code POPDNS_NODE}, {@code POPDNS_SERIAL},
   *     {@code POPDNS_WORKERS} and {@code POPDNS_UDP} are read; copied
   * @param hostName the node's name where nothing else gives one
   */
  public ConfigurationLoader(Map<String, String> environment, Supplier<String> hostName) {
    this(environment, hostName, new DiskFiles());
  }

  /**
   * Prepares for loading from elsewhere than the disk, or with marks of what was read.
   *
   * @param source where files come from; one that does not change while they are read, or the disk
   */
  public ConfigurationLoader(
      Map<String, String> environment, Supplier<String> hostName, FileSource source) {
    this.source = source;
    this.environment = Map.copyOf(environment);
    this.hostName = hostName;
  }

  /** The variables of the environment that may matter: those of popdns. */
  public Map<String, String> environment() {
    Map<String, String> ours = new TreeMap<>(environment);
    ours.keySet().removeIf(name -> !name.startsWith("POPDNS_"));
    return ours;
  }

  /** The node's name where nothing else gives one. */
  public String hostName() {
    return hostName.get();
  }

  /**
   * What the command line says; it wins over the environment, which wins over the file.
   *
   * @param site the site, from {@code --site}
   * @param node the node, from {@code --node}
   */
  public record Overrides(Optional<String> site, Optional<String> node) {

    /** Nothing is overridden. */
    public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty());
  }

  /**
   * Reads and checks a configuration. Never throws for what the files hold: an unreadable file is a
   * problem like any other.
   *
   * @param popdnsYaml the main file, as the operator named it
   */
  public LoadResult load(Path popdnsYaml, Overrides overrides) {
    return load(popdnsYaml, overrides, SiteNeed.REQUIRED);
  }

  /**
   * As {@link #load}, for those who look at the files of all sites at once: where nobody says which
   * site this is, the configuration is complete but for that.
   */
  public LoadResult loadForAnySite(Path popdnsYaml, Overrides overrides) {
    return load(popdnsYaml, overrides, SiteNeed.OPTIONAL);
  }

  private LoadResult load(Path popdnsYaml, Overrides overrides, SiteNeed need) {
    ProblemLog log = new ProblemLog(source);
    Optional<Put> put =
        SourceFile.read(popdnsYaml, log)
            .flatMap(ServerYaml::read)
            .map(server -> put(server, overrides, need, log));
    return new LoadResult(
        put.map(Put::configuration).filter(whole -> !log.hasErrors()),
        put.flatMap(Put::salvage).filter(some -> log.hasErrors()),
        log.sorted(),
        new LoadedFiles(log.files(), put.map(Put::zones).orElse(List.of())),
        log.marks(),
        put.map(Put::strictness).orElse(Strictness.LENIENT));
  }

  /** What the files come to: as if there were no errors, and without the zones that have some. */
  private record Put(
      Configuration configuration,
      Optional<Configuration> salvage,
      List<LoadedZone> zones,
      Strictness strictness) {}

  private Put put(ServerYaml.Contents server, Overrides overrides, SiteNeed need, ProblemLog log) {
    NodeIdentity identity = new NodeIdentity(environment, hostName, log);
    Optional<TopologyYaml.Contents> topology =
        server.clusters().flatMap(path -> SourceFile.read(path, log)).flatMap(TopologyYaml::read);
    // A clusters file that cannot be read says nothing about which clusters and sites exist.
    boolean known = server.clusters().isEmpty() || topology.isPresent();
    Optional<KnownClusters> clusters =
        known
            ? Optional.of(
                topology
                    .map(t -> new KnownClusters(t.clusterNames(), t.topology().clusters()))
                    .orElse(new KnownClusters(Set.of(), Map.of())))
            : Optional.empty();
    Optional<String> site =
        identity.site(server, overrides, need, topology.flatMap(TopologyYaml.Contents::siteNames));
    ServerSettings settings =
        new ServerSettings(
            site,
            identity.node(server, overrides),
            server.listen(),
            server.admin(),
            new WorkerEnvironment(environment, log).over(server.workers()),
            server.cookies(),
            server.places(),
            server.statusAllow(),
            server.announce().checked(known, topology),
            server.notifications(),
            server.onError(),
            server.maxRemovedPercent(),
            server.change());
    Topology sites = topology.map(TopologyYaml.Contents::topology).orElse(Topology.EMPTY);
    Found found =
        server.zones().map(from -> listing.of(from, server.octodns(), log)).orElse(Found.NONE);
    if (!order.isOf(found.zones())) {
      order = new ZoneOrder(found.zones());
    }
    Known beside = new Known(clusters, knownSites(server, topology, site), identity.serial());
    List<LoadedZone> loaded = zones(found, server, beside, log);
    boolean allElseIsRight = !log.hasErrors();
    long warningsElsewhere = log.warnings();
    Set<Path> ownFiles = log.files();
    loaded.forEach(zone -> zone.problems().forEach(log::add));
    found.nameless().values().forEach(log::add);
    long warningsOfZones = log.warnings();
    found.report(loaded, ownFiles, server.octodns().splitExtension(), log);
    Configuration whole =
        new Configuration(settings, sites, order.sorted(loaded, LoadedZone::zone));
    order.checkNested(loaded, log);
    if (!log.hasErrors()) {
      // A zone with errors may lead anywhere.
      server.announce().warnOfUnled(() -> led(whole.zones()));
    }
    long warnings = log.warnings();
    long ofNoZone = warningsElsewhere + warnings - warningsOfZones;
    server.strict().ifPresent(mark -> refuseWarnings(mark, warnings));
    List<LoadedZone> zones =
        server.strict().isEmpty() ? loaded : loaded.stream().map(LoadedZone::strictly).toList();
    return new Put(
        whole,
        log.hasErrors() && allElseIsRight && (server.strict().isEmpty() || ofNoZone == 0)
            ? Optional.of(salvage(whole, zones, order, found))
            : Optional.empty(),
        zones,
        server.strict().isPresent() ? Strictness.STRICT : Strictness.LENIENT);
  }

  private static KnownSites knownSites(
      ServerYaml.Contents server, Optional<TopologyYaml.Contents> topology, Optional<String> own) {
    return server.clusters().isEmpty()
        ? new KnownSites.Unlisted(own)
        : topology
            .flatMap(TopologyYaml.Contents::siteNames)
            .<KnownSites>map(KnownSites.Listed::new)
            .orElseGet(KnownSites.Unknown::new);
  }

  /** The plans that names of zones lead to. */
  private static Set<String> led(List<Zone> zones) {
    Set<String> led = new HashSet<>();
    zones.forEach(zone -> led.addAll(zone.recordSets().plans()));
    return led;
  }

  /** {@code strict: true} makes an error of what is only doubtful. */
  private static void refuseWarnings(Mark strict, long warnings) {
    if (warnings > 0) {
      strict.error(
          warnings == 1
              ? "there is a warning, which counts as an error here"
              : "there are " + warnings + " warnings, which count as errors here");
    }
  }

  private static Configuration salvage(
      Configuration whole, List<LoadedZone> zones, ZoneOrder order, Found found) {
    List<BrokenZone> broken =
        zones.stream()
            .filter(zone -> zone.right().isEmpty())
            .map(zone -> new BrokenZone(zone.origin(), zone.reason(), BrokenZone.Answer.SERVFAIL))
            .sorted(Comparator.comparing(BrokenZone::origin))
            .toList();
    return whole.with(order.sorted(zones, LoadedZone::right), broken, found.leftOut());
  }

  /**
   * What zones are checked against that stands elsewhere.
   *
   * @param clusters empty if it is not known which there are
   * @param sites that rules may name
   * @param serial of zones that give none; empty to derive it from the content
   */
  private record Known(Optional<KnownClusters> clusters, KnownSites sites, Optional<Long> serial) {}

  // Zones do not know of each other, and there may be thousands: they are read in parallel, each
  // with a log of its own.
  private List<LoadedZone> zones(
      Found found, ServerYaml.Contents server, Known beside, ProblemLog log) {
    List<Path> includeFolders = server.includeFolders();
    List<Path> folders = new ArrayList<>(includeFolders);
    if (server.zones().orElse(null) instanceof ZoneSource.Folder(Path folder)) {
      folders.add(folder);
    }
    ZoneReading reading =
        new ZoneReading(
            new ZoneAssembly(beside.clusters, beside.serial),
            server.ecs(),
            includeFolders,
            server.zoneFileLimit(),
            new ZoneYaml.Settings(
                server.octodns().defaultTtl(),
                new Inclusion(folders, SourceFile.MAX_MASTER_BYTES),
                beside.sites));
    List<Object> checkedAgainst =
        List.of(beside, server.ecs(), includeFolders, server.zoneFileLimit(), server.octodns());
    List<ZoneFile> files = found.zones();
    List<LoadedZone> loaded;
    try {
      loaded = cache.load(source, files, checkedAgainst, file -> read(file, reading, log));
    } catch (OutOfMemoryError e) {
      // What was read is garbage by now. A file that shrinks must be noticed.
      files.forEach(file -> log.read(file.file()));
      log.errorOutside(
          "what the zones' files hold needs more memory than the JVM's heap of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB: -Xmx in POPDNS_JAVA_OPTS makes it larger",
          Optional.empty());
      return List.of();
    }
    if (found.broken().isEmpty()) {
      return loaded;
    }
    List<LoadedZone> all = new ArrayList<>(loaded);
    found.broken().forEach(zone -> all.add(unread(zone, server.zoneFileLimit(), log)));
    return List.copyOf(all);
  }

  /** A zone whose files are wrong by their names; their content is told to who may store it. */
  private LoadedZone unread(BrokenByName zone, FileLimit limit, ProblemLog whole) {
    ProblemLog log = whole.part(source.ofZone(zone.origin()), limit);
    for (Path file : zone.files()) {
      if (log.source().kind(file) == FileSource.Kind.FILE) {
        SourceFile.bytes(file, SourceFile.MAX_MASTER_BYTES, log);
      } else {
        log.read(file);
      }
    }
    zone.problems().forEach(log::add);
    return LoadedZone.of(zone.origin(), Optional.empty(), log);
  }

  /** What is the same for all zones of a load. */
  private record ZoneReading(
      ZoneAssembly assembly,
      boolean ecs,
      List<Path> includeFolders,
      FileLimit limit,
      ZoneYaml.Settings yaml) {}

  private LoadedZone read(ZoneFile zone, ZoneReading reading, ProblemLog whole) {
    ProblemLog log = whole.part(source.ofZone(zone.origin()), reading.limit);
    Optional<Zone> read =
        switch (zone.format()) {
          case YAML ->
              SourceFile.read(zone.file(), SourceFile.MAX_MASTER_BYTES, log)
                  .map(
                      problems ->
                          ZoneYaml.read(problems, further(zone, log), zone.origin(), reading.yaml))
                  .flatMap(records -> assembled(records, zone, reading));
          case MASTER ->
              SourceFile.bytes(zone.file(), SourceFile.MAX_MASTER_BYTES, log)
                  .map(
                      bytes ->
                          MasterFile.read(
                              zone.file(), bytes, zone.origin(), reading.includeFolders, log))
                  .flatMap(records -> assembled(records, zone, reading));
        };
    return LoadedZone.of(zone.origin(), read, log);
  }

  private static Optional<Zone> assembled(ZoneRecords records, ZoneFile file, ZoneReading reading) {
    records.askClientSubnet(file.ecs().orElse(reading.ecs));
    return reading.assembly.assemble(records);
  }

  private static List<SourceText> further(ZoneFile zone, ProblemLog log) {
    return zone.further().stream()
        .flatMap(file -> SourceFile.read(file, SourceFile.MAX_MASTER_BYTES, log).stream())
        .map(FileProblems::source)
        .toList();
  }
}
