package org.popdns.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.Location;
import org.popdns.config.model.NearestPools;
import org.popdns.place.LocationLayer;

/**
 * In which order the clients of rules that go by distance try their pools. Orders get their numbers
 * as they are met, so that there are none but those that occur. One use, by one thread.
 */
final class DistanceOrders {

  private static final int NOT_MET = -1;

  private final int firstRegion;
  private final List<Optional<NearestPools>> rules;
  // By layer and location.
  private final List<double[][]> directions;
  // By rule, layer and location: the region, once it is met.
  private final List<List<int[]>> met = new ArrayList<>();
  private final Map<ClientRegions.ByDistance, Integer> regions = new HashMap<>();
  private final List<ClientRegions.ByDistance> byDistance = new ArrayList<>();

  /**
   * Prepares for a list of rules.
   *
   * @param firstRegion what the first order gets that is not its rule's
   * @param layers that say where clients are
   */
  DistanceOrders(List<ClientRule> rules, int firstRegion, List<LocationLayer> layers) {
    this.firstRegion = firstRegion;
    this.rules =
        rules.stream()
            .map(
                rule ->
                    rule.goesByDistance()
                        ? Optional.of(new NearestPools(rule.locations()))
                        : Optional.<NearestPools>empty())
            .toList();
    this.directions =
        layers.stream()
            .map(
                layer ->
                    layer.locations().stream().map(Location::direction).toArray(double[][]::new))
            .toList();
    for (ClientRule rule : rules) {
      met.add(
          rule.goesByDistance()
              ? layers.stream().map(layer -> notMet(layer.locations().size())).toList()
              : List.of());
    }
  }

  private static int[] notMet(int locations) {
    int[] regions = new int[locations];
    Arrays.fill(regions, NOT_MET);
    return regions;
  }

  /** The orders that were met, by their regions. */
  List<ClientRegions.ByDistance> byDistance() {
    return byDistance;
  }

  /**
   * The region of clients of a rule.
   *
   * @param locations by layer, what it says: one more than the index of a location, or 0
   */
  int region(int rule, int[] locations) {
    Optional<NearestPools> nearest = rules.get(rule);
    if (nearest.isEmpty()) {
      return rule;
    }
    for (int layer = 0; layer < locations.length; layer++) {
      if (locations[layer] != 0) {
        int location = locations[layer] - 1;
        int[] known = met.get(rule).get(layer);
        if (known[location] == NOT_MET) {
          known[location] = region(rule, nearest.get(), directions.get(layer)[location]);
        }
        return known[location];
      }
    }
    return rule;
  }

  private int region(int rule, NearestPools nearest, double[] from) {
    List<Integer> order = nearest.order(from);
    if (isDeclared(order)) {
      return rule;
    }
    return regions.computeIfAbsent(
        new ClientRegions.ByDistance(rule, order),
        added -> {
          byDistance.add(added);
          return firstRegion + byDistance.size() - 1;
        });
  }

  private static boolean isDeclared(List<Integer> order) {
    for (int place = 0; place < order.size(); place++) {
      if (order.get(place) != place) {
        return false;
      }
    }
    return true;
  }
}
