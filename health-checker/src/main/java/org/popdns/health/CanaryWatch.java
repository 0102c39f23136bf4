package org.popdns.health;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Canary;
import org.popdns.config.model.Check;
import org.popdns.config.model.Target;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.Prober;
import org.popdns.time.Clocks;

/**
 * Probes the canaries: now and then, so that the operator learns in time of one that can confirm
 * nothing; at once and then each second while the checker asks them. On the checker's thread, but
 * {@link #states()}, which is for anyone.
 */
final class CanaryWatch {
  static final Duration TIMEOUT = Duration.ofSeconds(1);
  static final Duration USUAL_INTERVAL = Duration.ofSeconds(15);
  static final Duration ASKED_INTERVAL = Duration.ofSeconds(1);

  private final CheckerLoop loop;
  private final Prober prober;
  private final Clocks clocks;
  private final Announcer announcer;
  private final Runnable whenHeard;
  private final List<Watched> targets = new ArrayList<>();
  private boolean asked;
  private volatile List<CanaryState> states = List.of();

  /**
   * Watches nothing yet.
   *
   * @param whenHeard run after each result that comes while they are asked
   */
  CanaryWatch(EndpointWatch.Tools tools, Announcer announcer, Runnable whenHeard) {
    this.loop = tools.loop();
    this.prober = tools.prober();
    this.clocks = tools.clocks();
    this.announcer = announcer;
    this.whenHeard = whenHeard;
  }

  /** Watches these and no others from now on; those watched before go on as they are. */
  void watch(List<Canary> canaries) {
    for (Watched target : List.copyOf(targets)) {
      if (!canaries.contains(target.state.canary())) {
        target.stop();
        targets.remove(target);
      }
    }
    for (Canary canary : canaries) {
      if (targets.stream().noneMatch(target -> target.state.canary().equals(canary))) {
        Watched target = new Watched(canary);
        targets.add(target);
        target.probe();
      }
    }
    publish();
  }

  /** Asks all of them; what they said before counts for nothing. */
  void ask() {
    asked = true;
    for (Watched target : targets) {
      target.answer = Optional.empty();
      target.stop();
      target.probe();
    }
  }

  /** Nobody asks any more. */
  void relax() {
    asked = false;
  }

  /** What they say since they were asked. */
  CanaryAnswer answer() {
    if (targets.isEmpty()) {
      return new CanaryAnswer.None();
    }
    boolean pending = false;
    for (Watched target : targets) {
      if (target.answer.isEmpty()) {
        pending = true;
      } else if (target.answer.get() instanceof ProbeOutcome.Success) {
        return new CanaryAnswer.Answers(name(target.state.canary()));
      }
    }
    return pending
        ? new CanaryAnswer.Pending()
        : new CanaryAnswer.Silent(
            targets.stream()
                .map(target -> name(target.state.canary()) + ": " + target.state.reason())
                .collect(Collectors.joining("; ")));
  }

  /** The latest of each. */
  List<CanaryState> states() {
    return states;
  }

  /** Ends all probes for good. */
  void stop() {
    targets.forEach(Watched::stop);
    targets.clear();
  }

  private void publish() {
    states = targets.stream().map(target -> target.state).toList();
  }

  /** How a canary is probed. */
  static Check check(Canary canary) {
    return Check.of(
        "canary",
        new Check.Timing(USUAL_INTERVAL, TIMEOUT, 1, 1),
        new TcpProbe(canary.tcp().getPort()));
  }

  /** As the file writes it: {@code tcp 203.0.113.1:179}. */
  static String name(Canary canary) {
    InetSocketAddress tcp = canary.tcp();
    return "tcp " + io.netty.util.NetUtil.toSocketAddressString(tcp);
  }

  /** One canary. */
  private final class Watched {
    private final Check check;
    private CanaryState state;
    private Optional<ProbeOutcome> answer = Optional.empty();
    private CheckerLoop.@Nullable Alarm alarm;
    private Prober.@Nullable Running probe;

    Watched(Canary canary) {
      check = check(canary);
      state = new CanaryState(canary, Status.UNKNOWN, clocks.moment(), "not probed yet");
    }

    void probe() {
      alarm = null;
      probe = prober.start(check, new Target.Address(state.canary().tcp().getAddress()), this::end);
    }

    private void end(ProbeOutcome outcome) {
      probe = null;
      Status status = outcome instanceof ProbeOutcome.Success ? Status.UP : Status.DOWN;
      CanaryState before = state;
      state =
          new CanaryState(
              before.canary(),
              status,
              status == before.status() ? before.since() : clocks.moment(),
              outcome.reason());
      answer = Optional.of(outcome);
      publish();
      Duration next = asked ? ASKED_INTERVAL : USUAL_INTERVAL;
      alarm = loop.schedule(next.toNanos(), this::probe);
      if (status != before.status()) {
        announcer.canary(before, state);
      }
      if (asked) {
        whenHeard.run();
      }
    }

    void stop() {
      if (alarm != null) {
        alarm.cancel();
        alarm = null;
      }
      if (probe != null) {
        probe.cancel();
        probe = null;
      }
    }
  }
}
