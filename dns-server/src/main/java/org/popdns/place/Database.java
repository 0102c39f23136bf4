package org.popdns.place;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Location;
import org.popdns.snapshot.RegionRanges;
import org.popdns.snapshot.RegionTable;

/**
 * A database in MaxMind's format, read whole: where every network is. Immutable; nothing is left of
 * the file, which may change or go.
 *
 * @param type what the file calls itself
 * @param shape how its records are laid out
 * @param fields what they say, the same for all files that say as much
 * @param built when it was made
 * @param networks how many networks it has data of
 * @param layer what it says
 */
public record Database(
    String type,
    DatabaseShape shape,
    Set<Field> fields,
    Instant built,
    long networks,
    PlaceLayer layer) {

  private static final long MOST_BYTES = 1L << 30;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  /** What a database may say of a network. */
  public enum Field {
    /** The continent; of the record itself only where there is no country. */
    CONTINENT("continent"),
    /** The country. */
    COUNTRY("country"),
    /** The subdivision of the country. */
    SUBDIVISION("subdivision"),
    /** The autonomous system. */
    ASN("asn"),
    /** Where exactly it is. */
    COORDINATES("coordinates");

    private final String label;

    Field(String label) {
      this.label = label;
    }

    /** What it is called in texts. */
    public String label() {
      return label;
    }
  }

  /** Copies the set. */
  public Database {
    fields = Set.copyOf(fields);
  }

  /**
   * Reads a file.
   *
   * @param detail how much of it is kept
   * @throws IOException with one line for the operator, which does not name the file
   */
  public static Database read(Path file, PlaceDetail detail) throws IOException {
    byte[] bytes = bytes(file);
    try (Reader reader = new Reader(new ByteArrayInputStream(bytes), new CHMCache())) {
      Metadata metadata = reader.getMetadata();
      Reading reading = new Reading(reader, detail);
      SearchTree.walk(
          bytes, metadata.nodeCount(), metadata.recordSize(), metadata.ipVersion(), reading);
      return reading.database(file, metadata);
    } catch (InvalidDatabaseException e) {
      // It was read from memory, which the library says as well.
      String reason = String.valueOf(e.getMessage()).replace(" (<InputStream>)", "");
      throw new IOException("no database in MaxMind's format: " + reason, e);
    } catch (RuntimeException | StackOverflowError broken) {
      // The library runs beyond its buffers in some broken files, and calls itself in others.
      throw new IOException("no database in MaxMind's format: it is broken", broken);
    } catch (OutOfMemoryError e) {
      throw new IOException("it says more than the JVM's heap has room for", e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      if (!Files.isRegularFile(file) && Files.exists(file)) {
        throw new IOException("no file");
      }
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new IOException("larger than " + (MOST_BYTES >> 20) + " MiB");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied", e);
    } catch (OutOfMemoryError e) {
      throw new IOException("more than the JVM's heap has room for", e);
    }
  }

  /** Gathers what the networks say, while they are walked over. */
  private static final class Reading implements SearchTree.Visitor {

    private final Reader reader;
    private final RegionRanges ranges = new RegionRanges(0);
    private final List<Place> places = new ArrayList<>(List.of(Place.UNKNOWN));
    private final Map<Place, Integer> indexes = new HashMap<>(Map.of(Place.UNKNOWN, 0));
    private final PlaceDetail detail;
    private final RegionRanges locationRanges = new RegionRanges(0);
    private final LocationIndex locations = new LocationIndex();
    private final Map<Long, Said> byData = new HashMap<>();
    private final Map<DatabaseShape, Integer> shapes = new HashMap<>();
    private final List<String> others = new ArrayList<>();
    private long lastData = -1;
    private Said last = Said.NOTHING;
    private boolean hasCoordinates;
    private long networks;

    /** What is said of some networks: the indexes of their place and of their location. */
    private record Said(int place, int location) {

      static final Said NOTHING = new Said(0, 0);
    }

    Reading(Reader reader, PlaceDetail detail) {
      this.reader = reader;
      this.detail = detail;
    }

    @Override
    public void ipv4(int first, int length, long data) throws IOException {
      Said said = said(data, IPV4_BYTES, first, 0);
      ipv4(ranges, first, length, said.place);
      ipv4(locationRanges, first, length, said.location);
    }

    private static void ipv4(RegionRanges to, int first, int length, int region) {
      to.fromIpv4(first, region);
      int end = (int) (first + (1L << (32 - length)));
      if (end != 0) {
        to.fromIpv4(end, 0);
      }
    }

    @Override
    public void ipv6(long high, long low, int length, long data) throws IOException {
      Said said = said(data, IPV6_BYTES, high, low);
      ipv6(ranges, high, low, length, said.place);
      ipv6(locationRanges, high, low, length, said.location);
    }

    private static void ipv6(RegionRanges to, long high, long low, int length, int region) {
      to.fromIpv6(high, low, region);
      long endHigh = length <= 64 ? high + (length == 0 ? 0 : 1L << (64 - length)) : high;
      long endLow = length <= 64 ? 0 : low + (1L << (128 - length));
      if (length > 64 && endLow == 0) {
        endHigh++;
      }
      if (endHigh != 0 || endLow != 0) {
        to.fromIpv6(endHigh, endLow, 0);
      }
    }

    private Said said(long data, int addressBytes, long high, long low) throws IOException {
      networks++;
      if (data != lastData) {
        Said known = byData.get(data);
        if (known == null) {
          known = decoded(address(addressBytes, high, low));
          byData.put(data, known);
        }
        lastData = data;
        last = known;
      }
      return last;
    }

    private static InetAddress address(int addressBytes, long high, long low)
        throws UnknownHostException {
      ByteBuffer bytes = ByteBuffer.allocate(addressBytes);
      if (addressBytes == IPV4_BYTES) {
        bytes.putInt((int) high);
      } else {
        bytes.putLong(high).putLong(low);
      }
      return InetAddress.getByAddress(bytes.array());
    }

    private Said decoded(InetAddress address) throws IOException {
      Map<?, ?> entry = reader.get(address, Map.class);
      if (entry == null) {
        return Said.NOTHING;
      }
      DatabaseShape.of(entry)
          .ifPresentOrElse(
              shape -> shapes.merge(shape, 1, Integer::sum),
              () -> entry.keySet().stream().map(String::valueOf).forEach(this::other));
      Optional<Location> location = DatabaseShape.location(entry);
      hasCoordinates |= location.isPresent();
      int exact = detail == PlaceDetail.COORDINATES ? locations.regionOf(location) : 0;
      return new Said(placeIndex(DatabaseShape.place(entry)), exact);
    }

    private int placeIndex(Place place) {
      Integer index = indexes.putIfAbsent(place, places.size());
      if (index != null) {
        return index;
      }
      places.add(place);
      return places.size() - 1;
    }

    private void other(String field) {
      if (others.size() < 5 && !others.contains(field)) {
        others.add(field);
      }
    }

    Database database(Path file, Metadata metadata) throws IOException {
      DatabaseShape shape =
          shapes.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElseThrow(
                  () ->
                      new IOException(
                          others.isEmpty()
                              ? "it has no data"
                              : "none of its fields says where a network is: "
                                  + String.join(", ", others)));
      Optional<LocationLayer> exact =
          locations.locations().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new LocationLayer(RegionTable.of(locationRanges), locations.locations()));
      PlaceLayer layer = new PlaceLayer(file.toString(), RegionTable.of(ranges), places, exact);
      return new Database(
          metadata.databaseType(), shape, fields(), metadata.buildTime(), networks, layer);
    }

    private Set<Field> fields() {
      Set<Field> fields = EnumSet.noneOf(Field.class);
      for (Place place : places) {
        place.continent().ifPresent(known -> fields.add(Field.CONTINENT));
        place.country().ifPresent(known -> fields.add(Field.COUNTRY));
        place.subdivision().ifPresent(known -> fields.add(Field.SUBDIVISION));
        place.asn().ifPresent(known -> fields.add(Field.ASN));
      }
      if (hasCoordinates) {
        fields.add(Field.COORDINATES);
      }
      return fields;
    }
  }
}
