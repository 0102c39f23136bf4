package org.popdns.config.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How an endpoint is probed, and how many results in a row change its state. Immutable; it is known
 * by the whole of what it says.
 *
 * @param name the check's name in {@code checks}
 * @param timing when and how often
 * @param probe what is asked
 */
public record Check(String name, Timing timing, Probe probe) {

  /** A check that says this, and of all else what is usual. */
  public static Check of(String name, Timing timing, Probe probe) {
    return new Check(name, timing, probe);
  }

  /**
   * The check within a sentence: {@code check web}. One that a record brings says by its name what
   * it does, such as {@code icmp echo}, in characters that no name in {@code checks} has.
   */
  public String words() {
    return name.chars().anyMatch(c -> c == ' ' || c == '/') ? name : "check " + name;
  }

  /** The same check at other times. */
  public Check with(Timing other) {
    return new Check(name, other, probe);
  }

  /** The same check, which asks something else. */
  public Check with(Probe other) {
    return new Check(name, timing, other);
  }

  /**
   * The same check of a server at another port, with a name that tells: {@code web:8081}.
   *
   * @return empty if what it asks has no port
   */
  public Optional<Check> atPort(int port) {
    return probe
        .atPort(port)
        .map(other -> other.equals(probe) ? this : new Check(name + ":" + port, timing, other));
  }

  /**
   * When an endpoint is probed and how many equal results change its state.
   *
   * @param interval from the start of one probe to the start of the next; jitter only shortens it
   * @param timeout for a whole probe, from the connection attempt to the last byte needed; not
   *     longer than the interval
   * @param rise successes in a row that make a down endpoint up, at least 1
   * @param fall failures in a row that make an up endpoint down, at least 1
   */
  public record Timing(Duration interval, Duration timeout, int rise, int fall) {}
}
