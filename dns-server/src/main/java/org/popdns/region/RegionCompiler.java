package org.popdns.region;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.popdns.config.model.ClientCondition;
import org.popdns.place.LocationLayer;
import org.popdns.place.Place;
import org.popdns.place.PlaceLayer;
import org.popdns.place.Places;
import org.popdns.place.PrefixRanges;
import org.popdns.place.PrefixRanges.Numbered;
import org.popdns.snapshot.RegionRanges;
import org.popdns.snapshot.RegionTable;

/**
 * Cuts all addresses into regions: one for each rule, of those addresses that it holds for and none
 * before it, and where a rule goes by distance one for each order of its pools. Goes over the
 * ranges of all sources at once, from the lowest address to the highest; what each place means for
 * the rules is known beforehand. One use, by one thread.
 */
final class RegionCompiler {

  private static final int NOT_SAID = -1;

  private final List<ClientCondition> conditions;
  private final int otherwise;
  private final List<RegionTable> inputs = new ArrayList<>();
  private final List<int[]> byGeo = new ArrayList<>();
  private final List<int[]> byAsn = new ArrayList<>();
  private final int firstLocated;
  private final int[] locations;
  private final DistanceOrders orders;

  private RegionCompiler(List<ClientRule> rules, Places places) {
    this.conditions = rules.stream().map(ClientRule::clients).toList();
    this.otherwise = first(ClientCondition::isEverybody);
    boolean geos = conditions.stream().anyMatch(condition -> !condition.geos().isEmpty());
    boolean asns = conditions.stream().anyMatch(condition -> !condition.asns().isEmpty());
    for (PlaceLayer layer : places.layers()) {
      if ((geos && layer.hasGeo()) || (asns && layer.hasAsn())) {
        inputs.add(layer.table());
        byGeo.add(meanings(layer, this::regionByGeo));
        byAsn.add(meanings(layer, this::regionByAsn));
      }
    }
    inputs.add(subnets());
    firstLocated = inputs.size();
    List<LocationLayer> located =
        rules.stream().anyMatch(ClientRule::goesByDistance)
            ? places.layers().stream().flatMap(layer -> layer.locations().stream()).toList()
            : List.of();
    located.forEach(layer -> inputs.add(layer.table()));
    locations = new int[located.size()];
    boolean leavesOut = conditions.stream().noneMatch(ClientCondition::isEverybody);
    orders = new DistanceOrders(rules, rules.size() + (leavesOut ? 1 : 0), located);
  }

  /**
   * The regions of a list of rules: of which none stands behind one for everybody.
   *
   * @return the region of an address is the place of the first rule that holds for it, or the
   *     number of rules if none does; or one of those {@link ClientRegions#byDistance}
   */
  static ClientRegions compile(List<ClientRule> rules, Places places) {
    RegionCompiler compiler = new RegionCompiler(rules, places);
    RegionRanges ranges = new RegionRanges(compiler.otherwise);
    compiler.sweepIpv4(ranges);
    compiler.sweepIpv6(ranges);
    return new ClientRegions(RegionTable.of(ranges), compiler.orders.byDistance());
  }

  private int first(Predicate<ClientCondition> holds) {
    int number = 0;
    while (number < conditions.size() && !holds.test(conditions.get(number))) {
      number++;
    }
    return number;
  }

  private static int[] meanings(PlaceLayer layer, ToIntFunction<Place> meaning) {
    return layer.places().stream().mapToInt(meaning).toArray();
  }

  private int regionByGeo(Place place) {
    return place.hasGeo()
        ? first(condition -> condition.geos().stream().anyMatch(place::isIn))
        : NOT_SAID;
  }

  private int regionByAsn(Place place) {
    return place.asn().isPresent()
        ? first(condition -> condition.asns().contains(place.asn().getAsLong()))
        : NOT_SAID;
  }

  private RegionTable subnets() {
    List<Numbered> subnets = new ArrayList<>();
    for (int number = 0; number < conditions.size(); number++) {
      int region = number;
      conditions.get(number).subnets().forEach(net -> subnets.add(new Numbered(net, region)));
    }
    return RegionTable.of(PrefixRanges.of(subnets, conditions.size(), Math::min));
  }

  /** The region of addresses for which each input has this value. */
  private int region(int[] values) {
    int bySubnet = Math.min(otherwise, values[firstLocated - 1]);
    int rule = Math.min(bySubnet, Math.min(said(byGeo, values), said(byAsn, values)));
    if (rule == conditions.size()) {
      return rule;
    }
    System.arraycopy(values, firstLocated, locations, 0, locations.length);
    return orders.region(rule, locations);
  }

  /** What the first layer says that says anything. */
  private int said(List<int[]> meanings, int[] values) {
    for (int layer = 0; layer < meanings.size(); layer++) {
      int region = meanings.get(layer)[values[layer]];
      if (region != NOT_SAID) {
        return region;
      }
    }
    return otherwise;
  }

  private void sweepIpv4(RegionRanges to) {
    int[] at = new int[inputs.size()];
    int[] values = new int[inputs.size()];
    long next = 0;
    while (next <= 0xffff_ffffL) {
      long here = next;
      next = Long.MAX_VALUE;
      for (int input = 0; input < at.length; input++) {
        RegionTable table = inputs.get(input);
        if (at[input] + 1 < table.ipv4Count() && ipv4(table, at[input] + 1) == here) {
          at[input]++;
        }
        values[input] = table.ipv4Region(at[input]);
        if (at[input] + 1 < table.ipv4Count()) {
          next = Math.min(next, ipv4(table, at[input] + 1));
        }
      }
      to.fromIpv4((int) here, region(values));
    }
  }

  private static long ipv4(RegionTable table, int range) {
    return Integer.toUnsignedLong(table.ipv4First(range));
  }

  private void sweepIpv6(RegionRanges to) {
    int[] at = new int[inputs.size()];
    int[] values = new int[inputs.size()];
    long high = 0;
    long low = 0;
    boolean isMore = true;
    while (isMore) {
      isMore = false;
      long nextHigh = -1;
      long nextLow = -1;
      for (int input = 0; input < at.length; input++) {
        RegionTable table = inputs.get(input);
        int following = at[input] + 1;
        if (following < table.ipv6Count()
            && table.ipv6High(following) == high
            && table.ipv6Low(following) == low) {
          at[input] = following++;
        }
        values[input] = known(table.ipv6Region(at[input]), input);
        if (following < table.ipv6Count()
            && isBefore(table.ipv6High(following), table.ipv6Low(following), nextHigh, nextLow)) {
          nextHigh = table.ipv6High(following);
          nextLow = table.ipv6Low(following);
          isMore = true;
        }
      }
      to.fromIpv6(high, low, region(values));
      high = nextHigh;
      low = nextLow;
    }
  }

  /** What stands for IPv4 addresses is looked up as these, whatever is said of it here. */
  private int known(int region, int input) {
    if (region != RegionTable.EMBEDDED) {
      return region;
    }
    return input == firstLocated - 1 ? conditions.size() : 0;
  }

  private static boolean isBefore(long high, long low, long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return order < 0 || (order == 0 && Long.compareUnsigned(low, otherLow) <= 0);
  }
}
