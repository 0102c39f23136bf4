package org.popdns.status;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A status in which everything is told that there may be, and one in which all is well. */
public final class ExampleStatus {

  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  public static final NodeStatus ILL =
      new NodeStatus(
          new NodeStatus.Identity(
              "1.2.3", Optional.of("east"), "ns1", 4711, NOON, Duration.ofSeconds(3661)),
          "serving",
          List.of("one", "two"),
          new NodeStatus.Transport(
              "netty",
              Optional.of("no recvmmsg here"),
              List.of("192.0.2.53:53", "[2001:db8::53]:53"),
              2,
              true,
              4 << 20),
          new NodeStatus.Configuration(
              "/etc/popdns/popdns.yaml",
              "stored",
              OptionalLong.of(7),
              since(NOON.plusSeconds(1).plusNanos(2), 201),
              List.of(new NodeStatus.BrokenZone("broken.example.", "servfail", "not valid YAML")),
              List.of(new NodeStatus.LeftOutFile("zones/readme.txt", "is not read")),
              new NodeStatus.Load(since(NOON.plusSeconds(2), 202), Optional.of("3 errors")),
              List.of(new NodeStatus.Stored(7, since(NOON.minusSeconds(3600), 203), 3, 12, true)),
              Optional.of("the disk is full")),
          List.of(
              new NodeStatus.Zone(
                  "example.com.", Optional.of(new NodeStatus.ZoneData(0xffffffffL, 3, 568))),
              new NodeStatus.Zone("broken.example.", Optional.empty())),
          List.of(
              new NodeStatus.Cluster(
                  "images",
                  "east",
                  "own-site",
                  "this site has its minimum of healthy hosts",
                  since(NOON.plusSeconds(3), 204),
                  List.of("192.0.2.1"),
                  List.of(new NodeStatus.Tally("east", 2, 1, 1)),
                  NodeStatus.Spread.NONE)),
          List.of(
              new NodeStatus.Plan(
                  "www.example.com. A",
                  List.of(
                      new NodeStatus.Answer(
                          List.of(1, 2, 3),
                          "EU, AF, 192.0.2.0/24",
                          "us",
                          "fallback",
                          "the first pool is below its minimum, this fallback is not",
                          since(NOON.plusSeconds(3), 209),
                          List.of("198.51.100.1"),
                          new NodeStatus.Spread(
                              List.of(
                                  new NodeStatus.Share("us", 66.7),
                                  new NodeStatus.Share("far", 33.3)),
                              Optional.of(10L),
                              Optional.of(
                                  "ttl-degraded: the answer is not what it is with all well"))),
                      new NodeStatus.Answer(
                          List.of(4),
                          "everybody",
                          "us",
                          "first-pool",
                          "the first pool has its minimum of healthy hosts",
                          since(NOON, 210),
                          List.of("198.51.100.1"),
                          NodeStatus.Spread.NONE)),
                  List.of(
                      new NodeStatus.Tally("eu", 1, 0, 1),
                      new NodeStatus.Tally(
                          "us", 1, 1, 1, Optional.of(new NodeStatus.PoolLoad(1000, 500, 500)))))),
          List.of(
              new NodeStatus.Endpoint(
                  "images",
                  "east",
                  "one",
                  "192.0.2.1",
                  "web",
                  "up",
                  false,
                  Optional.of(
                      new NodeStatus.Probed(
                          since(NOON.plusSeconds(4), 205),
                          "connection refused",
                          3,
                          true,
                          Optional.of(NOON.plusSeconds(5)),
                          Duration.ofNanos(845_285),
                          51,
                          3))),
              new NodeStatus.Endpoint(
                  "images",
                  "east",
                  "two",
                  "2001:db8::2",
                  "web",
                  "unknown",
                  false,
                  Optional.empty()),
              new NodeStatus.Endpoint(
                  "www.example.com. A",
                  "us",
                  "198.51.100.1",
                  "198.51.100.1",
                  "www",
                  "up",
                  true,
                  Optional.empty())),
          new NodeStatus.Checker(
              new NodeStatus.Doubt(
                  1,
                  Optional.of(
                      new NodeStatus.Freeze(
                          since(NOON.plusSeconds(6), 206),
                          NOON.plusSeconds(66),
                          Optional.of(Duration.ofSeconds(54)),
                          "the checker suspects itself")),
                  Optional.of(
                      new NodeStatus.Verdict(
                          "recovered",
                          since(NOON.minusSeconds(3600), 207),
                          "one endpoint answers again"))),
              List.of(
                  new NodeStatus.Canary(
                      "203.0.113.1:179", "down", since(NOON.plusSeconds(7), 208), "no answer"))),
          new NodeStatus.Places(
              3,
              Optional.of(
                  new NodeStatus.PrefixFile(
                      "/etc/popdns/places.yaml", since(NOON.minusSeconds(60), 269))),
              4096,
              List.of(
                  new NodeStatus.Database(
                      "/var/lib/GeoIP/country.mmdb",
                      Optional.of(
                          new NodeStatus.DatabaseContent(
                              "GeoLite2-Country",
                              "flat (country_code)",
                              List.of("continent", "country"),
                              NOON.minusSeconds(86_400),
                              since(NOON, 209),
                              1_178_901)),
                      Optional.of("no such file")),
                  new NodeStatus.Database(
                      "/var/lib/GeoIP/asn.mmdb", Optional.empty(), Optional.of("no such file")))),
          new AnnouncementsStatus(
              Map.of(
                  "images",
                  new AnnouncementsStatus.Entry(
                      "draining",
                      "least",
                      since(NOON.plusSeconds(8), 61),
                      "drained: kernel",
                      "claiming",
                      Optional.of("too few others"),
                      Optional.of("the last one"),
                      Optional.of("announced without it: none"),
                      Optional.of(
                          new AnnouncementsStatus.Drain(
                              "kernel",
                              "alice",
                              since(NOON.plusSeconds(9), 59),
                              true,
                              Optional.of(NOON.plusSeconds(7209)))),
                      1,
                      List.of(
                          new AnnouncementsStatus.Route("198.51.100.0/24", true),
                          new AnnouncementsStatus.Route("2001:db8:53::/48", false)))),
              Optional.of("drains can't be written"),
              Optional.of("the history can't be written"),
              12.5,
              peers()),
          new NotificationsStatus(
              Map.of("warning", 2),
              List.of(
                  new NotificationsStatus.Receiver(
                      "oncall",
                      "webhook",
                      3,
                      41,
                      7,
                      1,
                      2,
                      Optional.of(NOON),
                      Optional.of(
                          new NotificationsStatus.Failure("status 503", NOON.plusSeconds(60)))),
                  new NotificationsStatus.Receiver(
                      "mail", "mail", 0, 0, 0, 0, 0, Optional.empty(), Optional.empty())),
              4,
              5,
              Optional.of("notify can't be written")));

