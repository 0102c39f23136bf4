package org.popdns.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WeightedTurnsTest {

  private static final long SEED = 14;

  /**
   * How often each candidate is in an answer: in proportion to its weight, but never more than once
   * in each.
   */
  private static double[] shares(long[] weights, int given) {
    double[] share = new double[weights.length];
    boolean[] full = new boolean[weights.length];
    for (boolean changed = true; changed; ) {
      changed = false;
      double rest = 0;
      int places = given;
      for (int i = 0; i < weights.length; i++) {
        rest += full[i] ? 0 : weights[i];
        places -= full[i] ? 1 : 0;
      }
      for (int i = 0; i < weights.length && !changed; i++) {
        share[i] = full[i] ? 1 : places * weights[i] / rest;
        changed = share[i] >= 1 && !full[i];
        full[i] |= changed;
      }
    }
    return share;
  }

  /** The most by which any window of turns is off the shares; asserts all else. */
  private static double checked(long[] weights, int given) {
    String which = Arrays.toString(weights) + ", " + given;
    int[][] cycle = WeightedTurns.of(weights, given);
    double[] share = shares(weights, given);
    int[] had = new int[weights.length];
    double[] least = new double[weights.length];
    double[] most = new double[weights.length];
    double spread = 0;
    for (int turn = 0; turn < cycle.length; turn++) {
      if (Arrays.stream(cycle[turn]).distinct().count() != given) {
        fail("%s: %s in turn %d", which, Arrays.toString(cycle[turn]), turn);
      }
      for (int candidate : cycle[turn]) {
        had[candidate]++;
      }
      for (int i = 0; i < weights.length; i++) {
        double ahead = had[i] - (turn + 1) * share[i];
        if (Math.abs(ahead) >= 1) {
          fail("%s: candidate %d is ahead by %s after turn %d", which, i, ahead, turn);
        }
        least[i] = Math.min(least[i], ahead);
        most[i] = Math.max(most[i], ahead);
        spread = Math.max(spread, most[i] - least[i]);
      }
    }
    for (int i = 0; i < weights.length; i++) {
      assertThat(cycle.length * share[i] - had[i]).as(which).isBetween(-1e-6, 1e-6);
    }
    return spread;
  }

  private static String text(long[] weights, int given) {
    StringBuilder text = new StringBuilder();
    for (int[] turn : WeightedTurns.of(weights, given)) {
      text.append(text.isEmpty() ? "" : " ");
      for (int candidate : turn) {
        text.append((char) ('a' + candidate));
      }
    }
    return text.toString();
  }

  @Test
  void fewWeights_haveACycleThatIsSmooth() {
    assertThat(text(new long[] {1}, 1)).isEqualTo("a");
    assertThat(text(new long[] {3, 1}, 1)).isEqualTo("a a b a");
    assertThat(text(new long[] {50, 30, 20}, 1)).isEqualTo("a b c a a b a c b a");
  }

  @Test
  void commonDivisor_isNoneOfTheCycles() {
    assertThat(WeightedTurns.of(new long[] {100, 50}, 1)).hasNumberOfRows(3);
    assertThat(WeightedTurns.of(new long[] {7, 7, 7}, 2)).hasNumberOfRows(3);
  }

  @Test
  void oneRecord_everyBeginningIsWithinOneOfTheShares_andEveryWindowWithinTwo() {
    for (int a = 1; a <= 12; a++) {
      for (int b = 1; b <= 12; b++) {
        assertThat(checked(new long[] {a, b}, 1)).isLessThan(1);
        for (int c = 1; c <= 12; c++) {
          assertThat(checked(new long[] {a, b, c}, 1)).isLessThan(2);
          for (int d = 1; d <= 5; d++) {
            assertThat(checked(new long[] {a, b, c, d}, 1)).isLessThan(2);
          }
        }
      }
    }
  }

  @Test
  void severalRecords_areDistinct_andEachIsWithinOneOfItsShare() {
    for (int a = 1; a <= 8; a++) {
      for (int b = 1; b <= 8; b++) {
        for (int c = 1; c <= 8; c++) {
          for (int d = 1; d <= 8; d++) {
            for (int given = 2; given <= 4; given++) {
              checked(new long[] {a, b, c, d}, given);
            }
          }
        }
      }
    }
  }

  @Test
  void manyWeights_likewise() {
    Random random = new Random(SEED);
    for (int round = 0; round < 300; round++) {
      int count = 2 + random.nextInt(20);
      long[] weights = random.longs(count, 1, 101).toArray();
      checked(weights, 1);
      checked(weights, 1 + random.nextInt(Math.min(count, 4)));
    }
  }

  @Test
  void someWeights_haveNoOrderThatKeepsEachWindowWithinOne() {
    assertThat(hasEvenOrder(new int[] {1, 2, 3}, new int[3], new int[3], new int[3], 0)).isTrue();
    assertThat(hasEvenOrder(new int[] {2, 3, 6}, new int[3], new int[3], new int[3], 0)).isFalse();
  }

  /**
   * Tries every order: true if in one each window of n turns is within one of n times the share.
   */
  private static boolean hasEvenOrder(int[] weights, int[] had, int[] least, int[] most, int turn) {
    int sum = Arrays.stream(weights).sum();
    if (turn == sum) {
      return true;
    }
    for (int next = 0; next < weights.length; next++) {
      int[] hadThen = had.clone();
      hadThen[next]++;
      int[] leastThen = least.clone();
      int[] mostThen = most.clone();
      boolean even = hadThen[next] <= weights[next];
      for (int i = 0; i < weights.length; i++) {
        int ahead = hadThen[i] * sum - (turn + 1) * weights[i];
        leastThen[i] = Math.min(leastThen[i], ahead);
        mostThen[i] = Math.max(mostThen[i], ahead);
        even &= mostThen[i] - leastThen[i] <= sum;
      }
      if (even && hasEvenOrder(weights, hadThen, leastThen, mostThen, turn + 1)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void weightAboveAPlaceInEachAnswer_isInAllOfThem() {
    assertThat(text(new long[] {8, 1, 1, 1}, 2)).startsWith("ab ac da ab ac ad ");
  }

  @Test
  void allRecords_takeTheirTurnsToBeFirst_byTheirWeights() {
    assertThat(text(new long[] {2, 1, 1}, 3)).isEqualTo("abc bca abc cab");
  }

  @Test
  void firstRecords_areShared() {
    int[][] cycle = WeightedTurns.of(new long[] {1, 2, 3, 4}, 2);
    long[] first = new long[4];
    for (int[] turn : cycle) {
      first[turn[0]]++;
    }
    assertThat(first).containsExactly(1, 2, 3, 4);
  }

  @Test
  void weightsOfALongCycle_areScaledDown() {
    long[] weights =
        IntStream.rangeClosed(1, 200).mapToLong(i -> i == 200 ? 20_011 : 100).toArray();
    int[][] cycle = WeightedTurns.of(weights, 1);
    assertThat(cycle.length).isBetween(4_000, WeightedTurns.MAX_CYCLE_RECORDS + 200);
    double share =
        Arrays.stream(cycle).filter(turn -> turn[0] == 199).count() / (double) cycle.length;
    assertThat(share).isCloseTo(20_011 / 39_911.0, offset(0.01));
  }
}
