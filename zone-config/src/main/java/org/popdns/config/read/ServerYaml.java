package org.popdns.config.read;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.ChangeSettings;
import org.popdns.config.model.CookieSettings;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.NotifySettings;
import org.popdns.config.model.OnError;
import org.popdns.config.model.PlaceSettings;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.model.ServerSettings.Admin;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Span;
import org.popdns.config.record.AbsoluteName;
import org.popdns.config.source.FileLimit;
import org.popdns.config.source.FileSource;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.TreeReader;
import org.popdns.config.write.AddressFormat;
import org.popdns.name.DomainName;

/** Reads {@code popdns.yaml}. Used once, by the one thread that loads. */
final class ServerYaml {

  private static final int DNS_PORT = 53;
  private static final int ADMIN_PORT = 8053;
  private static final String CONTROL_SOCKET = "/run/popdns/control.sock";

  private final FileProblems problems;
  private final Scalars scalars;

  private ServerYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** A text with its place. */
  record Located(String text, Mark where) {}

  /** Where the zones are. */
  sealed interface ZoneSource {
    /** A folder of files that are named after their zones. */
    record Folder(Path path) implements ZoneSource {}

    /** Files one by one. */
    record Listed(List<ListedZone> zones) implements ZoneSource {}
  }

  /**
   * A zone and its file.
   *
   * @param ecs whether client subnets are asked; empty if nothing is said
   */
  record ListedZone(DomainName origin, Path file, Optional<Boolean> ecs, Mark where) {}

  /**
   * What the file says.
   *
   * @param start where to report what the file lacks
   * @param listen empty if that was refused
   * @param zones empty if that was refused
   * @param ecs whether client subnets are asked in zones of which nothing else is said
   * @param includeFolders what {@code $INCLUDE} reaches besides a zone file's own folder
   * @param strict the place of {@code strict: true}; empty if warnings are only shown
   * @param zoneFileLimit the largest zone file that is read
   * @param clusters empty if there is no such key, or it was refused
   */
  record Contents(
      Mark start,
      Optional<Located> site,
      Optional<Located> node,
      List<InetSocketAddress> listen,
      Admin admin,
      WorkerSettings workers,
      CookieSettings cookies,
      PlaceSettings places,
      List<IpPrefix> statusAllow,
      AnnounceYaml.Contents announce,
      NotifySettings notifications,
      OnError onError,
      int maxRemovedPercent,
      ChangeSettings change,
      Optional<ZoneSource> zones,
      boolean ecs,
      List<Path> includeFolders,
      Optional<Mark> strict,
      FileLimit zoneFileLimit,
      OctodnsOptions octodns,
      Optional<Path> clusters) {}

  /** Reads the file; empty if it is no mapping at all. */
  static Optional<Contents> read(FileProblems problems) {
    return TreeReader.read(problems)
        .flatMap(root -> Fields.of(root, "the configuration", Span.START, problems))
        .map(fields -> new ServerYaml(problems).contents(fields));
  }

