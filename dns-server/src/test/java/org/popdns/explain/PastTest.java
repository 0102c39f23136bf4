package org.popdns.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.events.Event;
import org.popdns.events.Event.EndpointChanged;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.steering.SteeringDecision;
import org.popdns.time.Moment;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How endpoints were, by the events of a journal. */
class PastTest {

  private static final Instant ZERO = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ONE = "192.0.2.1 (check web)";
  private static final String TWO = "192.0.2.2 (check web)";

  @TempDir Path folder;
  private Configuration configuration;
  private final List<Event> events = new ArrayList<>();

  /** The fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  PastTest() {}

  @BeforeEach
  void read() throws IOException {
    write("popdns.yaml", "{site: here, listen: 127.0.0.1, zones: zones, clusters: c.yaml}");
    write(
        "c.yaml",
        """
        sites: {here: {}}
        checks: {web: {tcp: {port: 9}}}
        clusters: {images: {check: web, members: {here: [192.0.2.1, 192.0.2.2]}}}
        """);
    write(
        "zones/example.com.yaml",
        "{'': {type: NS, value: ns.example.net.}, images: {type: A, cluster: images}}");
    configuration =
        new ConfigurationLoader(Map.of(), () -> "ns1")
            .load(folder.resolve("popdns.yaml"), ConfigurationLoader.Overrides.NONE)
            .configuration()
            .orElseThrow();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private static Instant at(int second) {
    return ZERO.plusSeconds(second);
  }

  private void started(int second, int took) {
    events.add(new Event.ServerStarted(at(second), "0.13", "files", Duration.ofSeconds(took)));
  }

  private void changed(int second, String endpoint, Status to) {
    String address = endpoint.substring(0, endpoint.indexOf(' '));
    events.add(
        new EndpointChanged(
            at(second), List.of(), address, "check web", to, "reason at " + second));
  }

  private Past past(int second) {
    return Past.of(events, at(second), at(1000));
  }

  /** Each endpoint's last number, status and reason. */
  private List<String> health(int second) {
    return told(past(second).health(configuration, Optional.empty(), new Moment(at(1000), 0)));
  }

  private static List<String> told(HealthSnapshot health) {
    return health.states().stream()
        .map(
            state ->
                "%s %s %s"
                    .formatted(
                        state.endpoint().toString().substring(8, 9),
                        state.status(),
                        state.reason()))
        .toList();
  }

  @Test
  void lastEventBefore_saysHowItWas_andAtItsVeryMoment() {
    started(10, 2);
    changed(20, ONE, Status.DOWN);
    changed(30, ONE, Status.UP);
    assertThat(health(19)).first().isEqualTo("1 UP until 2026-03-01T12:00:20Z, by the journal");
    assertThat(health(20)).first().isEqualTo("1 DOWN reason at 20");
    assertThat(health(29)).first().isEqualTo("1 DOWN reason at 20");
    assertThat(health(30)).first().isEqualTo("1 UP reason at 30");
    assertThat(health(30)).last().isEqualTo("2 UP since the start, by the journal");
  }

  @Test
  void whatTheStartFoundDown_isOfThatStart_andWhatItFoundUpIsNotOfTheOneBefore() {
    started(10, 2);
    changed(20, ONE, Status.DOWN);
    changed(21, TWO, Status.DOWN);
    events.add(new Event.ServerStopped(at(40)));
    changed(58, TWO, Status.DOWN);
    started(60, 5);
    assertThat(health(30)).containsExactly("1 DOWN reason at 20", "2 DOWN reason at 21");
    assertThat(health(70))
        .containsExactly("1 UP since the start, by the journal", "2 DOWN reason at 58");
  }

  @Test
  void crash_endsWhatWasKnown() {
    started(10, 2);
    changed(20, ONE, Status.DOWN);
    started(60, 5);
    assertThat(health(50)).first().isEqualTo("1 DOWN reason at 20");
    assertThat(health(60)).first().isEqualTo("1 UP since the start, by the journal");
  }

  @Test
  void journalThatDoesNotHoldTheStart_goesByWhatCameNext_thenByNow() {
    events.add(new Event.ConfigurationRefused(at(5), "wrong"));
    changed(30, ONE, Status.UP);
    assertThat(health(10))
        .containsExactly(
            "1 DOWN until 2026-03-01T12:00:30Z, by the journal",
            "2 UP not in the journal, taken to be up");

    List<EndpointState> now = new ArrayList<>();
    configuration
        .plans()
        .values()
        .iterator()
        .next()
        .pools()
        .values()
        .iterator()
        .next()
        .endpoints()
        .forEach(
            endpoint ->
                now.add(
                    new EndpointState(
                        endpoint,
                        Status.DOWN,
                        new Moment(at(40), 0),
                        "refused",
                        0,
                        Optional.empty(),
                        Duration.ZERO,
                        1,
                        1)));
    assertThat(
            told(
                past(10)
                    .health(
                        configuration,
                        Optional.of(HealthSnapshot.of(now)),
                        new Moment(at(1000), 0))))
        .containsExactly(
            "1 DOWN until 2026-03-01T12:00:30Z, by the journal",
            "2 DOWN as now: no change is known");
  }

