package org.popdns.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.popdns.config.model.ChangeSettings;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.CookieSettings;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Member;
import org.popdns.config.model.NotifySettings;
import org.popdns.config.model.OnError;
import org.popdns.config.model.PlaceSettings;
import org.popdns.config.model.PoolSettings;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.model.Site;
import org.popdns.config.model.Topology;
import org.popdns.config.model.WhenBelow;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.model.Zone;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Status;
import org.popdns.time.Moment;

/** A site with a cluster {@code images} of hosts 192.0.2.1 on, and their health. */
public record OneSite(int hosts) {

  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static final Check CHECK =
      Check.of(
          "web",
          new Check.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3),
          new TcpProbe(80));

  public static InetAddress address(int host) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** The health of all hosts. */
  public HealthSnapshot health(IntPredicate isUp) {
    List<EndpointState> states = new ArrayList<>();
    for (int host = 1; host <= hosts; host++) {
      states.add(
          new EndpointState(
              new Endpoint(CHECK, address(host)),
              isUp.test(host) ? Status.UP : Status.DOWN,
              new Moment(NOON, 0),
              "test",
              0,
              Optional.empty(),
              Duration.ZERO,
              1,
              0));
    }
    return HealthSnapshot.of(states);
  }

  public Configuration configuration(Zone... zones) {
    List<Member> members = new ArrayList<>();
    for (int host = 1; host <= hosts; host++) {
      members.add(new Member("h" + host, List.of(address(host))));
    }
    Cluster cluster =
        new Cluster(
            "images", CHECK, PoolSettings.DEFAULT, WhenBelow.FALLBACK, Map.of("here", members));
    return new Configuration(
        new ServerSettings(
            Optional.of("here"),
            "ns1",
            List.of(),
            new ServerSettings.Admin(new InetSocketAddress(0), Path.of("control.sock")),
            WorkerSettings.DEFAULT,
            CookieSettings.DEFAULT,
            PlaceSettings.NONE,
            List.of(),
            Map.of(),
            NotifySettings.NOBODY,
            OnError.REFUSE,
            ServerSettings.USUAL_MAX_REMOVED_PERCENT,
            ChangeSettings.USUAL),
        new Topology(
            Map.of("here", new Site("here", List.of(), Map.of())),
            Map.of("web", CHECK),
            Map.of("images", cluster)),
        List.of(zones));
  }
}