  private Contents contents(Fields fields) {
    Optional<Located> site = located(fields, "site");
    Optional<Located> node = located(fields, "node");
    List<InetSocketAddress> listen = fields.required("listen").map(this::listen).orElse(List.of());
    Admin admin = admin(fields);
    WorkerSettings workers =
        fields
            .entry("workers")
            .map(entry -> new WorkersYaml(problems).read(entry))
            .orElse(WorkerSettings.DEFAULT);
    Optional<ZoneSource> zones = fields.required("zones").flatMap(this::zones);
    boolean ecs =
        fields.optional("ecs").flatMap(flag -> scalars.flag(flag, "ecs")).orElse(Boolean.FALSE);
    Optional<Path> clusters = fields.optional("clusters").flatMap(value -> path(value, "clusters"));
    List<Path> includeFolders =
        fields.optional("include-folders").map(this::includeFolders).orElse(List.of());
    Optional<Mark> strict = fields.optional("strict").flatMap(this::strict);
    FileLimit limit = fields.optional(FileLimit.KEY).flatMap(this::limit).orElse(FileLimit.USUAL);
    CookieSettings cookies =
        fields
            .entry("cookies")
            .map(entry -> new CookieYaml(problems).read(entry, file -> path(file, "secret-file")))
            .orElse(CookieSettings.DEFAULT);
    PlaceSettings places =
        fields
            .entry("places")
            .map(entry -> new PlacesYaml(problems).read(entry, file -> path(file, "places")))
            .orElse(PlaceSettings.NONE);
    List<IpPrefix> statusAllow = statusAllow(fields);
    AnnounceYaml.Contents announce =
        fields
            .entry("announce")
            .map(entry -> new AnnounceYaml(problems, listen).read(entry))
            .orElse(AnnounceYaml.Contents.EMPTY);
    NotifySettings notifications =
        fields
            .entry("notify")
            .map(entry -> new NotifyYaml(problems).read(entry))
            .orElse(NotifySettings.NOBODY);
    OnError onError =
        fields
            .optional("on-error")
            .flatMap(value -> scalars.oneOf(value, "on-error", OnError.labels()))
            .flatMap(OnError::of)
            .orElse(OnError.REFUSE);
    int maxRemoved =
        fields
            .optional("max-removed")
            .flatMap(share -> scalars.percentage(share, "max-removed", 0))
            .orElse(ServerSettings.USUAL_MAX_REMOVED_PERCENT);
    ChangeSettings change = change(fields);
    OctodnsOptions octodns =
        fields
            .entry("octodns")
            .map(entry -> OctodnsOptions.read(entry, problems))
            .orElse(OctodnsOptions.DEFAULT);
    fields.refuseUnknown();
    return new Contents(
        new Mark(problems, Span.START),
        site,
        node,
        listen,
        admin,
        workers,
        cookies,
        places,
        statusAllow,
        announce,
        notifications,
        onError,
        maxRemoved,
        change,
        zones,
        ecs,
        includeFolders,
        strict,
        limit,
        octodns,
        clusters);
  }

  private List<Path> includeFolders(Node value) {
    List<Path> folders = new ArrayList<>();
    for (Node item : Scalars.oneOrMore(value)) {
      path(item, "include-folders")
          .ifPresent(
              folder -> {
                if (problems.log().source().kind(folder) == FileSource.Kind.FOLDER) {
                  folders.add(folder);
                } else {
                  problems.error(item.span(), "no such folder: " + folder);
                }
              });
    }
    return folders;
  }

  private ChangeSettings change(Fields fields) {
    int maxPercent =
        fields
            .optional("max-change")
            .flatMap(share -> scalars.percentage(share, "max-change", 0))
            .orElse(ChangeSettings.USUAL.maxPercent());
    boolean samplesQueries =
        fields
            .optional("query-sample")
            .flatMap(flag -> scalars.flag(flag, "query-sample"))
            .orElse(ChangeSettings.USUAL.samplesQueries());
    return new ChangeSettings(maxPercent, samplesQueries);
  }

  private Optional<Mark> strict(Node value) {
    return scalars
        .flag(value, "strict")
        .filter(isStrict -> isStrict)
        .map(isStrict -> new Mark(problems, value.span()));
  }

  private Optional<FileLimit> limit(Node value) {
    Optional<String> text = scalars.text(value, FileLimit.KEY);
    Optional<FileLimit> limit = text.flatMap(FileLimit::of);
    return text.isEmpty() || limit.isPresent()
        ? limit
        : scalars.mismatch(value, FileLimit.KEY, "a size from 1KiB to 1GiB, such as 256MiB");
  }

  private Optional<ZoneSource> zones(Node value) {
    if (!(value instanceof SequenceNode list)) {
      return path(value, "zones").map(ZoneSource.Folder::new);
    }
    List<ListedZone> zones = new ArrayList<>();
    for (Node item : list.items()) {
      Fields.of(item, "zone", item.span(), problems)
          .flatMap(this::listedZone)
          .ifPresent(zones::add);
    }
    return Optional.of(new ZoneSource.Listed(zones));
  }

