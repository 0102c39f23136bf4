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
 * ranges of all sources at once; what each place means for the rules is known beforehand. One use,
 * by one thread.
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
    RegionSweep sweep = new RegionSweep(compiler.inputs);
    sweep.ipv4((first, values) -> ranges.fromIpv4(first, compiler.region(values)));
    sweep.ipv6((high, low, values) -> ranges.fromIpv6(high, low, compiler.known(values)));
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

  /**
   * The same; what stands for IPv4 addresses is looked up as these, whatever is said of it here.
   */
  private int known(int[] values) {
    for (int input = 0; input < values.length; input++) {
      if (values[input] == RegionTable.EMBEDDED) {
        values[input] = input == firstLocated - 1 ? conditions.size() : 0;
      }
    }
    return region(values);
  }
}
