package org.popdns.fitness;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides whether a node may withdraw an announcement without leaving too few sites. Pure: called
 * by the thread that judges fitness.
 *
 * <p>A node withdraws only if, without it, {@code keepSites} sites stay announced and one of them
 * is fit, as far as it can see. Two that want to go at the same moment must not count on each
 * other, and no message tells them the order of events. So a node first <em>claims</em>: it
 * publishes that it wants to go, and then counts only on what peers answer to requests that began
 * <em>after</em> the claim was published. While any peer claims as well, it does not go: the one
 * whose name is earliest keeps its claim, the others take theirs back and wait.
 *
 * <p>Why that is safe: let L be the last that went, and X one that L had counted on and that went
 * too. L's request to X began after L's claim and found X without one, so X claimed later than L.
 * X's own requests began later still, so they found L claiming, in which case X had to wait, or
 * gone, in which case X did not count on L and went after it. Delay and reordering change nothing
 * in this; that X can read L at all is what it needs. A peer that can't be read counts for nothing,
 * so that under a partition all stay.
 */
public final class LastSiteGuard {

  /** Between two reads of a peer's status. */
  public static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  /** A peer that was not read for so long counts as unreachable. */
  public static final Duration STALE_AFTER = Duration.ofSeconds(3);

  /** For what no route depends on: whoever wants to go may, and nobody comes back for others. */
  public static final int KEEPS_NONE = 0;

  private final NodeName self;
  private final int keepSites;
  private final Set<NodeName> peers;

  /**
   * A guard.
   *
   * @param self this node
   * @param keepSites how many sites must stay announced, or {@link #KEEPS_NONE}
   * @param peers the other nodes
   */
  public LastSiteGuard(NodeName self, int keepSites, Set<NodeName> peers) {
    this.self = self;
    this.keepSites = keepSites;
    this.peers = new TreeSet<>(peers);
  }

  /** What a node that claims is to do. */
  public sealed interface Verdict {

    /** For the operator, in one line. */
    String reason();

    /** Withdraw now. */
    record Go(String reason) implements Verdict {}

    /** Ask again later; the claim stays. */
    record Wait(String reason) implements Verdict {}

    /** Take the claim back until the other no longer claims. */
    record Yield(NodeName to, String reason) implements Verdict {}

    /** Take the claim back and stay announced. */
    record Stay(String reason) implements Verdict {}
  }

  /**
   * Judges a claim.
   *
   * @param claimedAtNanos when the claim was published
   * @param readings the last attempt to read each peer; a peer may be missing
   */
  public Verdict judge(long claimedAtNanos, long nowNanos, Map<NodeName, PeerReading> readings) {
    long settled = claimedAtNanos + POLL_INTERVAL.toNanos();
    Map<NodeName, PeerReading.Entry> seen = new TreeMap<>();
    for (NodeName peer : peers) {
      PeerReading reading = readings.get(peer);
      if (reading != null && reading.beganNanos() - settled >= 0) {
        reading.entry().ifPresent(entry -> seen.put(peer, entry));
      } else if (nowNanos - claimedAtNanos < STALE_AFTER.toNanos()) {
        return new Verdict.Wait("reads " + peer + " again before it withdraws");
      }
    }
    for (Map.Entry<NodeName, PeerReading.Entry> peer : seen.entrySet()) {
      if (peer.getValue().claim() == Claim.CLAIMING) {
        return peer.getKey().compareTo(self) < 0
            ? new Verdict.Yield(peer.getKey(), peer.getKey() + " withdraws first")
            : new Verdict.Wait(peer.getKey() + " is still about to withdraw");
      }
    }
    Tally tally = tally(seen);
    return tally.suffices(keepSites)
        ? new Verdict.Go(tally.text())
        : new Verdict.Stay(tally.shortage(keepSites));
  }

  /** True if a peer that comes before this node claims, by what is known now. */
  public boolean isPreceded(long nowNanos, Map<NodeName, PeerReading> readings) {
    return fresh(nowNanos, readings).entrySet().stream()
        .anyMatch(
            peer -> peer.getValue().claim() == Claim.CLAIMING && peer.getKey().compareTo(self) < 0);
  }

  /** True if enough sites are announced without this one, by what is known now. */
  public boolean othersSuffice(long nowNanos, Map<NodeName, PeerReading> readings) {
    return tally(fresh(nowNanos, readings)).suffices(keepSites);
  }

  /** Why this node must stay, by what is known now; empty text if it need not. */
  public String shortage(long nowNanos, Map<NodeName, PeerReading> readings) {
    Tally tally = tally(fresh(nowNanos, readings));
    return tally.suffices(keepSites) ? "" : tally.shortage(keepSites);
  }

  private Map<NodeName, PeerReading.Entry> fresh(
      long nowNanos, Map<NodeName, PeerReading> readings) {
    Map<NodeName, PeerReading.Entry> fresh = new TreeMap<>();
    for (NodeName peer : peers) {
      PeerReading reading = readings.get(peer);
      if (reading != null && nowNanos - reading.beganNanos() <= STALE_AFTER.toNanos()) {
        reading.entry().ifPresent(entry -> fresh.put(peer, entry));
      }
    }
    return fresh;
  }

  private Tally tally(Map<NodeName, PeerReading.Entry> seen) {
    Set<String> announced = new TreeSet<>();
    Set<String> fit = new TreeSet<>();
    seen.forEach(
        (peer, entry) -> {
          if (entry.announced()) {
            announced.add(peer.site());
            if (entry.fit()) {
              fit.add(peer.site());
            }
          }
        });
    return new Tally(announced, fit, peers.size() - seen.size());
  }

  /**
   * The sites that stay if this node goes.
   *
   * @param unread how many peers could not be read
   */
  private record Tally(Set<String> announced, Set<String> fit, int unread) {

    boolean suffices(int keepSites) {
      return keepSites == KEEPS_NONE || (announced.size() >= keepSites && !fit.isEmpty());
    }

    String text() {
      return "announced without it: "
          + (announced.isEmpty() ? "none" : String.join(" ", announced));
    }

    String shortage(int keepSites) {
      String why =
          announced.size() < keepSites
              ? text() + "; keep-sites is " + keepSites
              : text() + ", but none of them is fit";
      return unread == 0
          ? why
          : why + "; " + unread + (unread == 1 ? " node" : " nodes") + " can't be read";
    }
  }
}
