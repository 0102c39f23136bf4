package org.popdns.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Continents;
import org.popdns.config.model.EmbeddedIpv4;
import org.popdns.config.model.Geo;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Location;
import org.popdns.config.model.PlacePrefix;
import org.popdns.place.Database;
import org.popdns.place.DatabaseWriter;
import org.popdns.place.Place;
import org.popdns.place.PlaceDetail;
import org.popdns.place.PlaceLayer;
import org.popdns.place.Places;
import org.popdns.snapshot.RegionTable;

final class RegionCompilerTest {

  @TempDir private Path folder;

  private static IpPrefix prefix(String text) {
    int slash = text.indexOf('/');
    return new IpPrefix(
        InetAddress.ofLiteral(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  private static Geo geo(String text) {
    String[] parts = text.split("-", -1);
    return new Geo(
        parts[0],
        parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
        parts.length > 2 ? Optional.of(parts[2]) : Optional.empty());
  }

  /** Of {@code EU-DE}, {@code 192.0.2.0/24} and {@code AS64500}. */
  private static ClientCondition clients(String... parts) {
    List<Geo> geos = new ArrayList<>();
    List<IpPrefix> subnets = new ArrayList<>();
    List<Long> asns = new ArrayList<>();
    for (String part : parts) {
      if (part.contains("/")) {
        subnets.add(prefix(part));
      } else if (part.matches("AS[0-9]+")) {
        asns.add(Long.parseLong(part.substring(2)));
      } else {
        geos.add(geo(part));
      }
    }
    return new ClientCondition(geos, subnets, asns);
  }

  private static RegionTable compiled(List<ClientCondition> clients, Places places) {
    return RegionCompiler.compile(
            clients.stream().map(condition -> new ClientRule(condition, List.of())).toList(),
            places)
        .table();
  }

  private static String found(RegionTable table, String address) {
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    int found =
        bytes.length == 4
            ? table.ofIpv4(numbers.getInt())
            : table.ofIpv6(numbers.getLong(), numbers.getLong());
    return RegionTable.region(found) + "/" + RegionTable.scope(found);
  }

  private Places countries() throws IOException {
    return new Places(
        List.of(
            Database.read(
                    new DatabaseWriter(6, 24, "country")
                        .put("192.0.2.0/25", Map.of("country_code", "DE"))
                        .put("192.0.2.128/25", Map.of("country_code", "FR"))
                        .put("198.51.100.0/24", Map.of("country_code", "US"))
                        .put("203.0.113.0/24", Map.of("country_code", "CY"))
                        .put("2001:db8:1::/48", Map.of("country_code", "DE"))
                        .write(folder.resolve("country.mmdb")),
                    PlaceDetail.CODES)
                .layer()));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 1/25",
    "192.0.2.129, 2/25",
    "198.51.100.9, 0/24",
    "198.51.101.9, 3/24",
    "203.0.113.1, 3/5",
    "2001:db8:1::1, 1/48",
    "2001:db8:2::1, 3/47",
    "2002:c000:0201::1, 1/41",
  })
  void firstRuleThatHolds_isTheRegion(String address, String expected) throws IOException {
    List<ClientCondition> rules =
        List.of(
            clients("198.51.100.0/24"),
            clients("EU-DE"),
            clients("EU", "NA-US"),
            ClientCondition.EVERYBODY);
    assertThat(found(compiled(rules, countries()), address)).isEqualTo(expected);
  }

  @Test
  void neighboursOfOneRegion_haveOneScope() throws IOException {
    RegionTable table = compiled(List.of(clients("EU"), ClientCondition.EVERYBODY), countries());
    assertThat(found(table, "192.0.2.1")).isEqualTo("0/24");
    assertThat(found(table, "192.0.2.200")).isEqualTo("0/24");
    // Cyprus is in Asia there, whatever a database says.
    assertThat(found(table, "203.0.113.1")).isEqualTo("1/5");
  }

  @Test
  void ruleOfPlaces_withoutASource_doesNotHold() {
    List<ClientCondition> rules =
        List.of(clients("EU"), clients("AS64500"), ClientCondition.EVERYBODY);
    RegionTable table = compiled(rules, Places.NONE);
    assertThat(found(table, "192.0.2.1")).isEqualTo("2/1");
    assertThat(found(table, "2001:db8::1")).isEqualTo("2/1");
  }

  @Test
  void addressOfNoRule_isInTheRegionBehindThem() {
    RegionTable table = compiled(List.of(clients("192.0.2.0/24")), Places.NONE);
    assertThat(found(table, "192.0.2.1")).isEqualTo("0/24");
    assertThat(found(table, "198.51.100.1")).isEqualTo("1/6");
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 0/16",
    "10.2.0.1, 1/15",
    "10.128.0.1, 1/9",
    "11.0.0.1, 2/8",
    "2002:0a01:0203::1, 0/32",
    "2002:c633:6401::1, 1/36",
    "64:ff9b::cb00:7101, 1/120",
    "203.0.113.9, 1/24",
  })
  void subnetsWithinEachOther_goToTheirRules(String address, String expected) {
    List<ClientCondition> rules =
        List.of(
            clients("10.1.0.0/16"),
            clients("10.0.0.0/8", "10.1.0.0/16", "2002:c633:6000::/36", "64:ff9b::cb00:7100/120"),
            ClientCondition.EVERYBODY);
    assertThat(found(compiled(rules, Places.NONE), address)).isEqualTo(expected);
  }

  @Test
  void operatorsPrefixes_winOverDatabases() throws IOException {
    List<PlacePrefix> prefixes =
        List.of(
            new PlacePrefix(
                prefix("192.0.2.0/26"), Optional.of("US"), Optional.of("CA"), OptionalLong.empty()),
            new PlacePrefix(
                prefix("192.0.2.64/26"),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.of(64500)));
    List<PlaceLayer> layers = new ArrayList<>();
    layers.add(PlaceLayer.ofOperator("prefixes.yaml", prefixes));
    layers.addAll(countries().layers());
    List<ClientCondition> rules =
        List.of(clients("AS64500"), clients("NA-US-CA"), clients("EU-DE"), clients("192.0.2.0/24"));
    RegionTable table = compiled(rules, new Places(layers));
    assertThat(found(table, "192.0.2.1")).isEqualTo("1/26");
    assertThat(found(table, "192.0.2.65")).isEqualTo("0/26");
    assertThat(found(table, "192.0.2.129")).isEqualTo("3/25");
    List<ClientCondition> german = List.of(clients("EU-DE"), ClientCondition.EVERYBODY);
    // What the operator does not say, the database does.
    assertThat(found(compiled(german, new Places(layers)), "192.0.2.65")).isEqualTo("0/26");
  }

  private static InetAddress address(Random random, int bytes) {
    byte[] address = new byte[bytes];
    random.nextBytes(address);
    if (bytes == 16 && random.nextBoolean()) {
      address[0] = 0x20;
      address[1] = (byte) random.nextInt(4);
      address[2] = (byte) random.nextInt(2);
    }
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static IpPrefix network(InetAddress of, int length) {
    byte[] bytes = of.getAddress();
    for (int bit = length; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >>> bit % 8);
    }
    try {
      return new IpPrefix(InetAddress.getByAddress(bytes), length);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static IpPrefix randomNetwork(Random random) {
    boolean isIpv4 = random.nextBoolean();
    return network(
        address(random, isIpv4 ? 4 : 16), isIpv4 ? 1 + random.nextInt(32) : 4 + random.nextInt(60));
  }

  private static PlaceLayer randomLayer(Random random, List<String> countries, int count) {
    List<PlacePrefix> prefixes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      IpPrefix prefix = randomNetwork(random);
      Optional<String> country =
          random.nextInt(4) == 0
              ? Optional.empty()
              : Optional.of(countries.get(random.nextInt(countries.size())));
      OptionalLong asn =
          random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(1 + random.nextInt(20));
      prefixes.add(new PlacePrefix(prefix, country, Optional.empty(), asn));
    }
    return PlaceLayer.ofOperator("random", prefixes);
  }

  private static int naively(List<ClientCondition> rules, Places places, InetAddress address) {
    Place place = places.of(address).place();
    return IntStream.range(0, rules.size())
        .filter(
            number -> {
              ClientCondition rule = rules.get(number);
              return rule.isEverybody()
                  || rule.geos().stream().anyMatch(place::isIn)
                  || rule.subnets().stream().anyMatch(subnet -> subnet.contains(address))
                  || (place.asn().isPresent() && rule.asns().contains(place.asn().getAsLong()));
            })
        .findFirst()
        .orElse(rules.size());
  }

  // RFC 7871 §7.3.1: an answer holds for every address of its scope.
  @Test
  void everyAddressOfAScope_fallsUnderTheSameRule_asOneByOneSeeIt() {
    Random random = new Random(7871);
    List<String> countries = List.of("DE", "FR", "US", "JP", "BR", "CY", "ZA");
    Places places =
        new Places(
            List.of(randomLayer(random, countries, 100), randomLayer(random, countries, 3_000)));
    List<ClientCondition> rules = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      IpPrefix ipv4 = network(address(random, 4), 4 + random.nextInt(20));
      IpPrefix ipv6 = network(address(random, 16), 17 + random.nextInt(40));
      String country = countries.get(random.nextInt(countries.size()));
      rules.add(
          switch (i % 4) {
            case 0 -> new ClientCondition(List.of(), List.of(ipv4, ipv6), List.of());
            case 1 -> new ClientCondition(List.of(), List.of(ipv4), List.of((long) i));
            case 2 ->
                new ClientCondition(
                    List.of(geo(Continents.continentOf(country).orElseThrow() + "-" + country)),
                    List.of(ipv6),
                    List.of());
            default -> new ClientCondition(List.of(), List.of(), List.of(1L + i % 20));
          });
    }
    rules.add(clients("EU"));
    rules.add(ClientCondition.EVERYBODY);
    RegionTable table = compiled(rules, places);
    for (int i = 0; i < 100_000; i++) {
      InetAddress address = address(random, i % 2 == 0 ? 4 : 16);
      ByteBuffer numbers = ByteBuffer.wrap(address.getAddress());
      int found;
      boolean embedded = false;
      if (address.getAddress().length == 4) {
        found = table.ofIpv4(numbers.getInt());
      } else {
        long high = numbers.getLong();
        long low = numbers.getLong();
        found = table.ofIpv6(high, low);
        embedded = EmbeddedIpv4.bitsBefore(high, low) != EmbeddedIpv4.NONE;
      }
      if (!embedded) {
        assertThat(RegionTable.region(found)).isEqualTo(naively(rules, places, address));
      }
      InetAddress other = within(random, address, RegionTable.scope(found));
      ByteBuffer others = ByteBuffer.wrap(other.getAddress());
      assertThat(
              other.getAddress().length == 4
                  ? table.ofIpv4(others.getInt())
                  : table.ofIpv6(others.getLong(), others.getLong()))
          .isEqualTo(found);
    }
  }

  private static PlaceLayer randomLocations(Random random, int count) {
    List<PlacePrefix> prefixes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      IpPrefix prefix = randomNetwork(random);
      Optional<Location> location =
          random.nextInt(4) == 0
              ? Optional.empty()
              : Optional.of(new Location(random.nextInt(181) - 90, random.nextInt(361) - 180));
      Optional<String> country = random.nextBoolean() ? Optional.of("DE") : Optional.empty();
      prefixes.add(
          new PlacePrefix(prefix, country, Optional.empty(), OptionalLong.empty(), location));
    }
    return PlaceLayer.ofOperator("random", prefixes);
  }

