package org.popdns.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.AlertKind;
import org.popdns.config.model.AlertSeverity;
import org.popdns.config.model.EndpointUse;
import org.popdns.config.model.MemberGlob;
import org.popdns.config.model.NotifySettings;
import org.popdns.time.Moment;

/** Who is told what and when, second by second. */
final class AlertDeskTest {

  /** A Monday, at noon. */
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private AlertDesk desk = new AlertDesk(Routes.settings(Routes.usual()));
  private Acknowledged acknowledged = Acknowledged.NOTHING;
  private final List<String> told = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private long seconds;

  private void routes(Routes... routes) {
    desk = new AlertDesk(Routes.settings(routes));
  }

  private Moment now() {
    // The monotonic clock has another beginning, and may be negative.
    return new Moment(
        NOON.plusSeconds(seconds), Duration.ofSeconds(seconds).toNanos() - 1_000_000_000_000L);
  }

  /** Looks each second. */
  private void pass(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      seconds++;
      look();
    }
  }

  private void look() {
    for (Message message : desk.due(acknowledged, now())) {
      messages.add(message);
      told.add(
          "%ds %s %s:%s%s"
              .formatted(
                  seconds,
                  message.receiver(),
                  message.cause().label(),
                  names(" +", message.firing()),
                  names(" -", message.ended())));
    }
  }

  private static String names(String sign, List<Alert> alerts) {
    return alerts.stream()
        .limit(5)
        .map(
            alert ->
                sign
                    + alert.subject().use().map(EndpointUse::member).orElseGet(alert.kind()::label))
        .collect(Collectors.joining());
  }

  private List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  private static Alert.Key member(String cluster, String name) {
    return new Alert.Key(
        AlertKind.MEMBER_DOWN,
        Subject.member(new EndpointUse(cluster, "tokyo", name), "192.0.2.21", "check web"));
  }

  private static Alert.Key t(int number) {
    return member("images", "t" + number);
  }

  private static Alert.Key failOpen(String cluster) {
    return new Alert.Key(AlertKind.CLUSTER_FAILS_OPEN, Subject.cluster(cluster));
  }

  private void down(Alert.Key key) {
    desk.take(new Signal.Began(key, now().at(), "connection refused"), now());
  }

  private void up(Alert.Key key) {
    desk.take(new Signal.Ended(key, now().at(), "status 200"), now());
  }

  @Test
  void alert_isToldOnce_afterTheTimeOfItsGroup() {
    down(t(1));
    pass(Duration.ofHours(1));

    assertThat(told()).containsExactly("30s oncall news: +t1");
    Alert alert = messages.getFirst().firing().getFirst();
    assertThat(alert.severity()).isEqualTo(AlertSeverity.WARNING);
    assertThat(alert.summary()).isEqualTo("connection refused");
    assertThat(alert.since()).isEqualTo(NOON);
    assertThat(messages.getFirst().at()).isEqualTo(NOON.plusSeconds(30));
    assertThat(messages.getFirst().clusters()).containsExactly("images");
  }

  @Test
  void alertsOfACluster_withinTheTime_areOneMessage() {
    down(t(1));
    pass(Duration.ofSeconds(10));
    down(t(2));
    down(member("api", "a1"));
    pass(Duration.ofSeconds(20));
    down(t(3));
    pass(Duration.ofSeconds(60));

    // What comes later waits for its own.
    assertThat(told())
        .containsExactly(
            "30s oncall news: +t1 +t2 +t3".replace(" +t3", ""),
            "40s oncall news: +a1",
            "60s oncall news: +t3");
  }

  @Test
  void groupOfNoTime_isToldAtOnce() {
    routes(Routes.usual().groupFor(Duration.ZERO));
    down(t(1));
    look();

    assertThat(told()).containsExactly("0s oncall news: +t1");
  }

  @Test
  void end_isTold_afterTheTimeOfItsGroup() {
    down(t(1));
    pass(Duration.ofSeconds(60));
    up(t(1));
    pass(Duration.ofHours(9));

    assertThat(told()).containsExactly("30s oncall news: +t1", "90s oncall news: -t1");
    assertThat(messages.getLast().ended().getFirst().end())
        .contains(new Alert.End(NOON.plusSeconds(60), "status 200"));
    assertThat(desk.tracked()).isEmpty();
  }

  @Test
  void end_isNotTold_whereTheRouteSaysSo() {
    routes(Routes.usual().withoutEnds());
    down(t(1));
    pass(Duration.ofSeconds(60));
    up(t(1));
    pass(Duration.ofSeconds(60));

    assertThat(told()).containsExactly("30s oncall news: +t1");
    assertThat(desk.tracked()).isEmpty();
  }

  @Test
  void whatCameAndWentWithinTheTime_isToldAsEnded() {
    down(t(1));
    pass(Duration.ofSeconds(8));
    up(t(1));
    pass(Duration.ofSeconds(60));

    assertThat(told()).containsExactly("30s oncall news: -t1");
    assertThat(desk.tracked()).isEmpty();
  }

  @Test
  void flapping_isToldByItsLastState() {
    for (int i = 0; i < 10; i++) {
      down(t(1));
      pass(Duration.ofSeconds(1));
      up(t(1));
      pass(Duration.ofSeconds(1));
    }
    down(t(1));
    pass(Duration.ofSeconds(60));

    assertThat(told()).containsExactly("30s oncall news: +t1");
  }

  @Test
  void whatEndsAndComesBackWithinTheTime_isNoNews() {
    down(t(1));
    pass(Duration.ofSeconds(60));
    up(t(1));
    pass(Duration.ofSeconds(10));
    down(t(1));
    pass(Duration.ofSeconds(60));

    assertThat(told()).containsExactly("30s oncall news: +t1");
    assertThat(desk.firing()).hasSize(1);
  }

  @Test
  void sameAlertAgain_changesItsWordsAlone() {
    down(t(1));
    pass(Duration.ofSeconds(60));
    desk.take(new Signal.Began(t(1), now().at(), "no answer within 1 s"), now());
    pass(Duration.ofSeconds(60));

    assertThat(told()).hasSize(1);
    assertThat(desk.firing()).extracting(Alert::summary).containsExactly("no answer within 1 s");
    assertThat(desk.firing()).extracting(Alert::since).containsExactly(NOON);
  }

  @Test
  void endOfWhatNeverBegan_isNothing() {
    up(t(1));
    pass(Duration.ofSeconds(60));

    assertThat(told()).isEmpty();
    assertThat(desk.tracked()).isEmpty();
  }

  @Test
  void whatHappensOnce_isToldOnce_andNotKept() {
    routes(Routes.usual().least(AlertSeverity.INFO));
    Alert.Key started = new Alert.Key(AlertKind.SERVER_STARTED, Subject.NODE);
    desk.take(new Signal.Happened(started, now().at(), "server: started"), now());
    pass(Duration.ofHours(9));

    assertThat(told()).containsExactly("30s oncall news: -server-started");
    assertThat(desk.tracked()).isEmpty();
  }

  @Test
  void alertBelowTheLeastSeverity_isNotTold() {
    routes(
        Routes.usual().least(AlertSeverity.ERROR),
        Routes.usual().least(AlertSeverity.CRITICAL).to("boss"));
    down(t(1));
    down(failOpen("images"));
    pass(Duration.ofSeconds(60));

    assertThat(told())
        .containsExactly(
            "30s oncall news: +cluster-fails-open", "30s boss news: +cluster-fails-open");
    assertThat(desk.firing()).hasSize(2);
  }

  @Test
  void severity_isTheConfiguredOne() {
    NotifySettings usual = Routes.settings(Routes.usual().least(AlertSeverity.ERROR));
    desk =
        new AlertDesk(
            new NotifySettings(
                usual.receivers(),
                usual.routes(),
                Map.of(
                    AlertKind.MEMBER_DOWN,
                    AlertSeverity.CRITICAL,
                    AlertKind.CLUSTER_FAILS_OPEN,
                    AlertSeverity.INFO)));
    down(t(1));
    down(failOpen("images"));
    pass(Duration.ofSeconds(60));

    assertThat(told()).containsExactly("30s oncall news: +t1");
    assertThat(messages.getFirst().severity()).isEqualTo(AlertSeverity.CRITICAL);
  }

  @Test
  void route_isForWhatItsGlobsMean() {
    routes(
        Routes.usual().match("images"),
        Routes.usual().match("api/*/a1", "map-*").to("chat"),
        Routes.usual().match("192.0.2.21").to("boss"));
    down(t(1));
    down(member("api", "a1"));
    down(member("api", "a2"));
    down(failOpen("map-tiles"));
    desk.take(
        new Signal.Began(
            new Alert.Key(AlertKind.RELOAD_REFUSED, Subject.NODE), now().at(), "refused"),
        now());
    pass(Duration.ofSeconds(60));

    assertThat(told())
        .containsExactly(
            "30s oncall news: +t1",
            "30s chat news: +cluster-fails-open",
            "30s chat news: +a1",
            "30s boss news: +t1",
            "30s boss news: +a1 +a2");
  }

  @Test
  void alertOfTheNode_isForRoutesOfAll() {
    desk.take(
        new Signal.Began(
            new Alert.Key(AlertKind.RELOAD_REFUSED, Subject.NODE), now().at(), "refused"),
        now());
    pass(Duration.ofSeconds(60));

    assertThat(told()).containsExactly("30s oncall news: +reload-refused");
    assertThat(messages.getFirst().clusters()).isEmpty();
  }

  @Test
  void storm_isOneMessage_withTheMostSevereFirst() {
    IntStream.rangeClosed(1, 10_000).forEach(number -> down(t(number)));
    down(failOpen("images"));
    pass(Duration.ofMinutes(5));

    assertThat(told()).containsExactly("30s oncall news: +cluster-fails-open +t1 +t2 +t3 +t4");
    assertThat(messages.getFirst().firing()).hasSize(10_001);
  }

  @Test
  void stormOverManyClusters_isAFewMessages() {
    routes(Routes.usual().mostPerMinute(3));
    for (int i = 0; i < 1000; i++) {
      down(member("cluster" + i, "a"));
    }
    down(failOpen("cluster999"));
    pass(Duration.ofSeconds(89));
    assertThat(told())
        .containsExactly(
            "30s oncall news: +cluster-fails-open +a",
            "30s oncall news: +a",
            "30s oncall news: +a +a +a +a +a");
    assertThat(messages.getLast().firing()).hasSize(998);

    // What comes while no more may be sent is told in one when it may.
    for (int i = 0; i < 1000; i++) {
      up(member("cluster" + i, "a"));
    }
    pass(Duration.ofSeconds(30));
    assertThat(told()).hasSize(3);
    assertThat(messages.getLast().ended()).hasSize(998);
    assertThat(messages.stream().mapToInt(message -> message.ended().size()).sum()).isEqualTo(1000);
  }

  @Test
  void alertsBeyondTheMost_areCounted() {
    IntStream.rangeClosed(1, AlertDesk.MOST_ALERTS + 7).forEach(number -> down(t(number)));

    assertThat(desk.firing()).hasSize(AlertDesk.MOST_ALERTS);
    assertThat(desk.untracked()).isEqualTo(7);
  }

  @Test
  void alertThatGoesOn_isRepeated() {
    routes(Routes.usual().repeat(Optional.of(Duration.ofHours(1))));
    down(t(1));
    pass(Duration.ofMinutes(30));
    down(t(2));
    pass(Duration.ofHours(3));

    // What is told again of a cluster is all of it.
    assertThat(told())
        .containsExactly(
            "30s oncall news: +t1",
            "1830s oncall news: +t2",
            "3630s oncall repeat: +t1 +t2",
            "7230s oncall repeat: +t1 +t2",
            "10830s oncall repeat: +t1 +t2");
  }

  @Test
  void alertThatGoesOn_isNotRepeated_whereTheRouteSaysSo() {
    routes(Routes.usual().repeat(Optional.empty()));
    down(t(1));
    pass(Duration.ofHours(30));

    assertThat(told()).containsExactly("30s oncall news: +t1");
  }

  @Test
  void receiverThatForgets_isToldEachMinute_andNotRepeated() {
    routes(Routes.usual().to("forgetful").repeat(Optional.of(Duration.ofMinutes(2))));
    down(t(1));
    pass(Duration.ofSeconds(200));
    up(t(1));
    pass(Duration.ofSeconds(200));

    assertThat(told())
        .containsExactly(
            "30s forgetful news: +t1",
            "61s forgetful refresh: +t1",
            "121s forgetful refresh: +t1",
            "181s forgetful refresh: +t1",
            "230s forgetful news: -t1");
  }

  @Test
  void escalation_comesOnce_whereNobodyAcknowledges() {
    routes(Routes.usual().escalate(Duration.ofMinutes(15), "boss", "chat"));
    down(t(1));
    pass(Duration.ofMinutes(20));
    down(t(2));
    pass(Duration.ofMinutes(2));
    up(t(1));
    pass(Duration.ofMinutes(2));
    up(t(2));
    pass(Duration.ofMinutes(60));

    assertThat(told())
        .containsExactly(
            "30s oncall news: +t1",
            "930s boss escalation: +t1",
            "930s chat escalation: +t1",
            "1230s oncall news: +t2",
            "1350s oncall news: -t1",
            "1350s boss news: -t1",
            "1350s chat news: -t1",
            "1470s oncall news: -t2");
  }

  @Test
  void acknowledgedAlert_isNeitherEscalatedNorRepeated_andItsEndIsTold() {
    routes(
        Routes.usual()
            .escalate(Duration.ofMinutes(15), "boss")
            .repeat(Optional.of(Duration.ofHours(1))));
    down(t(1));
    down(member("api", "a1"));
    pass(Duration.ofMinutes(1));
    Instant given = now().at();
    MemberGlob images = MemberGlob.of("images/*/*");
    acknowledged = (subject, since) -> subject.isMeantBy(images) && !given.isBefore(since);
    pass(Duration.ofMinutes(90));
    assertThat(told())
        .containsExactly(
            "30s oncall news: +t1",
            "30s oncall news: +a1",
            "930s boss escalation: +a1",
            "3630s oncall repeat: +a1",
            "3630s boss repeat: +a1");

    up(t(1));
    pass(Duration.ofMinutes(1));
    assertThat(told()).containsExactly("5490s oncall news: -t1");

    // Another failure is another matter.
    down(t(1));
    pass(Duration.ofMinutes(1));
    assertThat(told()).containsExactly("5550s oncall news: +t1");
  }

  @Test
  void alertAcknowledgedBeforeItIsTold_isToldWhenThatEnds() {
    acknowledged = (subject, since) -> true;
    down(t(1));
    pass(Duration.ofMinutes(5));
    assertThat(told()).isEmpty();

    acknowledged = Acknowledged.NOTHING;
    pass(Duration.ofMinutes(1));
    assertThat(told()).containsExactly("301s oncall news: +t1");
  }

  @Test
  void alertAcknowledgedAndOverBeforeItIsTold_isNobodysNews() {
    acknowledged = (subject, since) -> true;
    down(t(1));
    pass(Duration.ofMinutes(5));
    up(t(1));
    acknowledged = Acknowledged.NOTHING;
    pass(Duration.ofMinutes(5));

    assertThat(told()).isEmpty();
    assertThat(desk.tracked()).isEmpty();
  }

  @Test
  void quietHours_keepBackWhatIsNotCritical_untilTheyEnd() {
    // In winter, Berlin's clocks are an hour ahead.
    routes(Routes.usual().quiet(true, "Mon 13:10-14:00 Europe/Berlin"));
    down(t(1));
    pass(Duration.ofMinutes(15));
    down(t(2));
    down(t(3));
    down(failOpen("images"));
    pass(Duration.ofMinutes(15));
    up(t(1));
    up(t(2));
    pass(Duration.ofHours(1));

    assertThat(told())
        .containsExactly(
            "30s oncall news: +t1",
            "930s oncall news: +cluster-fails-open",
            "3600s oncall news: +t3 -t1 -t2");
  }

  @Test
  void quietHours_keepBackWhatIsCritical_whereTheRouteSaysSo() {
    routes(Routes.usual().quiet(false, "daily 12:00-12:30 UTC"));
    down(failOpen("images"));
    pass(Duration.ofHours(1));

    assertThat(told()).containsExactly("1800s oncall news: +cluster-fails-open");
  }

  @Test
  void quietHours_keepBackEscalationsAndRepeats_butNotWhatWouldBeForgotten() {
    routes(
        Routes.usual()
            .repeat(Optional.of(Duration.ofMinutes(10)))
            .escalate(Duration.ofMinutes(15), "boss")
            .quiet(true, "daily 12:05-13:00 UTC"),
        Routes.usual().to("forgetful").quiet(true, "daily 12:05-13:00 UTC"));
    down(t(1));
    pass(Duration.ofMinutes(58));
    List<String> quiet = told();
    assertThat(quiet).filteredOn(line -> !line.contains("forgetful")).hasSize(1);
    assertThat(quiet).filteredOn(line -> line.contains("forgetful refresh: +t1")).hasSize(57);

    pass(Duration.ofMinutes(3));
    assertThat(told())
        .filteredOn(line -> !line.contains("forgetful"))
        .containsExactly("3600s oncall repeat: +t1", "3600s boss escalation: +t1");
  }

  @Test
  void newSettings_keepWhatWasTold_andTellNewReceivers() {
    down(t(1));
    pass(Duration.ofMinutes(1));
    told();

    // The same route but for its times; and another.
    desk.configure(
        Routes.settings(
            Routes.usual().repeat(Optional.of(Duration.ofHours(1))), Routes.usual().to("chat")),
        now());
    pass(Duration.ofMinutes(1));
    assertThat(told()).containsExactly("90s chat news: +t1");

    // The same receiver by another route.
    desk.configure(Routes.settings(Routes.usual().match("images")), now());
    pass(Duration.ofMinutes(1));
    assertThat(told()).isEmpty();
    up(t(1));
    pass(Duration.ofMinutes(1));
    assertThat(told()).containsExactly("210s oncall news: -t1");
  }

  @Test
  void newSettings_withoutARoute_forgetWhatHasEnded() {
    down(t(1));
    down(t(2));
    pass(Duration.ofMinutes(1));
    up(t(1));
    desk.configure(Routes.settings(), now());

    assertThat(desk.firing()).hasSize(1);
    assertThat(desk.tracked()).hasSize(1);
  }

  @Test
  void restoredAlert_isNotToldAgain_andEndsWhereNobodyConfirmsIt() {
    down(t(1));
    down(t(2));
    down(t(3));
    pass(Duration.ofMinutes(1));
    told();
    List<TrackedAlert> kept = List.copyOf(desk.tracked());
    routes(Routes.usual());
    desk.restore(kept, now());
    down(t(1));
    Alert.Key second = t(2);
    Standing standing =
        alert -> alert.key().equals(second) ? Standing.Verdict.STANDS : Standing.Verdict.UNKNOWN;
    for (int i = 0; i < 6; i++) {
      pass(Duration.ofSeconds(30));
      desk.compare(standing, now());
    }

    assertThat(told()).containsExactly("210s oncall news: -t3");
    assertThat(messages.getLast().ended().getFirst().end())
        .contains(new Alert.End(NOON.plusSeconds(180), "not seen again since the restart"));
    assertThat(desk.firing()).extracting(Alert::key).containsExactly(t(1), t(2));
  }

  @Test
  void comparison_endsWhatIsSoNoLonger() {
    down(t(1));
    down(t(2));
    pass(Duration.ofMinutes(1));
    told();
    Alert.Key first = t(1);
    desk.compare(
        alert -> alert.key().equals(first) ? Standing.Verdict.ENDED : Standing.Verdict.UNKNOWN,
        now());
    pass(Duration.ofMinutes(10));

    assertThat(told()).containsExactly("90s oncall news: -t1");
    assertThat(desk.firing()).extracting(Alert::key).containsExactly(t(2));
  }

  @Test
  void wallClockThatJumps_changesNoTimes() {
    down(t(1));
    Moment start = now();
    for (int i = 1; i <= 29; i++) {
      Moment jumped =
          new Moment(start.at().plus(Duration.ofDays(i - 15)), start.nanos() + i * 1_000_000_000L);
      assertThat(desk.due(acknowledged, jumped)).isEmpty();
    }
    assertThat(desk.due(acknowledged, new Moment(start.at(), start.nanos() + 30_000_000_000L)))
        .hasSize(1);
  }
}
