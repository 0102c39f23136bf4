package org.popdns.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.popdns.events.RuleNumbers;
import org.popdns.status.AnnouncementsStatus;
import org.popdns.status.NodeStatus;
import org.popdns.status.NotificationsStatus;
import org.popdns.status.PeerPage;
import org.popdns.status.Since;

/** The server's status as text for a terminal. A pure function of the status and the time. */
final class StatusText {

  private final Instant now;
  private final StringBuilder text = new StringBuilder();

  StatusText(Instant now) {
    this.now = now;
  }

  String render(NodeStatus status) {
    NodeStatus.Identity identity = status.identity();
    line(
        "popdns %s, node %s%s, %s for %s"
            .formatted(
                identity.version(),
                identity.node(),
                identity.site().map(site -> " at site " + site).orElse(""),
                status.phase(),
                text(identity.uptime())));
    if (status.isReady()) {
      line("ready");
    }
    status.reasons().forEach(reason -> line("NOT READY: " + reason));
    checker(status.checker());
    transport(status.transport());
    configuration(status.configuration());
    status
        .places()
        .prefixFile()
        .ifPresent(
            file ->
                line(
                    "places %s: %d prefixes, taken up %s ago"
                        .formatted(file.file(), status.places().prefixes(), age(file.since()))));
    status.places().databases().forEach(this::database);
    AnnouncementsStatus announcements = status.announcements();
    announcements.entries().forEach(this::announcement);
    announcements
        .drainsNotKept()
        .ifPresent(why -> line("  DRAINS ARE NOT KEPT OVER A RESTART: " + why));
    announcements
        .historyNotKept()
        .ifPresent(why -> line("  THE HISTORY IS NOT KEPT OVER A RESTART: " + why));
    notifications(status.notifications());
    peers(announcements.peers());
    zones(status.zones());
    status.clusters().forEach(cluster -> cluster(cluster, status.endpoints()));
    status.plans().forEach(plan -> plan(plan, status.endpoints()));
    return text.toString();
  }

  /** What people do not get told, and nothing if all reaches them. */
  private void notifications(NotificationsStatus notifications) {
    notifications.receivers().stream()
        .filter(NotificationsStatus.Receiver::isFailing)
        .forEach(receiver -> line("NOTIFICATIONS FAIL: " + NotifyListCommand.line(receiver)));
    notifications
        .notKept()
        .ifPresent(why -> line("  NOTIFICATIONS ARE NOT KEPT OVER A RESTART: " + why));
  }

  private void transport(NodeStatus.Transport transport) {
    line(
        "answers on %s (UDP by %s, %d %sworkers each, receive buffer %d KiB)"
            .formatted(
                String.join(", ", transport.listen()),
                transport.name(),
                transport.workers(),
                transport.pinned() ? "pinned " : "",
                transport.receiveBufferBytes() >> 10));
    transport.obstacle().ifPresent(why -> line("UDP COSTS MORE than it could: " + why));
  }

  private void configuration(NodeStatus.Configuration configuration) {
    line(
        "configuration %s, served for %s"
            .formatted(configuration.file(), age(configuration.since())));
    if (configuration.servedFrom().equals("stored")) {
      line(
          "THE FILES ARE NOT SERVED, but the stored configuration "
              + (configuration.storedNumber().isPresent()
                  ? configuration.storedNumber().getAsLong()
                  : "-"));
    }
    configuration
        .broken()
        .forEach(zone -> line(BrokenZoneText.of(zone).replaceFirst("zone", "ZONE")));
    configuration.leftOut().forEach(file -> line("A FILE IS LEFT OUT: " + file.reason()));
    configuration.notStored().ifPresent(why -> line("THE CONFIGURATION IS NOT STORED: " + why));
    if (!configuration.stored().isEmpty()) {
      NodeStatus.Stored last = configuration.stored().getFirst();
      line(
          "configurations stored: %d, the last %s ago (zones: %s)"
              .formatted(configuration.stored().size(), age(last.at()), last.zones()));
    }
    NodeStatus.Load load = configuration.lastLoad();
    load.failure()
        .ifPresent(
            failure ->
                line("the files were refused %s ago: %s".formatted(age(load.at()), failure)));
  }

