package org.popdns.fitness;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.IpPrefix;
import org.popdns.fitness.AnnouncementGate.Step;
import org.popdns.fitness.Decision.Preference;
import org.popdns.fitness.DrainOrder.IfLast;

/** The gate of a node without peers: what time and observations alone do. */
final class AnnouncementGateTest {

  private static final Duration UNFIT_AFTER = Duration.ofSeconds(2);
  private static final Duration HOLD_UP = Duration.ofSeconds(5);
  private static final Announcement BOTH = announcement("192.0.2.53", "2001:db8::53");

  private final AnnouncementGate gate = gate(BOTH);

  private static Announcement announcement(String... prefixes) {
    return new Announcement(
        "images",
        List.of(prefixes).stream().map(AnnouncementGateTest::prefix).toList(),
        List.of(),
        1,
        UNFIT_AFTER,
        HOLD_UP);
  }

  private static IpPrefix prefix(String text) {
    InetAddress network = InetAddress.ofLiteral(text);
    return new IpPrefix(network, network.getAddress().length * Byte.SIZE);
  }

  private static AnnouncementGate gate(Announcement entry) {
    return new AnnouncementGate(
        entry, new LastSiteGuard(new NodeName("here", "one"), entry.keepSites(), Set.of()));
  }

  /** What a node without announcements is judged by. */
  private static AnnouncementGate gateThatKeepsNothing() {
    return gate(
        new Announcement(
            "",
            BOTH.prefixes(),
            List.of(),
            LastSiteGuard.KEEPS_NONE,
            Duration.ZERO,
            Duration.ZERO));
  }

  private static Observation fit() {
    return new Observation(Map.of(), List.of(), Optional.empty(), 100, Map.of());
  }

  private static Observation unfit(String... complaints) {
    return new Observation(Map.of(), List.of(complaints), Optional.empty(), 100, Map.of());
  }

  private static Observation silent(Family... families) {
    Map<Family, String> texts = new EnumMap<>(Family.class);
    for (Family family : families) {
      texts.put(family, family.label() + " does not answer");
    }
    return new Observation(texts, List.of(), Optional.empty(), 100, Map.of());
  }

  private static Observation drained(long startedNanos, double queriesPerSecond, IfLast ifLast) {
    DrainOrder order =
        new DrainOrder(
            "drained: kernel", startedNanos, Duration.ofSeconds(3), Duration.ofSeconds(30), ifLast);
    return new Observation(Map.of(), List.of(), Optional.of(order), queriesPerSecond, Map.of());
  }

  private static long at(double seconds) {
    return (long) (seconds * 1e9);
  }

  @Test
  void firstObservation_aloneDecides_whetherTheRouteOpens() {
    assertThat(gate.step(GateState.FIRST, 0, fit()).decision().announced())
        .containsExactlyInAnyOrder(Family.IPV4, Family.IPV6);
    assertThat(gate.step(GateState.FIRST, 0, unfit("below its minimum")).decision().announced())
        .isEmpty();
    assertThat(gate.step(GateState.FIRST, 0, silent(Family.IPV4)).decision().announced())
        .containsExactly(Family.IPV6);
  }

  @Test
  void step_changesNothing_soItsResultIsTheSameAgain() {
    GateState open = gate.step(GateState.FIRST, 0, fit()).state();
    Step once = gate.step(open, at(1), unfit("below its minimum"));

    assertThat(gate.step(open, at(1), unfit("below its minimum"))).isEqualTo(once);
    assertThat(gate.step(open, at(1), fit()).decision().reasons()).isEmpty();
  }

  @Test
  void complaint_countsOnceItLasted_andIsOverOnceItWasGoneLongEnough() {
    Step step = gate.step(GateState.FIRST, 0, fit());
    step = gate.step(step.state(), at(1), unfit("below its minimum"));
    assertThat(step.decision().state()).isEqualTo(FitnessState.FIT);
    step = gate.step(step.state(), at(2.9), unfit("below its minimum"));
    assertThat(step.decision().state()).isEqualTo(FitnessState.FIT);
    step = gate.step(step.state(), at(3), unfit("below its minimum"));
    assertThat(step.decision().state()).isEqualTo(FitnessState.UNFIT);
    assertThat(step.decision().reasons()).startsWith("below its minimum");

    step = gate.step(step.state(), at(4), fit());
    assertThat(step.decision().reasons()).startsWith("until just now, held up: below its minimum");
    step = gate.step(step.state(), at(8.9), fit());
    assertThat(step.decision().state()).isEqualTo(FitnessState.UNFIT);
    step = gate.step(step.state(), at(9), fit());
    assertThat(step.decision().state()).isEqualTo(FitnessState.FIT);
    assertThat(step.decision().announced()).hasSize(2);
  }

