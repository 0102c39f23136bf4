package org.popdns.steering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.popdns.config.model.Location;
import org.popdns.config.model.NearestPools;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;

/**
 * Where the load goes that comes to a plan's rules, of all sites, when pools can carry so much and
 * no more. Pure: the same at every node that sees the same health. Immutable.
 *
 * <p>Each rule's load first comes to its first pool. What a pool can't carry goes on to the next
 * pool of each rule, of each the same part; there it has what is left beside the load that comes
 * first there, and so on down the rules' rows of pools, place by place: who is nearer is served
 * before who is farther away, and who is equally far gets the same part. What nobody in a rule's
 * row can carry is spread over the row by what its pools can carry, so that all of them are beyond
 * it by the same part, and none collapses first.
 *
 * <p>Where the clients of a rule that goes by distance are, nobody says: as much counts as near to
 * each of its pools as that is of what they all can carry, and has the pools in the order of their
 * distance from that one. Clients who have them in another order follow theirs, and each pool takes
 * of them the part that it takes of all at that place.
 *
 * <p>A rule of which nobody says what comes to it counts as a share of what its first pool can
 * carry with all its hosts: what is left of that beside rules whose load is declared is shared
 * equally by those that have none.
 */
public final class LoadFlow {

  /** In place of no load at all: its way is that of the first request. */
  private static final double LEAST_LOAD = 1e-6;

  private final ToDoubleFunction<String> available;
  private final Map<List<String>, Double> loads;
  // By row of pools: what each of its pools carries of its load.
  private final Map<List<String>, double[]> carried = new HashMap<>();
  private final Map<String, Double> byPool = new HashMap<>();
  // By place: what part of what is asked of pools they take.
  private final List<Map<String, Double>> taken = new ArrayList<>();

  /**
   * Works the ways out.
   *
   * @param available by a pool's name, what it can carry now: infinite if nobody says what it can,
   *     0 if it does not answer
   */
  public LoadFlow(SteeringPlan plan, ToDoubleFunction<String> available) {
    this.available = available;
    this.loads = loads(plan);
    loads.keySet().forEach(row -> carried.put(row, new double[row.size()]));
    int longest = loads.keySet().stream().mapToInt(List::size).max().orElse(0);
    Map<List<String>, Double> left = new LinkedHashMap<>(loads);
    for (int place = 0; place < longest; place++) {
      pass(place, left);
    }
    left.forEach(this::spread);
  }

  /** What comes to each row of pools. */
  private static Map<List<String>, Double> loads(SteeringPlan plan) {
    Map<String, Double> declared = new HashMap<>();
    Map<String, Integer> silent = new HashMap<>();
    List<Row> rows = plan.rules().stream().flatMap(rule -> rows(plan, rule).stream()).toList();
    for (Row row : rows) {
      String first = row.pools.getFirst();
      if (row.declared.isPresent()) {
        declared.merge(first, row.declared.get(), Double::sum);
      } else {
        silent.merge(first, 1, Integer::sum);
      }
    }
    Map<List<String>, Double> loads = new LinkedHashMap<>();
    for (Row row : rows) {
      String first = row.pools.getFirst();
      double rest = Math.max(0, full(plan, first) - declared.getOrDefault(first, 0.0));
      double load = row.declared.orElseGet(() -> rest / silent.getOrDefault(first, 1));
      loads.merge(row.pools, Math.max(load, LEAST_LOAD), Double::sum);
    }
    return loads;
  }

  /** What comes to some pools, the first of which is tried first. */
  private record Row(List<String> pools, Optional<Double> declared) {}

  /** What a rule counts as. */
  private static List<Row> rows(SteeringPlan plan, SteeringRule rule) {
    Optional<Double> declared = rule.load().map(Long::doubleValue);
    List<Optional<Location>> locations = plan.locationsOf(rule);
    if (rule.order() == PoolOrder.DECLARED || locations.stream().allMatch(Optional::isEmpty)) {
      return List.of(new Row(rule.pools(), declared));
    }
    NearestPools nearest = new NearestPools(locations);
    List<List<String>> orders = new ArrayList<>();
    for (Optional<Location> location : locations) {
      location.ifPresent(
          at -> orders.add(nearest.order(at.direction()).stream().map(rule.pools()::get).toList()));
    }
    double all = orders.stream().mapToDouble(order -> full(plan, order.getFirst())).sum();
    return orders.stream()
        .map(
            order ->
                new Row(
                    order,
                    declared.map(
                        load ->
                            all == 0
                                ? load / orders.size()
                                : load * full(plan, order.getFirst()) / all)))
        .toList();
  }

