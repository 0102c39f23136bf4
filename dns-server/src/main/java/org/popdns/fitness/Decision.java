package org.popdns.fitness;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is announced, and why. Immutable.
 *
 * @param state what the node is
 * @param announced families whose routes are announced
 * @param preference how much traffic is wanted
 * @param claim what the other nodes are told
 * @param reasons what is wrong or goes on, one line each; empty if nothing is
 * @param held why the guard keeps the route although the node is unfit
 * @param drainRefused why a drain ended without a withdrawal
 * @param overruled what the guard said to a withdrawal that the operator insisted on
 */
public record Decision(
    FitnessState state,
    Set<Family> announced,
    Preference preference,
    Claim claim,
    List<String> reasons,
    Optional<String> held,
    Optional<String> drainRefused,
    Optional<String> overruled) {

  /** Copies. */
  public Decision {
    announced = Set.copyOf(announced);
    reasons = List.copyOf(reasons);
  }

  /** How much traffic is wanted. */
  public enum Preference {
    /** As routing sends it. */
    NORMAL("normal"),
    /** Less, where neighbours know RFC 8326. */
    GRACEFUL_SHUTDOWN("graceful-shutdown"),
    /** None, if there is another way. */
    LEAST("least");

    private final String label;

    Preference(String label) {
      this.label = label;
    }

    /** The name in JSON. */
    public String label() {
      return label;
    }
  }

  /** In one line. */
  public String reason() {
    return reasons.isEmpty() ? state.label() : String.join("; ", reasons);
  }
}
