package org.popdns.explain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.popdns.place.Place;
import org.popdns.place.PlaceLayer;
import org.popdns.place.Places;
import org.popdns.snapshot.RegionTable;

/**
 * In which countries the networks of autonomous systems are, as far as sources know: each network
 * counts as being where its first address is. Pure.
 */
final class AsnCountries {

  private final Places places;
  private final Set<Long> asns;
  private final Map<Long, Set<String>> countries = new HashMap<>();

  private AsnCountries(Places places, Set<Long> asns) {
    this.places = places;
    this.asns = asns;
  }

  /** The countries' codes, by the numbers of the systems; those without any are left out. */
  static Map<Long, Set<String>> of(Places places, Set<Long> asns) {
    AsnCountries found = new AsnCountries(places, asns);
    if (!asns.isEmpty()) {
      places.layers().forEach(found::read);
    }
    return found.countries;
  }

  private void read(PlaceLayer layer) {
    boolean[] isMeant = new boolean[layer.places().size()];
    for (int place = 0; place < isMeant.length; place++) {
      OptionalLong asn = layer.places().get(place).asn();
      isMeant[place] = asn.isPresent() && asns.contains(asn.getAsLong());
    }
    RegionTable table = layer.table();
    for (int range = 0; range < table.ipv4Count(); range++) {
      if (isMeant[table.ipv4Region(range)]) {
        found(ByteBuffer.allocate(Integer.BYTES).putInt(table.ipv4First(range)).array());
      }
    }
    for (int range = 0; range < table.ipv6Count(); range++) {
      int place = table.ipv6Region(range);
      if (place != RegionTable.EMBEDDED && isMeant[place]) {
        found(
            ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(table.ipv6High(range))
                .putLong(table.ipv6Low(range))
                .array());
      }
    }
  }

  private void found(byte[] address) {
    Place place;
    try {
      place = places.of(InetAddress.getByAddress(address)).place();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four or sixteen bytes are no address", e);
    }
    // Another source may know better whose it is.
    if (place.asn().isPresent() && asns.contains(place.asn().getAsLong())) {
      place
          .country()
          .ifPresent(
              country ->
                  countries
                      .computeIfAbsent(place.asn().getAsLong(), asn -> new TreeSet<>())
                      .add(country));
    }
  }
}