  /** What a pool can carry with all its hosts; 0 if nobody says. */
  private static double full(SteeringPlan plan, String pool) {
    return plan.pool(pool).flatMap(Pool::capacity).map(c -> (double) c.total()).orElse(0.0);
  }

  /** Lets the pools at a place of the rows take what is left. */
  private void pass(int place, Map<List<String>, Double> left) {
    Map<String, Double> asked = new HashMap<>();
    left.forEach(
        (row, load) -> {
          if (place < row.size()) {
            asked.merge(row.get(place), load, Double::sum);
          }
        });
    Map<String, Double> parts = new HashMap<>();
    asked.forEach(
        (pool, load) -> {
          double room = Math.max(0, available.applyAsDouble(pool) - load(pool));
          parts.put(pool, load <= room ? 1.0 : room / load);
        });
    taken.add(parts);
    left.replaceAll(
        (row, load) -> {
          if (place >= row.size()) {
            return load;
          }
          double part = parts.getOrDefault(row.get(place), 0.0);
          give(row, place, load * part);
          return part == 1.0 ? 0.0 : load * (1 - part);
        });
  }

  /** Spreads what nobody can carry. */
  private void spread(List<String> row, double load) {
    double[] room = row.stream().mapToDouble(available).toArray();
    double all = Arrays.stream(room).sum();
    if (load > 0 && all > 0) {
      for (int place = 0; place < room.length; place++) {
        give(row, place, load * (room[place] / all));
      }
    }
  }

  private void give(List<String> row, int place, double load) {
    carried.getOrDefault(row, new double[row.size()])[place] += load;
    byPool.merge(row.get(place), load, Double::sum);
  }

  /** The rows of pools that something comes to, each once. */
  public Set<List<String>> rows() {
    return Collections.unmodifiableSet(loads.keySet());
  }

  /** What comes to a pool from all rules. */
  public double load(String pool) {
    return byPool.getOrDefault(pool, 0.0);
  }

  /** What comes to the rules that try these pools in this order. */
  public double loadOf(List<String> row) {
    return loads.getOrDefault(row, 0.0);
  }

  /**
   * The parts in which the load of rules with these pools goes to each of them, in their order;
   * their sum is 1, or 0 if none of the pools can carry anything.
   */
  public double[] shares(List<String> row) {
    double load = loadOf(row);
    if (load == 0) {
      return follow(row);
    }
    return Arrays.stream(carried.getOrDefault(row, new double[row.size()]))
        .map(part -> part / load)
        .toArray();
  }

  /** The parts of clients who have the pools in an order that was not counted. */
  private double[] follow(List<String> row) {
    double[] shares = new double[row.size()];
    double left = 1;
    for (int place = 0; place < shares.length; place++) {
      String pool = row.get(place);
      double room = Math.max(0, available.applyAsDouble(pool) - load(pool));
      Map<String, Double> here = place < taken.size() ? taken.get(place) : Map.of();
      shares[place] = left * here.getOrDefault(pool, room > 0 ? 1.0 : 0.0);
      left -= shares[place];
    }
    double[] most = row.stream().mapToDouble(available).toArray();
    double all = Arrays.stream(most).sum();
    for (int place = 0; place < shares.length && all > 0 && left > 0; place++) {
      shares[place] += left * (most[place] / all);
    }
    return shares;
  }

  /**
   * Shares as whole numbers of a sum, each off by less than one: what is left over goes to those
   * who lose most by rounding down.
   *
   * @param shares not negative, of a sum of 1
   * @param sum of what comes of them
   */
  static int[] parts(double[] shares, int sum) {
    int[] parts = new int[shares.length];
    List<Integer> byLoss = new ArrayList<>();
    int given = 0;
    for (int i = 0; i < shares.length; i++) {
      parts[i] = (int) Math.min(sum, Math.floor(shares[i] * sum + 1e-9));
      given += parts[i];
      byLoss.add(i);
    }
    byLoss.sort((a, b) -> Double.compare(shares[b] * sum - parts[b], shares[a] * sum - parts[a]));
    for (int i = 0; given < sum && i < byLoss.size(); i++, given++) {
      parts[byLoss.get(i)]++;
    }
    return parts;
  }
}