  private Optional<ListedZone> listedZone(Fields fields) {
    Optional<Node> originNode = fields.required("origin");
    Optional<DomainName> origin =
        originNode.flatMap(node -> AbsoluteName.read(node, "origin", Optional.empty(), problems));
    Optional<Path> file = fields.required("file").flatMap(node -> path(node, "file"));
    Optional<Boolean> ecs = fields.optional("ecs").flatMap(node -> scalars.flag(node, "ecs"));
    fields.refuseUnknown();
    return origin.isPresent() && file.isPresent() && originNode.isPresent()
        ? Optional.of(
            new ListedZone(
                origin.get(), file.get(), ecs, new Mark(problems, originNode.get().span())))
        : Optional.empty();
  }

  private Optional<Located> located(Fields fields, String key) {
    return fields
        .optional(key)
        .flatMap(
            value ->
                scalars
                    .name(value, key)
                    .map(text -> new Located(text, new Mark(problems, value.span()))));
  }

  private List<InetSocketAddress> listen(Node value) {
    SocketAddresses addresses = new SocketAddresses(scalars, DNS_PORT);
    List<InetSocketAddress> listen = new ArrayList<>();
    for (Node item : Scalars.oneOrMore(value)) {
      addresses
          .read(item, "listen")
          .ifPresent(
              address -> {
                if (address.getPort() != 0 && listen.contains(address)) {
                  problems.error(item.span(), "this address stands here twice");
                } else {
                  overlap(listen, address)
                      .ifPresent(overlap -> problems.error(item.span(), overlap));
                }
                listen.add(address);
              });
    }
    if (Scalars.oneOrMore(value).isEmpty()) {
      problems.error(value.span(), "listen needs at least one address");
    }
    return listen;
  }

  // A port has one socket's owner: the wildcard address of a family takes all of that family's.
  private static Optional<String> overlap(
      List<InetSocketAddress> listen, InetSocketAddress address) {
    return listen.stream()
        .filter(other -> address.getPort() != 0 && other.getPort() == address.getPort())
        .filter(
            other ->
                other.getAddress().getAddress().length == address.getAddress().getAddress().length
                    && other.getAddress().isAnyLocalAddress()
                        != address.getAddress().isAnyLocalAddress())
        .findFirst()
        .map(
            other -> {
              boolean first = other.getAddress().isAnyLocalAddress();
              return "%s is one of the addresses that %s stands for: leave one of the two out"
                  .formatted(
                      AddressFormat.of(first ? address : other),
                      AddressFormat.of(first ? other : address));
            });
  }

  private Admin admin(Fields fields) {
    InetSocketAddress http = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), ADMIN_PORT);
    Path socket = Path.of(CONTROL_SOCKET);
    Optional<Entry> entry = fields.entry("admin");
    Optional<Fields> admin =
        entry.flatMap(e -> Fields.of(e.value(), "admin", e.key().span(), problems));
    if (admin.isEmpty()) {
      return new Admin(http, socket);
    }
    SocketAddresses addresses = new SocketAddresses(scalars, ADMIN_PORT);
    http =
        admin
            .get()
            .optional("http")
            .flatMap(value -> addresses.read(value, "admin http"))
            .orElse(http);
    socket =
        admin.get().optional("socket").flatMap(value -> path(value, "admin socket")).orElse(socket);
    admin.get().refuseUnknown();
    return new Admin(http, socket);
  }

  private List<IpPrefix> statusAllow(Fields fields) {
    List<IpPrefix> allow = new ArrayList<>();
    Optional<Fields> status =
        fields
            .entry("status")
            .flatMap(e -> Fields.of(e.value(), "status", e.key().span(), problems));
    if (status.isPresent()) {
      Prefixes prefixes = new Prefixes(scalars, problems);
      for (Node item : status.get().required("allow").map(Scalars::oneOrMore).orElse(List.of())) {
        prefixes.read(item, "allow").ifPresent(allow::add);
      }
      status.get().refuseUnknown();
    }
    return allow;
  }

  // Relative paths are relative to this file, wherever the program was started.
  private Optional<Path> path(Node value, String what) {
    return scalars
        .text(value, what)
        .flatMap(
            text -> {
              try {
                Path path = problems.source().file().resolveSibling(text);
                problems.log().named(path, new Mark(problems, value.span()));
                return Optional.of(path);
              } catch (InvalidPathException e) {
                return scalars.mismatch(value, what, "a path");
              }
            });
  }
}