  @Test
  void nextProcess_saysNothingOfTheOneBefore() {
    events.add(new Event.ConfigurationRefused(at(5), "wrong"));
    events.add(new Event.ServerStopped(at(20)));
    changed(29, ONE, Status.UP);
    started(30, 2);
    changed(40, TWO, Status.UP);
    assertThat(health(10))
        .containsExactly(
            "1 UP not in the journal, taken to be up", "2 UP not in the journal, taken to be up");
  }

  @Test
  void timesOfWhichTheJournalKnowsNothing_areRefused() {
    assertThatThrownBy(() -> past(10)).hasMessage("the journal is empty");
    started(10, 2);
    events.add(new Event.ServerStopped(at(40)));
    started(60, 5);
    events.add(new Event.ServerStopped(at(90)));
    assertThatThrownBy(() -> past(9))
        .hasMessage(
            "the journal tells nothing of 2026-03-01T12:00:09Z: it begins at 2026-03-01T12:00:10Z");
    assertThatThrownBy(() -> past(50))
        .hasMessage(
            "the server did not answer at 2026-03-01T12:00:50Z: stopped since"
                + " 2026-03-01T12:00:40Z, until 2026-03-01T12:01:00Z");
    assertThatThrownBy(() -> past(57))
        .hasMessage(
            "the server was starting at 2026-03-01T12:00:57Z, and answers since"
                + " 2026-03-01T12:01:00Z");
    assertThatThrownBy(() -> past(95))
        .hasMessage(
            "the server did not answer at 2026-03-01T12:01:35Z: stopped since"
                + " 2026-03-01T12:01:30Z");
    assertThatThrownBy(() -> past(1001))
        .hasMessage("--at 2026-03-01T12:16:41Z is still to come; it is 2026-03-01T12:16:40Z");
  }

  @Test
  void journalThatIsFull_beginsWhereItHasAll() {
    started(1, 0);
    for (int second = 2; second < 1002; second++) {
      changed(second, ONE, second % 2 == 0 ? Status.DOWN : Status.UP);
    }
    assertThatThrownBy(() -> Past.of(events, at(1), at(2000)))
        .hasMessageEndingWith("it begins at 2026-03-01T12:00:02Z");
    assertThat(
            told(
                Past.of(events, at(2), at(2000))
                    .health(configuration, Optional.empty(), new Moment(at(2000), 0))))
        .containsExactly("1 DOWN reason at 2", "2 UP not in the journal, taken to be up");
  }

  @Test
  void otherThingsThatHeld_andWhatHasChangedSince_areTold() {
    started(10, 2);
    events.add(new Event.DrainBegun(at(11), "web", "root", "gone", Optional.empty(), IfLast.STAY));
    events.add(new Event.DrainBegun(at(12), "web2", "root", "work", Optional.empty(), IfLast.STAY));
    events.add(new Event.DrainEnded(at(13), "web", Event.DrainEnd.LIFTED, "by root"));
    events.add(new Event.CheckerJudged(at(14), SelfDoubt.Kind.FROZEN, "no canary answers"));
    events.add(decided(15, "images", "there"));
    events.add(decided(16, "other", "there"));
    events.add(decided(30, "images", "here"));
    events.add(new Event.ConfigurationServed(at(31), "popdns.yaml", 1, 2, 0, 2, Duration.ZERO, ""));
    ObjectNode told = JsonMapper.shared().createObjectNode();
    past(20).tell(told, Set.of("images"));
    assertThat(told.path("past").toPrettyString().replace("\r", ""))
        .isEqualTo(
            """
            {
              "at" : "2026-03-01T12:00:20Z",
              "journalBegins" : "2026-03-01T12:00:10Z",
              "then" : [ "2026-03-01T12:00:14Z health checker: frozen: no canary answers", "2026-03-01T12:00:12Z web2: drained by root: work", "2026-03-01T12:00:15Z cluster images is answered from there (fallback): this site is below its minimum, the fallback site is not; 0 of 2 hosts of this site are healthy, 1 needed" ],
              "since" : [ "2026-03-01T12:00:31Z configuration: served, 1 of 2 zones changed, 2 endpoints; took 0 ms" ]
            }\
            """);
  }

  private static Event decided(int second, String cluster, String site) {
    return new Event.ClusterDecided(
        at(second), cluster, site, SteeringDecision.Reason.FALLBACK, 0, 2, 1);
  }
}
