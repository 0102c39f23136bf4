package org.popdns.fitness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.popdns.fitness.LastSiteGuard.Verdict;

/** Peers that are several to a site, stale, unreachable or lie. */
class GuardAgainstPeersTest {

  private static final NodeName SELF = new NodeName("b", "ns1");
  private static final NodeName SAME_SITE = new NodeName("b", "ns2");
  private static final NodeName FIRST = new NodeName("a", "ns1");
  private static final NodeName ONE = new NodeName("c", "ns1");
  private static final NodeName TWO = new NodeName("c", "ns2");
  private static final PeerReading.Entry FIT = new PeerReading.Entry(true, true, Claim.NONE);
  private static final PeerReading.Entry UNFIT = new PeerReading.Entry(true, false, Claim.NONE);
  private static final PeerReading.Entry GONE = new PeerReading.Entry(false, false, Claim.NONE);
  private static final PeerReading.Entry CLAIMS =
      new PeerReading.Entry(true, false, Claim.CLAIMING);
  private static final long CLAIMED = Duration.ofHours(1).toNanos();
  private static final long NOW = CLAIMED + Duration.ofSeconds(1).toNanos();

  private final Map<NodeName, PeerReading> readings = new HashMap<>();

  private void reads(NodeName peer, PeerReading.Entry entry) {
    reads(peer, entry, NOW - Duration.ofMillis(100).toNanos());
  }

  private void reads(NodeName peer, PeerReading.Entry entry, long beganNanos) {
    readings.put(peer, new PeerReading(beganNanos, Optional.of(entry)));
  }

  private Verdict judge(int keepSites, NodeName... peers) {
    return new LastSiteGuard(SELF, keepSites, Set.of(peers)).judge(CLAIMED, NOW, readings);
  }

  @Test
  void twoNodesOfASite_areOneSite() {
    reads(ONE, FIT);
    reads(TWO, FIT);
    assertThat(judge(2, ONE, TWO))
        .isEqualTo(new Verdict.Stay("announced without it: c; keep-sites is 2"));
    assertThat(judge(1, ONE, TWO)).isEqualTo(new Verdict.Go("announced without it: c"));
  }

  @Test
  void siteStays_whileOneOfItsNodesDoes() {
    reads(ONE, GONE);
    reads(TWO, FIT);
    assertThat(judge(1, ONE, TWO)).isEqualTo(new Verdict.Go("announced without it: c"));
  }

  @Test
  void anotherNodeOfTheOwnSite_keepsTheSite() {
    reads(SAME_SITE, FIT);
    assertThat(judge(1, SAME_SITE)).isEqualTo(new Verdict.Go("announced without it: b"));
    reads(SAME_SITE, UNFIT);
    assertThat(judge(1, SAME_SITE))
        .isEqualTo(new Verdict.Stay("announced without it: b, but none of them is fit"));
  }

  @Test
  void whatWasReadBeforeTheClaim_countsForNothing() {
    reads(ONE, FIT, CLAIMED);
    assertThat(judge(1, ONE)).isEqualTo(new Verdict.Wait("reads ns1.c again before it withdraws"));
    long later = CLAIMED + LastSiteGuard.STALE_AFTER.toNanos();
    assertThat(new LastSiteGuard(SELF, 1, Set.of(ONE)).judge(CLAIMED, later, readings))
        .isEqualTo(
            new Verdict.Stay("announced without it: none; keep-sites is 1; 1 node can't be read"));
  }

  /** A request that began in the future by a clock gone wrong is not fresher than the truth. */
  @Test
  void staleReading_isAsNone() {
    LastSiteGuard guard = new LastSiteGuard(SELF, 1, Set.of(ONE));
    reads(ONE, FIT, NOW - LastSiteGuard.STALE_AFTER.toNanos());
    assertThat(guard.othersSuffice(NOW, readings)).isTrue();
    reads(ONE, FIT, NOW - LastSiteGuard.STALE_AFTER.toNanos() - 1);
    assertThat(guard.othersSuffice(NOW, readings)).isFalse();
  }

  @Test
  void peerThatIsNotConfigured_countsForNothing() {
    reads(ONE, FIT);
    assertThat(judge(1, TWO)).isInstanceOf(Verdict.Wait.class);
    assertThat(judge(1)).isEqualTo(new Verdict.Stay("announced without it: none; keep-sites is 1"));
  }

  /** A peer that says for ever that it is about to go: nobody goes, which is the safe side. */
  @Test
  void peerThatClaimsForEver_holdsTheOthers() {
    reads(FIRST, CLAIMS);
    reads(ONE, FIT);
    assertThat(judge(1, FIRST, ONE)).isEqualTo(new Verdict.Yield(FIRST, "ns1.a withdraws first"));
    reads(FIRST, FIT);
    reads(ONE, CLAIMS);
    assertThat(judge(1, FIRST, ONE))
        .isEqualTo(new Verdict.Wait("ns1.c is still about to withdraw"));
  }

  @Test
  void announcementsWithOtherKeepSites_areJudgedByThemselves() {
    reads(FIRST, FIT);
    reads(ONE, UNFIT);
    assertThat(judge(2, FIRST, ONE)).isEqualTo(new Verdict.Go("announced without it: a c"));
    assertThat(judge(3, FIRST, ONE))
        .isEqualTo(new Verdict.Stay("announced without it: a c; keep-sites is 3"));
  }
}