  private void database(NodeStatus.Database database) {
    database
        .failure()
        .ifPresent(why -> line("DATABASE %s CAN'T BE USED: %s".formatted(database.file(), why)));
    database
        .content()
        .ifPresent(
            content ->
                line(
                    "database %s (%s, %s): %s of %d networks, made %s ago, read %s ago"
                        .formatted(
                            database.file(),
                            content.type(),
                            content.shape(),
                            String.join(", ", content.fields()),
                            content.networks(),
                            text(Duration.between(content.built(), now)),
                            age(content.since()))));
  }

  private void checker(NodeStatus.Checker checker) {
    NodeStatus.Doubt doubt = checker.doubt();
    if (doubt.freeze().isPresent()) {
      NodeStatus.Freeze freeze = doubt.freeze().get();
      line(
          "FROZEN for %s, %suntil %s: %s"
              .formatted(
                  age(freeze.since()),
                  freeze.left().map(left -> text(left) + " left, ").orElse(""),
                  freeze.until(),
                  freeze.reason()));
    } else {
      doubt
          .lastVerdict()
          .ifPresent(
              last -> line("health checker, %s ago: %s".formatted(age(last.at()), last.text())));
    }
    for (NodeStatus.Canary canary : checker.canaries()) {
      line(
          "canary tcp %s: %s for %s (%s)"
              .formatted(canary.tcp(), canary.status(), age(canary.since()), canary.reason()));
    }
  }

  private void announcement(String name, AnnouncementsStatus.Entry entry) {
    line("");
    line(
        "announcement %s: %s for %s (%s)"
            .formatted(name, entry.state(), age(entry.since()), entry.reason()));
    entry.held().ifPresent(why -> line("  HELD BY THE LAST-SITE GUARD: " + why));
    entry.guardOverruled().ifPresent(why -> line("  THE LAST-SITE GUARD IS OVERRULED: " + why));
    entry.drain().ifPresent(this::drain);
    entry.drainRefused().ifPresent(why -> line("  the last drain was refused: " + why));
    for (AnnouncementsStatus.Route route : entry.routes()) {
      line(
          "  %s %s, preference %s"
              .formatted(
                  route.prefix(),
                  route.announced() ? "announced" : "withdrawn",
                  entry.preference()));
    }
  }

  private void drain(AnnouncementsStatus.Drain drain) {
    line(
        "  drained by %s %s ago%s%s: %s"
            .formatted(
                drain.by(),
                age(drain.since()),
                drain.evenIfLast() ? ", EVEN IF LAST" : "",
                drain.until().map(until -> ", until " + until).orElse(", until 'popdns undrain'"),
                drain.reason()));
  }