  /** The places of a rule's pools by their distance: by each pair of them. */
  private static List<Integer> naively(List<Optional<Location>> pools, Optional<Location> from) {
    List<Integer> order = new ArrayList<>();
    for (int pool = 0; pool < pools.size(); pool++) {
      int at = 0;
      while (at < order.size() && !isNearer(pools, pool, order.get(at), from)) {
        at++;
      }
      order.add(at, pool);
    }
    return order;
  }

  private static boolean isNearer(
      List<Optional<Location>> pools, int pool, int other, Optional<Location> from) {
    if (from.isEmpty() || pools.get(pool).isEmpty()) {
      return false;
    }
    return pools.get(other).isEmpty()
        || from.get().kilometresTo(pools.get(pool).get())
            < from.get().kilometresTo(pools.get(other).get());
  }

  // RFC 7871 §7.3.1: an answer holds for every address of its scope, whatever answers by then.
  @Test
  void everyAddressOfAScope_hasThePoolsInTheSameOrder_asOneByOneSeeIt() {
    Random random = new Random(6371);
    Places places =
        new Places(List.of(randomLocations(random, 200), randomLocations(random, 2_000)));
    List<ClientRule> rules =
        List.of(
            new ClientRule(clients("10.0.0.0/8", "2001:100::/24"), List.of()),
            new ClientRule(
                clients("EU"),
                List.of(
                    Optional.of(new Location(50, 9)),
                    Optional.empty(),
                    Optional.of(new Location(-60, 179)),
                    Optional.of(new Location(-60, -179)),
                    Optional.of(new Location(90, 0)))),
            new ClientRule(
                ClientCondition.EVERYBODY,
                List.of(
                    Optional.of(new Location(0, 90)),
                    Optional.of(new Location(0, -90)),
                    Optional.of(new Location(0, 90)))));
    ClientRegions regions = RegionCompiler.compile(rules, places);
    assertThat(regions.byDistance()).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    int byDistance = 0;
    for (int i = 0; i < 100_000; i++) {
      InetAddress address = address(random, i % 2 == 0 ? 4 : 16);
      int found = lookUp(regions.table(), address);
      int region = RegionTable.region(found);
      if (!isEmbedded(address)) {
        int rule = naively(rules.stream().map(ClientRule::clients).toList(), places, address);
        List<Integer> order = naively(rules.get(rule).locations(), places.of(address).location());
        byDistance += region >= rules.size() ? 1 : 0;
        assertThat(
                region < rules.size()
                    ? new ClientRegions.ByDistance(region, declared(rules.get(region)))
                    : regions.byDistance().get(region - rules.size()))
            .as(address.getHostAddress())
            .isEqualTo(new ClientRegions.ByDistance(rule, order));
      }
      InetAddress other = within(random, address, RegionTable.scope(found));
      assertThat(lookUp(regions.table(), other)).isEqualTo(found);
    }
    assertThat(byDistance).isGreaterThan(10_000);
  }

