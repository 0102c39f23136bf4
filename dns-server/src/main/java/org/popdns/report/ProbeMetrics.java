package org.popdns.report;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.popdns.config.model.Endpoint;
import org.popdns.health.HealthListener;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.ProbeObserver;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.health.Transition;
import org.popdns.health.probe.ProbeOutcome;

/**
 * What the probes came to, for the metrics. Told on the health checker's thread, read by the
 * threads of the health endpoint.
 */
public final class ProbeMetrics implements ProbeObserver, HealthListener {

  private static final double[] BOUNDS_SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  /** Upper bounds of the duration's buckets in seconds; one more is open. */
  public static double[] boundsSeconds() {
    return BOUNDS_SECONDS.clone();
  }

  /** Of one check's probes. */
  public static final class Durations {
    private final long[] buckets = new long[BOUNDS_SECONDS.length + 1];
    private double sumSeconds;

    /** How many fell into a bucket; the last one is open. */
    public long bucket(int index) {
      return buckets[index];
    }

    /** How long all took together. */
    public double sumSeconds() {
      return sumSeconds;
    }

    private Durations copy() {
      Durations copy = new Durations();
      System.arraycopy(buckets, 0, copy.buckets, 0, buckets.length);
      copy.sumSeconds = sumSeconds;
      return copy;
    }
  }

  private final Map<String, Durations> durations = new TreeMap<>();
  private final Map<SelfDoubt.Kind, Long> verdicts = new EnumMap<>(SelfDoubt.Kind.class);
  // Both from 0 on: a rate sees no first transition of a series that begins with it.
  private final Map<String, Long> transitions =
      new TreeMap<>(
          Map.of(EndpointStatus.label(Status.UP), 0L, EndpointStatus.label(Status.DOWN), 0L));

  @Override
  public synchronized void onProbe(Endpoint endpoint, ProbeOutcome outcome, Duration duration) {
    Durations known = durations.computeIfAbsent(endpoint.check().name(), c -> new Durations());
    double seconds = duration.toNanos() / 1e9;
    int bucket = 0;
    while (bucket < BOUNDS_SECONDS.length && seconds > BOUNDS_SECONDS[bucket]) {
      bucket++;
    }
    known.buckets[bucket]++;
    known.sumSeconds += seconds;
  }

  @Override
  public synchronized void onTransitions(List<Transition> changes, HealthSnapshot snapshot) {
    for (Transition transition : changes) {
      if (transition.before().status() != Status.UNKNOWN) {
        transitions.merge(EndpointStatus.label(transition.after().status()), 1L, Long::sum);
      }
    }
  }

  @Override
  public synchronized void onVerdict(SelfDoubt.Verdict verdict, HealthSnapshot snapshot) {
    verdicts.merge(verdict.kind(), 1L, Long::sum);
  }

  /** How often the checker came to a verdict on itself. */
  public synchronized long verdicts(SelfDoubt.Kind kind) {
    return verdicts.getOrDefault(kind, 0L);
  }

  /** Durations by the check's name. */
  public synchronized Map<String, Durations> durations() {
    Map<String, Durations> copy = new TreeMap<>();
    durations.forEach((check, known) -> copy.put(check, known.copy()));
    return copy;
  }

  /** How many endpoints went up or down, by the new state; first results are not counted. */
  public synchronized Map<String, Long> transitions() {
    return new TreeMap<>(transitions);
  }
}
