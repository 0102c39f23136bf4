package org.popdns.fitness;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that an announcement's gate knows of before. Immutable. Times are of the monotonic clock.
 *
 * @param silence whether the server answers in each family, damped
 * @param unfitness whether anything else is wrong, damped
 * @param judgedOnce false if there was no observation yet
 * @param open whether routes are announced
 * @param rescueAfter how long too few others must be announced until an unfit node is
 * @param shortSinceNanos since when too few others are announced, while closed
 * @param claim what the other nodes are told
 * @param claimedAtNanos when it was claimed; of no meaning without a claim
 * @param guardSays what the guard said last, as a sentence
 * @param rateBeforeDrain queries per second before the drain
 * @param insistsSinceNanos since when a drain insists; of no meaning if none does
 * @param insists whether a drain is to go even if it is the last
 * @param overruled what the guard said to a withdrawal that the operator insisted on
 * @param lastComplaints what was wrong when anything was last
 */
public record GateState(
    Map<Family, Damped> silence,
    Damped unfitness,
    boolean judgedOnce,
    boolean open,
    Duration rescueAfter,
    long shortSinceNanos,
    Claim claim,
    long claimedAtNanos,
    String guardSays,
    double rateBeforeDrain,
    long insistsSinceNanos,
    boolean insists,
    Optional<String> overruled,
    List<String> lastComplaints) {

  /** Nothing is judged yet. */
  public static final GateState FIRST =
      new GateState(
          Map.of(),
          Damped.first(false),
          false,
          false,
          AnnouncementGate.FIRST_RESCUE_AFTER,
          0,
          Claim.NONE,
          0,
          "",
          0,
          0,
          false,
          Optional.empty(),
          List.of());

  /** Copies. */
  public GateState {
    silence = Map.copyOf(silence);
    lastComplaints = List.copyOf(lastComplaints);
  }

  /**
   * After a reload: open or closed as before. What was claimed is claimed anew, as the others may
   * be other nodes.
   */
  public GateState reconfigured() {
    return new GateState(
        silence,
        unfitness,
        judgedOnce,
        open,
        rescueAfter,
        shortSinceNanos,
        Claim.NONE,
        0,
        "",
        rateBeforeDrain,
        0,
        false,
        overruled,
        lastComplaints);
  }
}
