package org.popdns.place;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Location;
import org.popdns.snapshot.RegionTable;

/**
 * Where addresses are, by all sources. The first that knows the part of the world says continent,
 * country and subdivision; the first that knows the autonomous system says that, and the first that
 * knows the coordinates these. Immutable.
 *
 * @param layers the operator's prefixes, then the databases in the order of the file
 */
public record Places(List<PlaceLayer> layers) {

  /** No source. */
  public static final Places NONE = new Places(List.of());

  /** Copies the list. */
  public Places {
    layers = List.copyOf(layers);
  }

  /**
   * Where an address is.
   *
   * @param place what is known of it
   * @param network the widest network around it of which all sources say the same
   * @param geoSource which source said in which part of the world it is; empty if none did
   * @param asnSource which source said its autonomous system; empty if none did
   * @param location where exactly it is; empty if nobody says, or it is not kept
   * @param locationSource which source said that
   */
  public record Found(
      Place place,
      IpPrefix network,
      Optional<String> geoSource,
      Optional<String> asnSource,
      Optional<Location> location,
      Optional<String> locationSource) {}

  /** Looks an address up. IPv6 addresses that stand for IPv4 addresses count as those. */
  public Found of(InetAddress address) {
    byte[] bytes = address.getAddress();
    int scope = 1;
    Optional<PlaceLayer> geo = Optional.empty();
    Optional<PlaceLayer> asn = Optional.empty();
    Optional<PlaceLayer> exact = Optional.empty();
    Optional<Location> location = Optional.empty();
    Place place = Place.UNKNOWN;
    for (PlaceLayer layer : layers) {
      int found = layer.table().find(bytes);
      scope = Math.max(scope, RegionTable.scope(found));
      Place here = layer.places().get(RegionTable.region(found));
      if (geo.isEmpty() && here.hasGeo()) {
        geo = Optional.of(layer);
        place = new Place(here.continent(), here.country(), here.subdivision(), place.asn());
      }
      if (asn.isEmpty() && here.asn().isPresent()) {
        asn = Optional.of(layer);
        place = new Place(place.continent(), place.country(), place.subdivision(), here.asn());
      }
      if (layer.locations().isPresent()) {
        int there = layer.locations().get().table().find(bytes);
        scope = Math.max(scope, RegionTable.scope(there));
        if (location.isEmpty()) {
          location = layer.locations().get().location(RegionTable.region(there));
          exact = location.map(known -> layer);
        }
      }
    }
    return new Found(
        place,
        network(bytes, scope),
        geo.map(PlaceLayer::source),
        asn.map(PlaceLayer::source),
        location,
        exact.map(PlaceLayer::source));
  }

  private static IpPrefix network(byte[] address, int length) {
    for (int bit = length; bit < address.length * Byte.SIZE; bit++) {
      address[bit / Byte.SIZE] &= (byte) ~(0x80 >>> bit % Byte.SIZE);
    }
    try {
      return new IpPrefix(InetAddress.getByAddress(address), length);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(address.length + " bytes are no address", e);
    }
  }
}