  private static List<Integer> declared(ClientRule rule) {
    return IntStream.range(0, rule.locations().size()).boxed().toList();
  }

  private static int lookUp(RegionTable table, InetAddress address) {
    ByteBuffer numbers = ByteBuffer.wrap(address.getAddress());
    return address.getAddress().length == 4
        ? table.ofIpv4(numbers.getInt())
        : table.ofIpv6(numbers.getLong(), numbers.getLong());
  }

  private static boolean isEmbedded(InetAddress address) {
    ByteBuffer numbers = ByteBuffer.wrap(address.getAddress());
    return address.getAddress().length == 16
        && EmbeddedIpv4.bitsBefore(numbers.getLong(), numbers.getLong()) != EmbeddedIpv4.NONE;
  }

  @Test
  void clientsWithoutCoordinates_areInTheRegionOfTheirRule() throws IOException {
    List<Optional<Location>> pools =
        List.of(Optional.of(new Location(50, 9)), Optional.of(new Location(40, -74)));
    ClientRegions regions =
        RegionCompiler.compile(
            List.of(new ClientRule(ClientCondition.EVERYBODY, pools)), countries());
    assertThat(regions.byDistance()).isEmpty();
    assertThat(found(regions.table(), "192.0.2.1")).isEqualTo("0/1");
  }

  private static InetAddress within(Random random, InetAddress address, int scope) {
    byte[] bytes = address.getAddress();
    for (int bit = scope; bit < bytes.length * 8; bit++) {
      if (random.nextBoolean()) {
        bytes[bit / 8] ^= (byte) (0x80 >>> bit % 8);
      }
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
