package org.popdns.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.config.model.EndpointUse;
import org.popdns.fitness.Decision.Preference;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.fitness.Family;
import org.popdns.fitness.FitnessState;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.steering.LoadNumbers.PoolShare;
import org.popdns.steering.SteeringDecision;

/** Each event as JSON and back, and its line in the history. */
class EventJsonTest {

  private static final String TIME = "2026-01-02T03:04:05.006Z";
  private static final Instant AT = Instant.parse(TIME);

  static Stream<Arguments> events() {
    return Stream.of(
        // As versions before typed events wrote it.
        Arguments.of(
            new Event.AnnouncementChanged(
                AT,
                "images",
                FitnessState.UNFIT,
                FitnessState.FIT,
                Set.of(Family.IPV6, Family.IPV4),
                Preference.NORMAL,
                "fit",
                Duration.ofMillis(61_200)),
            "'announcement':'images','from':'unfit','to':'fit','routes':'announced ipv4+ipv6',"
                + "'preference':'normal','reason':'fit','lastedSeconds':61.2",
            "images: unfit -> fit after 61.2 s, announced ipv4+ipv6, preference normal: fit"),
        Arguments.of(
            new Event.AnnouncementChanged(
                AT,
                "images",
                FitnessState.FIT,
                FitnessState.DRAINING,
                Set.of(),
                Preference.LEAST,
                "drained: kernel",
                Duration.ofSeconds(3)),
            "'announcement':'images','from':'fit','to':'draining','routes':'withdrawn',"
                + "'preference':'least','reason':'drained: kernel','lastedSeconds':3.0",
            "images: fit -> draining after 3.0 s, withdrawn, preference least: drained: kernel"),
        Arguments.of(
            new Event.CheckerJudged(AT, SelfDoubt.Kind.FROZEN, "no canary answers"),
            "'checker':'frozen','reason':'no canary answers'",
            "health checker: frozen: no canary answers"),
        // New with them.
        Arguments.of(
            new Event.DrainBegun(
                AT, "images", "alice", "kernel", Optional.of(AT.plusSeconds(60)), IfLast.GO),
            "'drain':'begun','announcement':'images','by':'alice','reason':'kernel',"
                + "'until':'2026-01-02T03:05:05.006Z','evenIfLast':true",
            "images: drained by alice, even if last, until 2026-01-02T03:05:05.006Z: kernel"),
        Arguments.of(
            new Event.DrainBegun(AT, "images", "alice", "kernel", Optional.empty(), IfLast.STAY),
            "'drain':'begun','announcement':'images','by':'alice','reason':'kernel',"
                + "'evenIfLast':false",
            "images: drained by alice: kernel"),
        Arguments.of(
            new Event.DrainEnded(AT, "images", Event.DrainEnd.LIFTED, "by alice"),
            "'drain':'lifted','announcement':'images','reason':'by alice'",
            "images: drain lifted: by alice"),
        Arguments.of(
            new Event.EndpointChanged(
                AT,
                List.of(new EndpointUse("images", "tokyo", "t1")),
                "192.0.2.21",
                "check web",
                Status.DOWN,
                "connection refused, after 3 failures"),
            "'endpoint':'192.0.2.21 (check web)',"
                + "'uses':[{'cluster':'images','site':'tokyo','member':'t1'}],"
                + "'address':'192.0.2.21','check':'check web','status':'down',"
                + "'reason':'connection refused, after 3 failures'",
            "endpoint images/tokyo/t1 at 192.0.2.21 (check web) is down: connection refused, after"
                + " 3 failures"),
        Arguments.of(
            new Event.CanaryChanged(AT, "tcp 203.0.113.1:179", Status.DOWN, "no answer"),
            "'canary':'tcp 203.0.113.1:179','status':'down','reason':'no answer'",
            "canary tcp 203.0.113.1:179 is down: no answer"),
        Arguments.of(
            new Event.PeerChanged(AT, "ns1.west", Event.Reach.LOST, "no connection (Connect)"),
            "'peer':'ns1.west','status':'lost','reason':'no connection (Connect)'",
            "node ns1.west can't be read any more: no connection (Connect)"),
        Arguments.of(
            new Event.PeerChanged(AT, "ns1.west", Event.Reach.RETURNED, ""),
            "'peer':'ns1.west','status':'returned','reason':''",
            "node ns1.west can be read again"),
        Arguments.of(
            new Event.ClusterDecided(
                AT, "images", "japan", SteeringDecision.Reason.FALLBACK, 0, 2, 1),
            "'cluster':'images','answeredFrom':'japan','reason':'fallback',"
                + "'because':'this site is below its minimum, the fallback site is not',"
                + "'healthy':0,'hosts':2,'needed':1",
            "cluster images is answered from japan (fallback): this site is below its minimum, the"
                + " fallback site is not; 0 of 2 hosts of this site are healthy, 1 needed"),
        Arguments.of(
            new Event.ClusterDecided(
                AT,
                "images",
                "here",
                SteeringDecision.Reason.OWN_SITE,
                1,
                2,
                1,
                List.of(new PoolShare("here", 62.5), new PoolShare("japan", 37.5))),
            "'shares':[{'pool':'here','percent':62.5},{'pool':'japan','percent':37.5}],"
                + "'cluster':'images','answeredFrom':'here','reason':'own-site',"
                + "'because':'this site has its minimum of healthy hosts',"
                + "'healthy':1,'hosts':2,'needed':1",
            "cluster images is answered from here (own-site): this site has its minimum of healthy"
                + " hosts; 1 of 2 hosts of this site are healthy, 1 needed; shared: here 62.5 %,"
                + " japan 37.5 %"),
        Arguments.of(
            new Event.RulesDecided(
                AT,
                "www.example.com. A",
                List.of(1, 2, 3, 7),
                "eu",
                SteeringDecision.Reason.FALLBACK,
                0,
                2,
                1),
            "'plan':'www.example.com. A','rules':[1,2,3,7],'answeredFrom':'eu',"
                + "'reason':'fallback',"
                + "'because':'the first pool is below its minimum, this fallback is not',"
                + "'healthy':0,'hosts':2,'needed':1",
            "www.example.com. A is answered from pool eu by rules 1-3, 7 (fallback): the first"
                + " pool is below its minimum, this fallback is not; 0 of 2 hosts of the first"
                + " pool are healthy, 1 needed"),
        Arguments.of(
            new Event.RulesDecided(
                AT,
                "www.example.com. A",
                List.of(),
                "all",
                SteeringDecision.Reason.FIRST_POOL,
                1,
                2,
                1),
            "'plan':'www.example.com. A','rules':[],'answeredFrom':'all','reason':'first-pool',"
                + "'because':'the first pool has its minimum of healthy hosts',"
                + "'healthy':1,'hosts':2,'needed':1",
            "www.example.com. A is answered from pool all (first-pool): the first pool has its"
                + " minimum of healthy hosts; 1 of 2 hosts of the first pool are healthy, 1"
                + " needed"),
        Arguments.of(
            new Event.RulesDecided(
                AT,
                "www.example.com. A",
                List.of(1),
                "eu",
                SteeringDecision.Reason.FAIL_OPEN,
                0,
                2,
                1),
            "'plan':'www.example.com. A','rules':[1],'answeredFrom':'eu','reason':'fail-open',"
                + "'because':'no host is healthy in any pool; the last resort answers',"
                + "'healthy':0,'hosts':2,'needed':1",
            "www.example.com. A is answered with the record's own values by rule 1 (fail-open): no"
                + " host is healthy in any pool; the last resort answers; 0 of 2 hosts of the"
                + " first pool are healthy, 1 needed"),
        Arguments.of(
            new Event.ConfigurationServed(
                AT, "popdns.yaml", 1, 3, 1, 4, Duration.ofMillis(12), "zone example.org. is new"),
            "'configuration':'served','file':'popdns.yaml','zonesChanged':1,'zones':3,"
                + "'brokenZones':1,'endpoints':4,'tookSeconds':0.012,"
                + "'news':'zone example.org. is new'",
            "configuration: served, 1 of 3 zones changed, 1 broken, 4 endpoints; took 12 ms; zone"
                + " example.org. is new"),
        Arguments.of(
            new Event.ConfigurationServed(AT, "popdns.yaml", 0, 3, 0, 4, Duration.ofMillis(12), ""),
            "'configuration':'served','file':'popdns.yaml','zonesChanged':0,'zones':3,"
                + "'brokenZones':0,'endpoints':4,'tookSeconds':0.012,'news':''",
            "configuration: served, 0 of 3 zones changed, 4 endpoints; took 12 ms"),
        Arguments.of(
            new Event.ConfigurationRefused(AT, "popdns.yaml:1:1: error: no zones"),
            "'configuration':'refused','reason':'popdns.yaml:1:1: error: no zones'",
            "configuration: refused: popdns.yaml:1:1: error: no zones"),
        Arguments.of(
            new Event.DatabaseServed(AT, "country.mmdb", "GeoLite2-Country", Instant.EPOCH),
            "'database':'served','file':'country.mmdb','type':'GeoLite2-Country',"
                + "'built':'1970-01-01T00:00:00Z'",
            "database country.mmdb (GeoLite2-Country) of 1970-01-01T00:00:00Z says where clients"
                + " are"),
        Arguments.of(
            new Event.DatabaseRefused(AT, "country.mmdb", "no such file", true),
            "'database':'refused','file':'country.mmdb','reason':'no such file','lastStays':true",
            "database country.mmdb can't be used: no such file; what was read of it before stays"),
        Arguments.of(
            new Event.DatabaseRefused(AT, "country.mmdb", "no such file", false),
            "'database':'refused','file':'country.mmdb','reason':'no such file','lastStays':false",
            "database country.mmdb can't be used: no such file; nothing was read of it before"),
        Arguments.of(
            new Event.ServerStarted(AT, "0.13", "stored", Duration.ofMillis(1500)),
            "'server':'started','version':'0.13','servedFrom':'stored','tookSeconds':1.5",
            "server: started, popdns 0.13, configuration from the store"),
        Arguments.of(new Event.ServerStopped(AT), "'server':'stopped'", "server: stopped"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void event_isWrittenReadAndTold(Event event, String fields, String words) {
    String line = "{'at':'%s',%s}".formatted(TIME, fields).replace('\'', '"');
    assertThat(EventJson.of(event)).hasToString(line);
    assertThat(EventJson.read(line)).contains(event);
    assertThat(EventText.history(event)).isEqualTo(TIME + " " + words);
  }

  /** Versions before members were named knew the endpoint alone. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.21 (check web), 192.0.2.21, check web",
    "192.0.2.21 (icmp echo), 192.0.2.21, icmp echo",
    "web.example.com., web.example.com., ''"
  })
  void endpointOfOlderVersion_isRead(String endpoint, String address, String check) {
    String line =
        "{'at':'%s','endpoint':'%s','status':'up','reason':'status 200'}"
            .formatted(TIME, endpoint)
            .replace('\'', '"');
    Event.EndpointChanged read =
        new Event.EndpointChanged(AT, List.of(), address, check, Status.UP, "status 200");
    assertThat(EventJson.read(line)).contains(read);
    assertThat(read.endpoint()).isEqualTo(endpoint);
    assertThat(EventText.history(read))
        .isEqualTo(TIME + " endpoint " + endpoint + " is up: status 200");
  }

  /** Of another version: what is not known in whole stays as it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'at':'2026-01-02T03:04:05.006Z','zone':'example.com.','signed':true}",
        "{'at':'2026-01-02T03:04:05.006Z','server':'upgraded'}",
        "{'at':'2026-01-02T03:04:05.006Z','drain':'paused','announcement':'images','reason':''}",
        "{'at':'2026-01-02T03:04:05.006Z','checker':'asleep','reason':'at night'}",
        "{'at':'2026-01-02T03:04:05.006Z','endpoint':'192.0.2.21','status':'lame','reason':''}",
        "{'at':'2026-01-02T03:04:05.006Z','canary':'tcp 192.0.2.1:1','status':'lame','reason':''}",
        "{'at':'2026-01-02T03:04:05.006Z','peer':'ns1.west','status':'asleep','reason':''}",
        "{'at':'2026-01-02T03:04:05.006Z','announcement':'images','from':'fit','to':'fit',"
            + "'routes':'announced ipv4+ipx','preference':'normal','reason':'','lastedSeconds':1}",
        "{'at':'2026-01-02T03:04:05.006Z','announcement':'images'}"
      })
  void unknownEvent_staysAsItIs(String text) {
    String line = text.replace('\'', '"');
    Event event = EventJson.read(line).orElseThrow();
    assertThat(event).isEqualTo(new Event.Foreign(AT, line));
    assertThat(EventJson.of(event)).hasToString(line);
    assertThat(EventText.history(event)).isEqualTo(TIME + " " + line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"at\":\"2026-01-", "[1]", "7", "\"text\"", "{} trailing"})
  void whatIsNoObject_isNoEvent(String line) {
    assertThat(EventJson.read(line)).isEmpty();
  }
}