  public static final NodeStatus WELL =
      new NodeStatus(
          new NodeStatus.Identity("1.2.3", Optional.empty(), "ns1", 4711, NOON, Duration.ZERO),
          "serving",
          List.of(),
          new NodeStatus.Transport("recvmmsg", Optional.empty(), List.of(), 1, false, 0),
          new NodeStatus.Configuration(
              "popdns.yaml",
              "files",
              OptionalLong.empty(),
              since(NOON, 100),
              List.of(),
              List.of(),
              new NodeStatus.Load(since(NOON, 100), Optional.empty()),
              List.of(),
              Optional.empty()),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          new NodeStatus.Checker(
              new NodeStatus.Doubt(0, Optional.empty(), Optional.empty()), List.of()),
          NodeStatus.Places.NONE,
          new AnnouncementsStatus(Map.of(), Optional.empty(), Optional.empty(), 0, Map.of()),
          NotificationsStatus.NONE);

  private ExampleStatus() {}

  private static Since since(Instant at, long ageSeconds) {
    return new Since(at, Optional.of(Duration.ofSeconds(ageSeconds)));
  }

  private static Map<String, AnnouncementsStatus.Peer> peers() {
    Map<String, AnnouncementsStatus.Peer> peers = new LinkedHashMap<>();
    peers.put(
        "ns1.west",
        new AnnouncementsStatus.Peer(
            "west",
            "ns1",
            Optional.of(
                new PeerPage(
                    "west",
                    "ns1",
                    Map.of("images", new PeerPage.Entry(true, "fit", "none", "fit")))),
            ""));
    peers.put(
        "ns2.west",
        new AnnouncementsStatus.Peer("west", "ns2", Optional.empty(), "no connection (Connect)"));
    return peers;
  }
}
