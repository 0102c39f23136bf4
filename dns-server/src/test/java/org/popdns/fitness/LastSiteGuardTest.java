package org.popdns.fitness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.fitness.DrainOrder.IfLast;

/** Sites together, in simulated time: whatever happens, enough of them stay announced. */
class LastSiteGuardTest {

  private static final Duration RTT = Duration.ofMillis(150);
  private static final Duration SETTLED = Duration.ofSeconds(30);

  private static SimulatedSites announced(int sites, int keep, Duration delay, long seed) {
    SimulatedSites simulated = new SimulatedSites(sites, keep, delay, new Random(seed));
    simulated.run(Duration.ofSeconds(5));
    assertThat(simulated.announced()).isEqualTo(sites);
    simulated.fewestAnnounced();
    return simulated;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 150, 400, 900})
  void twoOfFourBelowMinimumAtOnce_keepThree_oneGoesAndOneStays(int delayMillis) {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedSites sites = announced(4, 3, Duration.ofMillis(delayMillis), seed);
      sites.site(1).becomes(true);
      sites.site(3).becomes(true);
      sites.run(SETTLED);
      assertThat(sites.fewestAnnounced()).as("seed %d", seed).isEqualTo(3);
      assertThat(sites.announced()).as("seed %d", seed).isEqualTo(3);
      SimulatedSites.Site stays = sites.site(sites.site(1).isAnnounced() ? 1 : 3);
      assertThat(stays.decision().preference()).isEqualTo(Decision.Preference.LEAST);
      assertThat(stays.decision().held()).hasValueSatisfying(why -> assertThat(why).contains("3"));
    }
  }

  @Test
  void severalClaimantsAtOnce_earliestByNameGoesFirst() {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedSites sites = announced(4, 3, Duration.ofMillis(20), seed);
      sites.site(2).becomes(true);
      sites.site(0).becomes(true);
      sites.run(SETTLED);
      assertThat(sites.site(0).isAnnounced()).as("seed %d", seed).isFalse();
      assertThat(sites.site(2).isAnnounced()).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void oneOfFourBelowMinimum_isWithdrawnWithinASecond() {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedSites sites = announced(4, 3, Duration.ofMillis(20), seed);
      sites.site(2).becomes(true);
      sites.run(Duration.ofSeconds(1));
      assertThat(sites.site(2).isAnnounced()).as("seed %d", seed).isFalse();
      assertThat(sites.announced()).isEqualTo(3);
    }
  }

  @Test
  void allBelowMinimumAtOnce_allStay_andSayWhy() {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedSites sites = announced(4, 1, RTT, seed);
      for (int i = 0; i < 4; i++) {
        sites.site(i).becomes(true);
      }
      sites.run(SETTLED);
      assertThat(sites.fewestAnnounced()).as("seed %d", seed).isEqualTo(4);
      assertThat(sites.site(0).decision().reason()).contains("none of them is fit");
    }
  }

  @Test
  void allBelowMinimumWhenTheyStart_comeUpLeastPreferred() {
    SimulatedSites sites = new SimulatedSites(4, 2, RTT, new Random(1));
    for (int i = 0; i < 4; i++) {
      sites.site(i).becomes(true);
    }
    sites.run(Duration.ofSeconds(10));
    assertThat(sites.announced()).isGreaterThanOrEqualTo(2);
    assertThat(sites.site(0).decision().preference()).isEqualTo(Decision.Preference.LEAST);
  }

  @Test
  void siteThatIsAlone_stays() {
    SimulatedSites sites = announced(1, 1, RTT, 1);
    sites.site(0).becomes(true);
    sites.run(SETTLED);
    assertThat(sites.announced()).isEqualTo(1);
    assertThat(sites.site(0).decision().held())
        .hasValue("announced without it: none; keep-sites is 1");
  }

  @Test
  void serverThatDoesNotAnswer_isNeverHeld() {
    SimulatedSites sites = announced(2, 2, RTT, 1);
    sites.site(0).fallsSilent(true);
    sites.run(Duration.ofMillis(100));
    assertThat(sites.site(0).isAnnounced()).isFalse();
    sites.site(1).fallsSilent(true);
    sites.run(Duration.ofMillis(100));
    assertThat(sites.announced()).isZero();
    sites.site(1).fallsSilent(false);
    sites.run(Duration.ofMillis(100));
    assertThat(sites.announced()).isEqualTo(1);
  }

  @Test
  void partition_allOfTheSmallerPartStay() {
    SimulatedSites sites = announced(5, 3, RTT, 1);
    sites.cutOff(Set.of(0, 1));
    sites.site(0).becomes(true);
    sites.site(1).becomes(true);
    sites.site(2).becomes(true);
    sites.run(SETTLED);
    assertThat(sites.fewestAnnounced()).isEqualTo(5);
    assertThat(sites.site(0).decision().reason()).contains("3 nodes can't be read");
  }

  @Test
  void withdrawnSite_offersItselfAgain_whenTooFewOthersAreLeft() {
    SimulatedSites sites = announced(3, 2, RTT, 1);
    sites.site(0).becomes(true);
    sites.run(SETTLED);
    assertThat(sites.site(0).isAnnounced()).isFalse();
    sites.site(1).fallsSilent(true);
    sites.run(SETTLED);
    assertThat(sites.site(0).isAnnounced()).isTrue();
    assertThat(sites.site(0).decision().preference()).isEqualTo(Decision.Preference.LEAST);
    sites.site(1).fallsSilent(false);
    sites.run(SETTLED);
    assertThat(sites.site(0).isAnnounced()).isFalse();
  }

  @Test
  void drain_goesByCommunityAndPath_andStopsWhereTheGuardObjects() {
    SimulatedSites sites = announced(3, 2, RTT, 1);
    sites.site(0).drains(IfLast.STAY);
    sites.run(Duration.ofSeconds(1));
    assertThat(sites.site(0).decision().preference())
        .isEqualTo(Decision.Preference.GRACEFUL_SHUTDOWN);
    sites.run(Duration.ofSeconds(2).plusMillis(500));
    assertThat(sites.site(0).decision().preference()).isEqualTo(Decision.Preference.LEAST);
    assertThat(sites.site(0).isAnnounced()).isTrue();
    sites.run(SETTLED);
    assertThat(sites.site(0).isAnnounced()).isFalse();
    assertThat(sites.site(0).decision().state()).isEqualTo(FitnessState.DRAINING);
    sites.site(1).drains(IfLast.STAY);
    sites.run(SETTLED);
    assertThat(sites.site(1).isAnnounced()).isTrue();
    assertThat(sites.site(1).decision().drainRefused())
        .hasValueSatisfying(why -> assertThat(why).contains("keep-sites is 2"));
  }

  @Test
  void drainOfTheOnlySite_isRefused_andGoesIfTheOperatorInsists() {
    SimulatedSites sites = announced(1, 1, RTT, 1);
    sites.site(0).drains(IfLast.STAY);
    sites.run(SETTLED);
    assertThat(sites.announced()).isEqualTo(1);
    assertThat(sites.site(0).decision().drainRefused())
        .hasValue("announced without it: none; keep-sites is 1");

    sites.site(0).drains(IfLast.GO);
    sites.run(Duration.ofSeconds(2));
    assertThat(sites.site(0).decision().preference())
        .isEqualTo(Decision.Preference.GRACEFUL_SHUTDOWN);
    sites.run(SETTLED);
    assertThat(sites.announced()).isZero();
    assertThat(sites.site(0).decision().reason())
        .isEqualTo(
            "drained: kernel; the last-site guard is overruled: announced without it: none;"
                + " keep-sites is 1");
    sites.site(0).undrains();
    sites.run(Duration.ofSeconds(1));
    assertThat(sites.announced()).isEqualTo(1);
    assertThat(sites.site(0).decision().reason()).isEqualTo("fit");
  }

  /** The site that goes claims first, so that the other does not count on it. */
  @Test
  void drainEvenIfLast_atTheMomentWhenAnotherWithdraws_leavesTheOther() {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedSites sites = announced(2, 1, RTT, seed);
      sites.site(1).drains(IfLast.GO);
      sites.run(Duration.ofMillis(4000 + seed * 10));
      sites.site(0).becomes(true);
      sites.run(SETTLED);
      assertThat(sites.site(1).isAnnounced()).as("seed %d", seed).isFalse();
      assertThat(sites.site(0).isAnnounced()).as("seed %d", seed).isTrue();
      assertThat(sites.fewestAnnounced()).as("seed %d", seed).isEqualTo(1);
    }
  }

  @Test
  void drainEvenIfLast_whileNoPeerCanBeRead_goes() {
    SimulatedSites sites = announced(3, 2, RTT, 1);
    sites.cutOff(Set.of(0));
    sites.run(Duration.ofSeconds(5));
    sites.site(0).drains(IfLast.GO);
    sites.run(SETTLED);
    assertThat(sites.site(0).isAnnounced()).isFalse();
    assertThat(sites.site(0).decision().overruled())
        .hasValue("announced without it: none; keep-sites is 2; 2 nodes can't be read");
  }

  /** Random sites fall below their minimum and recover; requests are delayed and lost. */
  @Test
  void whileAllAnswer_neverFewerThanKeepSitesAreAnnounced() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      int count = 2 + random.nextInt(5);
      int keep = 1 + random.nextInt(count);
      SimulatedSites sites = announced(count, keep, Duration.ofMillis(random.nextInt(1500)), seed);
      for (int step = 0; step < 40; step++) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          indices.add(i);
        }
        Collections.shuffle(indices, random);
        int changed = 1 + random.nextInt(count);
        for (int index : indices.subList(0, changed)) {
          sites.site(index).becomes(random.nextInt(3) > 0);
        }
        sites.lose(random.nextInt(4) == 0 ? 0.3 : 0);
        if (random.nextInt(5) == 0) {
          sites.cutOff(new HashSet<>(indices.subList(0, random.nextInt(count))));
        } else if (random.nextInt(2) == 0) {
          sites.cutOff(Set.of());
        }
        sites.run(Duration.ofMillis(random.nextInt(6000)));
        assertThat(sites.fewestAnnounced())
            .as("seed %d, step %d, %d sites", seed, step, count)
            .isGreaterThanOrEqualTo(keep);
      }
    }
  }
}
