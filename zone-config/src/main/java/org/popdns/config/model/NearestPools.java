package org.popdns.config.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The order of a rule's pools by their distance from a point: the nearest first, equally far ones
 * as the rule names them; those that nobody says the location of behind them, as the rule names
 * them. Distances count in whole kilometres. Immutable.
 */
public final class NearestPools {

  /** A rule goes by distance among no more pools than this. */
  public static final int MOST_LOCATED = 16;

  /** In place of a distance from what has no location. */
  public static final int NOWHERE = Integer.MAX_VALUE;

  // By the place of the pool in the rule; of length 0 for a pool without a location.
  private final double[][] directions;

  /**
   * Prepares for a rule.
   *
   * @param locations those of its pools, in the rule's order
   */
  public NearestPools(List<Optional<Location>> locations) {
    directions =
        locations.stream()
            .map(location -> location.map(Location::direction).orElse(new double[0]))
            .toArray(double[][]::new);
  }

  /**
   * The order for a client.
   *
   * @param from the client's {@link Location#direction}
   * @return the pools' places in the rule, from 0
   */
  public List<Integer> order(double[] from) {
    int[] kilometres = kilometres(from);
    Integer[] order = new Integer[kilometres.length];
    Arrays.setAll(order, place -> place);
    // The sort keeps the order of what is equal.
    Arrays.sort(order, Comparator.comparingInt(place -> kilometres[place]));
    return List.of(order);
  }

  /** The distances in the rule's order, {@link #NOWHERE} for pools without a location. */
  public int[] kilometres(double[] from) {
    return Arrays.stream(directions)
        .mapToInt(to -> to.length == 0 ? NOWHERE : Location.kilometres(from, to))
        .toArray();
  }
}