  private void peers(Map<String, AnnouncementsStatus.Peer> peers) {
    if (peers.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("NODE", "ANNOUNCEMENT", "ANNOUNCED", "STATE", "REASON");
    peers.forEach(
        (name, peer) -> {
          if (peer.page().isEmpty()) {
            table.row(name, "-", "-", "unread", peer.failure());
          }
          peer.page()
              .map(PeerPage::entries)
              .orElse(Map.of())
              .forEach(
                  (announcement, entry) ->
                      table.row(
                          name,
                          announcement,
                          entry.announced() ? "yes" : "no",
                          entry.state(),
                          entry.reason()));
        });
    line("");
    text.append(table.render().indent(2));
  }

  private void zones(List<NodeStatus.Zone> zones) {
    if (zones.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("ZONE", "SERIAL", "NAMES");
    for (NodeStatus.Zone zone : zones) {
      table.row(
          ShownName.of(zone.origin()),
          zone.data().map(data -> String.valueOf(data.serial())).orElse("SERVFAIL"),
          zone.data().map(data -> String.valueOf(data.names())).orElse("-"));
    }
    line("");
    text.append(table.render().indent(2));
  }

  private void cluster(NodeStatus.Cluster cluster, List<NodeStatus.Endpoint> endpoints) {
    line("");
    line(
        "cluster %s: answered from %s for %s (%s: %s)"
            .formatted(
                cluster.name(),
                cluster.answeredFrom(),
                age(cluster.since()),
                cluster.reason(),
                cluster.because()));
    spread("", cluster.load());
    tallies(cluster.sites());
    endpoints("SITE", cluster.name(), endpoints);
  }

  private void plan(NodeStatus.Plan plan, List<NodeStatus.Endpoint> endpoints) {
    line("");
    line("record " + ShownName.of(plan.name()) + ":");
    TextTable answers = new TextTable("RULES", "CLIENTS", "POOL", "REASON", "SINCE", "ADDRESSES");
    for (NodeStatus.Answer answer : plan.answers()) {
      answers.row(
          RuleNumbers.text(answer.rules()).replaceFirst("^rules? ", ""),
          answer.clients(),
          answer.answeredFrom(),
          answer.reason(),
          age(answer.since()),
          answer.addresses().isEmpty() ? "-" : String.join(" ", answer.addresses()));
    }
    text.append(answers.render().indent(2));
    for (NodeStatus.Answer answer : plan.answers()) {
      spread(RuleNumbers.text(answer.rules()) + ": ", answer.load());
    }
    tallies(plan.pools());
    endpoints("POOL", plan.name(), endpoints);
  }

  private void tallies(List<NodeStatus.Tally> tallies) {
    for (NodeStatus.Tally tally : tallies) {
      line(
          "  %s: %d of %d hosts healthy, %d needed%s"
              .formatted(
                  tally.site(),
                  tally.healthy(),
                  tally.hosts(),
                  tally.needed(),
                  tally.load().map(StatusText::load).orElse("")));
    }
  }

  private static String load(NodeStatus.PoolLoad load) {
    return "; %d of %d to carry".formatted(load.carried(), load.available())
        + (load.available() == load.capacity() ? "" : ", " + load.capacity() + " with all well")
        + (load.carried() > load.available() ? "; BEYOND WHAT IT CAN CARRY" : "");
  }

  /** How answers are spread, and how long they may be kept, where that is not as usual. */
  private void spread(String whose, NodeStatus.Spread spread) {
    if (!spread.shares().isEmpty()) {
      line(
          "  "
              + whose
              + spread.shares().stream()
                  .map(share -> share.pool() + " " + share.percent() + " %")
                  .collect(Collectors.joining(", ")));
    }
    spread
        .ttlAtMost()
        .ifPresent(
            seconds ->
                line(
                    "  %skept for %d s at most (%s)"
                        .formatted(whose, seconds, spread.ttlReason().orElse("-"))));
  }

  private void endpoints(String pools, String plan, List<NodeStatus.Endpoint> endpoints) {
    TextTable table = new TextTable(pools, "HOST", "ADDRESS", "STATUS", "SINCE", "LAST RESULT");
    for (NodeStatus.Endpoint endpoint : endpoints) {
      if (endpoint.cluster().equals(plan)) {
        Optional<NodeStatus.Probed> probed = endpoint.probed();
        table.row(
            endpoint.site(),
            endpoint.host(),
            endpoint.address(),
            endpoint.status()
                + (probed.filter(NodeStatus.Probed::frozen).isPresent() ? " (frozen)" : ""),
            probed.map(NodeStatus.Probed::since).map(this::age).orElse("-"),
            endpoint.set()
                ? "set in the file, not probed"
                : probed.map(NodeStatus.Probed::reason).orElse("-"));
      }
    }
    text.append(table.render().indent(2));
  }

  private String age(Since since) {
    return text(since.age(now));
  }

  /** In one or two units. */
  private static String text(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m" + seconds % 60 + "s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
    }
    return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