  @Test
  void gateThatKeepsNothing_followsEachObservation_andHoldsNothing() {
    AnnouncementGate node = gateThatKeepsNothing();
    Step step = node.step(GateState.FIRST, 0, fit());
    assertThat(step.decision().reasons()).isEmpty();
    step = node.step(step.state(), at(0.1), unfit("below its minimum", "checks stopped"));
    assertThat(step.decision().state()).isEqualTo(FitnessState.UNFIT);
    assertThat(step.decision().announced()).isEmpty();
    assertThat(step.decision().claim()).isEqualTo(Claim.NONE);
    assertThat(step.decision().held()).isEmpty();
    assertThat(step.decision().reasons()).containsExactly("below its minimum", "checks stopped");

    // However long it lasts, it does not offer itself again for want of others.
    step = node.step(step.state(), at(3600), unfit("below its minimum"));
    assertThat(step.decision().announced()).isEmpty();
    step = node.step(step.state(), at(3600.1), fit());
    assertThat(step.decision().state()).isEqualTo(FitnessState.FIT);
    assertThat(step.decision().reasons()).isEmpty();
  }

  @Test
  void gateThatKeepsNothing_tellsOfOneSilentFamily_andOfBoth() {
    AnnouncementGate node = gateThatKeepsNothing();
    Step step = node.step(GateState.FIRST, 0, silent(Family.IPV6));
    assertThat(step.decision().announced()).containsExactly(Family.IPV4);
    assertThat(step.decision().reasons()).containsExactly("ipv6 does not answer");
    step = node.step(step.state(), at(0.1), silent(Family.IPV4, Family.IPV6));
    assertThat(step.decision().state()).isEqualTo(FitnessState.UNFIT);
    assertThat(step.decision().reasons())
        .containsExactly("ipv4 does not answer", "ipv6 does not answer");
    step = node.step(step.state(), at(0.2), fit());
    assertThat(step.decision().reasons()).isEmpty();
  }

  @Test
  void silence_closesAtOnce_andTheFamilyComesBackAfterTheHoldUp() {
    Step step = gate.step(GateState.FIRST, 0, fit());
    step = gate.step(step.state(), at(1), silent(Family.IPV4, Family.IPV6));
    assertThat(step.decision().announced()).isEmpty();
    assertThat(step.decision().state()).isEqualTo(FitnessState.UNFIT);
    assertThat(step.decision().reasons())
        .containsExactlyInAnyOrder("ipv4 does not answer", "ipv6 does not answer");

    step = gate.step(step.state(), at(2), silent(Family.IPV6));
    assertThat(step.decision().announced()).isEmpty();
    assertThat(step.decision().reasons()).contains("ipv4 answers again; held up");
    step = gate.step(step.state(), at(7), silent(Family.IPV6));
    assertThat(step.decision().announced()).containsExactly(Family.IPV4);
  }

  @Test
  void drain_goesThroughItsStages_andIsQuickWhereNobodyAsks() {
    Step step = gate.step(GateState.FIRST, 0, fit());
    step = gate.step(step.state(), at(1), drained(at(1), 100, IfLast.STAY));
    assertThat(step.decision().state()).isEqualTo(FitnessState.DRAINING);
    assertThat(step.decision().preference()).isEqualTo(Preference.GRACEFUL_SHUTDOWN);
    step = gate.step(step.state(), at(4), drained(at(1), 100, IfLast.STAY));
    assertThat(step.decision().preference()).isEqualTo(Preference.LEAST);
    assertThat(step.decision().announced()).hasSize(2);
    Step busy = gate.step(step.state(), at(6), drained(at(1), 100, IfLast.STAY));
    assertThat(busy.decision().reasons()).containsExactly("drained: kernel");
    Step quiet = gate.step(step.state(), at(6), drained(at(1), 10, IfLast.STAY));
    assertThat(quiet.decision().reasons()).hasSizeGreaterThan(1);
  }

  @Test
  void reload_keepsWhatIsOpen_andForgetsFamiliesThatAreGone() {
    GateState open = gate.step(GateState.FIRST, 0, silent(Family.IPV6)).state();
    AnnouncementGate ipv4 = gate(announcement("192.0.2.53"));

    Step step = ipv4.step(open.reconfigured(), at(1), fit());

    assertThat(step.decision().announced()).containsExactly(Family.IPV4);
    assertThat(step.state().silence()).containsOnlyKeys(Family.IPV4);
    assertThat(step.state().claim()).isEqualTo(Claim.NONE);
  }
}
