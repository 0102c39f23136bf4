package org.popdns.steering;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Who answers when, by weights: a cycle of turns, in each of which some of several candidates
 * answer, each as often as its weight is its share of all weights. Pure; called when a pool's
 * answers change, never in a query's way.
 *
 * <p>The cycle is exact: at its end each has answered its share of all turns. It is even as well:
 * after the first n turns, for every n, each has answered less than one time more or less than n
 * times its share, and so in any n turns less than two times. To keep any n turns within one is not
 * possible in general: no order does so for weights 2, 3 and 6. Of two orders that are made, the
 * one with the more even windows is taken; for two candidates these are within one.
 *
 * <p><b>How.</b> It is fair scheduling of processors, as many as an answer has records, with the
 * candidates as tasks. The k-th turn of a candidate that is in a share r of all turns lies from
 * turn ⌊(k-1)/r⌋ to turn ⌈k/r⌉-1. One order takes those whose last possible turn is the nearest,
 * and among these follows the two further conditions of PD² (J. Anderson, A. Srinivasan: "Mixed
 * Pfair/ERfair scheduling of asynchronous periodic tasks", 2001), by which nobody is ever late.
 * With one record in an answer these conditions do not matter (R. Tijdeman: "The chairman
 * assignment problem", 1980). The other order takes who is owed most, of those that may come; it is
 * mostly more even, and is not taken where it lets somebody be late.
 *
 * <p><b>Several records.</b> Nobody is in an answer twice, so a share above one is cut to one, and
 * the others share what is left. The first record of an answer, which most clients use, is that
 * which has been the first least often for its weight.
 */
public final class WeightedTurns {

  /**
   * How many records a cycle may have in all its turns. Weights that ask for more are scaled down
   * to it, and each to 1 at least, so that everybody is off by about one of a cycle's turns.
   */
  public static final int MAX_CYCLE_RECORDS = 8192;

  private final long[] weights;
  private final int given;
  // Those that are in every answer, and what the others share: places in each answer, by weights.
  private final boolean[] always;
  private int places;
  private long sum;

  /**
   * Works a cycle out.
   *
   * @param weights of the candidates, at least one, each at least 1
   * @param given how many records an answer has, at least 1 and at most as many as there are
   *     candidates
   * @return for each turn the candidates' numbers, in the order of the answer
   */
  public static int[][] of(long[] weights, int given) {
    WeightedTurns turns = new WeightedTurns(weights, given);
    long most = Math.max(weights.length, MAX_CYCLE_RECORDS / given);
    if (turns.length() > most) {
      long sum = turns.sum;
      long[] scaled =
          Arrays.stream(weights).map(weight -> Math.max(1, weight * most / sum)).toArray();
      turns = new WeightedTurns(scaled, given);
    }
    return given == weights.length && given > 1 ? turns.all() : turns.ordered();
  }

  private WeightedTurns(long[] weights, int given) {
    this.weights = weights;
    this.given = given;
    this.always = new boolean[weights.length];
    places = given;
    sum = Arrays.stream(weights).sum();
    if (given < weights.length) {
      cutShares();
    }
  }

  private void cutShares() {
    for (int i = 0; i < weights.length; i++) {
      if (!always[i] && places * weights[i] >= sum) {
        always[i] = true;
        places--;
        sum -= weights[i];
        i = -1; // Who had less than a place before may have one now.
      }
    }
  }

  /** Turns of a cycle. */
  private long length() {
    long common = sum;
    for (int i = 0; i < weights.length; i++) {
      if (!always[i]) {
        common = greatestCommonDivisor(common, places * weights[i]);
      }
    }
    return sum / common;
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  /** All candidates in each answer: only who is first changes. */
  private int[][] all() {
    int[][] first = new WeightedTurns(weights, 1).ordered();
    int count = weights.length;
    return Arrays.stream(first)
        .map(turn -> IntStream.range(0, count).map(i -> (turn[0] + i) % count).toArray())
        .toArray(int[][]::new);
  }

  private int[][] ordered() {
    Tasks urgent = new Tasks();
    Tasks owed = new Tasks();
    urgent.run(urgent.byDeadline);
    owed.run(owed.byDebt);
    Tasks best = owed.late || urgent.spread() < owed.spread() ? urgent : owed;
    return given == 1 ? best.cycle : withFirst(best.cycle);
  }

  /** One way to let candidates have their turns. */
  private final class Tasks {

    private final int[][] cycle = new int[Math.toIntExact(length())][];
    // How many turns each has had.
    private final long[] had = new long[weights.length];
    // Count times sum less turns times share, the least and the most so far.
    private final long[] least = new long[weights.length];
    private final long[] most = new long[weights.length];
    private int turn;
    private boolean late;

    private final Comparator<Integer> byDeadline =
        Comparator.<Integer>comparingLong(this::deadline)
            .thenComparingInt(i -> overlaps(i) ? 0 : 1)
            .thenComparing(Comparator.<Integer>comparingLong(this::groupDeadline).reversed())
            .thenComparingInt(i -> i);

    private final Comparator<Integer> byDebt =
        Comparator.<Integer>comparingLong(i -> had[i] * sum - (turn + 1L) * rate(i))
            .thenComparingLong(this::deadline)
            .thenComparingInt(i -> i);

    void run(Comparator<Integer> urgency) {
      for (turn = 0; turn < cycle.length; turn++) {
        int[] answer = new int[given];
        int filled = 0;
        for (int i = 0; i < weights.length; i++) {
          if (always[i]) {
            answer[filled++] = i;
          }
        }
        int[] next =
            IntStream.range(0, weights.length)
                .filter(i -> !always[i] && had[i] * sum / rate(i) <= turn)
                .boxed()
                .sorted(urgency)
                .limit(places)
                .mapToInt(i -> i)
                .toArray();
        if (next.length < places) {
          late = true;
          return;
        }
        for (int i : next) {
          answer[filled++] = i;
          had[i]++;
        }
        cycle[turn] = answer;
        measure();
      }
    }

    private void measure() {
      for (int i = 0; i < weights.length; i++) {
        if (!always[i]) {
          long ahead = had[i] * sum - (turn + 1L) * rate(i);
          least[i] = Math.min(least[i], ahead);
          most[i] = Math.max(most[i], ahead);
          late |= ahead <= -sum;
        }
      }
    }

    /** By how much, times the sum, a window is off its shares at most. */
    long spread() {
      return IntStream.range(0, weights.length)
          .mapToLong(i -> most[i] - least[i])
          .max()
          .orElseThrow();
    }

    /** Share of a candidate that is not in every answer, times the sum. */
    private long rate(int i) {
      return places * weights[i];
    }

    /** The turn before which the candidate's next must have been: ⌈k/r⌉. */
    private long deadline(int i) {
      return Math.ceilDiv((had[i] + 1) * sum, rate(i));
    }

    /** True if the turn after the next may lie before the next one's deadline. */
    private boolean overlaps(int i) {
      return (had[i] + 1) * sum % rate(i) != 0;
    }

    /** Up to when a candidate with more than half of the turns has no choice, once it waits. */
    private long groupDeadline(int i) {
      long rest = sum - rate(i);
      if (2 * rate(i) < sum) {
        return 0;
      }
      return Math.ceilDiv(Math.ceilDiv(deadline(i) * rest, sum) * sum, rest);
    }
  }

  /** The cycle, as often as it takes for everybody to be the first, with these put there. */
  private int[][] withFirst(int[][] once) {
    long all = Arrays.stream(weights).sum();
    long whole = all / Arrays.stream(weights).reduce(all, WeightedTurns::greatestCommonDivisor);
    long often = whole / greatestCommonDivisor(whole, once.length);
    if (often * once.length * given > MAX_CYCLE_RECORDS) {
      often = 1;
    }
    int[][] cycle = new int[(int) often * once.length][];
    long[] first = new long[weights.length];
    for (int turn = 0; turn < cycle.length; turn++) {
      int[] answer = once[turn % once.length];
      int owed = 0;
      for (int i = 1; i < given; i++) {
        if (debt(first, answer[i], turn, all) > debt(first, answer[owed], turn, all)) {
          owed = i;
        }
      }
      first[answer[owed]]++;
      cycle[turn] = new int[given];
      for (int i = 0; i < given; i++) {
        cycle[turn][i] = answer[(owed + i) % given];
      }
    }
    return cycle;
  }

  private long debt(long[] first, int candidate, int turn, long all) {
    return (turn + 1L) * weights[candidate] - first[candidate] * all;
  }
}
