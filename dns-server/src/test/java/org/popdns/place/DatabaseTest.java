package org.popdns.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.config.model.Location;
import org.popdns.config.write.AddressFormat;
import org.popdns.place.Database.Field;

final class DatabaseTest {

  private static final Map<String, ?> GERMANY = Map.of("country_code", "DE");
  private static final Map<String, ?> CYPRUS = Map.of("country_code", "CY");

  @TempDir private Path folder;

  private Places read(DatabaseWriter writer) throws IOException {
    return new Places(
        List.of(
            Database.read(writer.write(folder.resolve("places.mmdb")), PlaceDetail.CODES).layer()));
  }

  /** {@code EU-DE-BY AS64500 192.0.2.0/24}, with a line for what is not known. */
  private static String told(Places places, String address) {
    Places.Found found = places.of(InetAddress.ofLiteral(address));
    Place place = found.place();
    return "%s-%s-%s AS%s %s"
        .formatted(
            place.continent().orElse(""),
            place.country().orElse(""),
            place.subdivision().orElse(""),
            place.asn().isPresent() ? String.valueOf(place.asn().getAsLong()) : "",
            AddressFormat.of(found.network()));
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 28, 32})
  void recordsOfAllSizes_areRead(int recordBits) throws IOException {
    Places places =
        read(
            new DatabaseWriter(6, recordBits, "country")
                .put("192.0.2.0/24", GERMANY)
                .put("255.255.255.0/24", CYPRUS)
                .put("2001:db8::/32", CYPRUS)
                .put("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0/124", GERMANY)
                .put("2001:dba::ff00:0:0:0/80", GERMANY));
    assertThat(told(places, "192.0.2.1")).isEqualTo("EU-DE- AS 192.0.2.0/24");
    assertThat(told(places, "192.0.3.1")).isEqualTo("-- AS 192.0.3.0/24");
    assertThat(told(places, "255.255.255.255")).isEqualTo("AS-CY- AS 255.255.255.0/24");
    assertThat(told(places, "2001:db8::1")).isEqualTo("AS-CY- AS 2001:db8::/32");
    assertThat(told(places, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))
        .isEqualTo("EU-DE- AS ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0/124");
    assertThat(told(places, "2001:dba::ff00:0:0:1")).isEqualTo("EU-DE- AS 2001:dba:0:0:ff00::/80");
    assertThat(told(places, "2001:dba::ff01:0:0:1")).startsWith("-- AS ");
  }

  @Test
  void coordinates_ofBothShapes_areRead_whereTheyAreWanted() throws IOException {
    Path file =
        new DatabaseWriter(4, 24, "city")
            .put("192.0.2.0/25", Map.of("location", Map.of("latitude", 50.5, "longitude", -8.0)))
            .put("192.0.2.128/25", Map.of("country_code", "DE", "latitude", 1.0, "longitude", 2.0))
            .put(
                "198.51.100.0/25", Map.of("country_code", "DE", "latitude", 91.0, "longitude", 2.0))
            .put("198.51.100.128/25", Map.of("country_code", "DE", "latitude", 50.5))
            .write(folder.resolve("city.mmdb"));
    Database database = Database.read(file, PlaceDetail.COORDINATES);
    assertThat(database.fields())
        .containsExactlyInAnyOrder(Field.CONTINENT, Field.COUNTRY, Field.COORDINATES);
    Places places = new Places(List.of(database.layer()));
    assertThat(located(places, "192.0.2.1")).isEqualTo("50.5, -8 192.0.2.0/25");
    assertThat(located(places, "192.0.2.200")).isEqualTo("1, 2 192.0.2.128/25");
    assertThat(located(places, "198.51.100.1")).isEqualTo("nowhere 198.51.100.0/24");

    Database codes = Database.read(file, PlaceDetail.CODES);
    assertThat(codes.fields()).isEqualTo(database.fields());
    assertThat(codes.layer().locations()).isEmpty();
    assertThat(located(new Places(List.of(codes.layer())), "192.0.2.1"))
        .isEqualTo("nowhere 192.0.2.0/25");
  }

  private static String located(Places places, String address) {
    Places.Found found = places.of(InetAddress.ofLiteral(address));
    assertThat(found.locationSource().isPresent()).isEqualTo(found.location().isPresent());
    return found.location().map(Location::toString).orElse("nowhere")
        + " "
        + AddressFormat.of(found.network());
  }

  @Test
  void dataOfMappedAddresses_countForNobody() throws IOException {
    // The same data elsewhere stays what they are.
    Places places =
        read(
            new DatabaseWriter(6, 24, "country")
                .put("0.0.0.0/1", CYPRUS)
                .putMapped(GERMANY)
                .put("2001:db8::/32", GERMANY));
    assertThat(told(places, "2001:db8::1")).isEqualTo("EU-DE- AS 2001:db8::/32");
    assertThat(told(places, "192.0.2.1")).isEqualTo("-- AS 128.0.0.0/1");
    assertThat(told(places, "10.0.0.1")).isEqualTo("AS-CY- AS 0.0.0.0/1");
  }

  @Test
  void nestedRecords_areRead() throws IOException {
    Map<String, ?> bavaria =
        Map.of(
            "continent", Map.of("code", "EU", "geoname_id", 6255148L),
            "country", Map.of("iso_code", "DE", "names", Map.of("en", "Germany")),
            "subdivisions", List.of(Map.of("iso_code", "BY"), Map.of("iso_code", "X")),
            "location", Map.of("latitude", 48.1, "longitude", 11.6));
    // Where nobody can say the country, MaxMind says the continent.
    Map<String, ?> europe = Map.of("continent", Map.of("code", "EU"));
    // Databases have it in Europe.
    Map<String, ?> cyprus =
        Map.of("continent", Map.of("code", "EU"), "country", Map.of("iso_code", "CY"));
    Database database =
        Database.read(
            new DatabaseWriter(4, 24, "GeoIP2-City")
                .built(1_750_000_000L)
                .put("192.0.2.0/24", bavaria)
                .put("198.51.100.0/25", europe)
                .put("203.0.113.0/24", cyprus)
                .write(folder.resolve("city.mmdb")),
            PlaceDetail.CODES);
    assertThat(database.shape()).isEqualTo(DatabaseShape.NESTED);
    assertThat(database.fields())
        .isEqualTo(Set.of(Field.CONTINENT, Field.COUNTRY, Field.SUBDIVISION, Field.COORDINATES));
    assertThat(database.type()).isEqualTo("GeoIP2-City");
    assertThat(database.built()).isEqualTo(Instant.ofEpochSecond(1_750_000_000L));
    assertThat(database.networks()).isEqualTo(3);
    Places places = new Places(List.of(database.layer()));
    assertThat(told(places, "192.0.2.1")).isEqualTo("EU-DE-BY AS 192.0.2.0/24");
    assertThat(told(places, "198.51.100.1")).isEqualTo("EU-- AS 198.51.100.0/25");
    assertThat(told(places, "203.0.113.1")).isEqualTo("AS-CY- AS 203.0.113.0/24");
  }

  @Test
  void autonomousSystems_areRead() throws IOException {
    Database database =
        Database.read(
            new DatabaseWriter(4, 24, "asn")
                .put(
                    "192.0.2.0/24",
                    Map.of(
                        "autonomous_system_number",
                        4_200_000_000L,
                        "autonomous_system_organization",
                        "Example"))
                .write(folder.resolve("asn.mmdb")),
            PlaceDetail.CODES);
    assertThat(database.shape()).isEqualTo(DatabaseShape.SYSTEM);
    assertThat(database.fields()).isEqualTo(Set.of(Field.ASN));
    assertThat(told(new Places(List.of(database.layer())), "192.0.2.1"))
        .isEqualTo("-- AS4200000000 192.0.2.0/24");
  }

  @Test
  void partAndSystem_comeFromTheFirstSourceThatKnowsThem() throws IOException {
    PlaceLayer country =
        Database.read(
                new DatabaseWriter(4, 24, "country")
                    .put("192.0.2.0/24", GERMANY)
                    .write(folder.resolve("country.mmdb")),
                PlaceDetail.CODES)
            .layer();
    PlaceLayer both =
        Database.read(
                new DatabaseWriter(4, 24, "both")
                    .put(
                        "192.0.2.0/25",
                        Map.of("country_code", "CY", "autonomous_system_number", 7L))
                    .write(folder.resolve("both.mmdb")),
                PlaceDetail.CODES)
            .layer();
    Places.Found found = new Places(List.of(country, both)).of(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(found.place())
        .isEqualTo(
            new Place(Optional.of("EU"), Optional.of("DE"), Optional.empty(), OptionalLong.of(7)));
    assertThat(found.geoSource()).contains(folder.resolve("country.mmdb").toString());
    assertThat(found.asnSource()).contains(folder.resolve("both.mmdb").toString());
    assertThat(AddressFormat.of(found.network())).isEqualTo("192.0.2.0/25");
  }

  // The library looks 2a00:1450:: up as 42.0.20.80 in such a file.
  @Test
  void ipv6Address_inADatabaseOfIpv4_isNotKnown() throws IOException {
    Places places = read(new DatabaseWriter(4, 24, "ipv4").put("42.0.0.0/8", GERMANY));
    assertThat(told(places, "42.0.20.80")).isEqualTo("EU-DE- AS 42.0.0.0/8");
    assertThat(told(places, "2a00:1450::")).startsWith("-- AS ");
  }

  // The library says null and the network 0.0.0.0/0 there.
  @Test
  void ipv4Address_inADatabaseOfIpv6_isNotKnown_andNeverOfScopeZero() throws IOException {
    Places places = read(new DatabaseWriter(6, 24, "ipv6").put("2001:db8::/32", GERMANY));
    assertThat(told(places, "192.0.2.1")).isEqualTo("-- AS 128.0.0.0/1");
    Places wide = read(new DatabaseWriter(6, 24, "ipv6").put("::/8", GERMANY));
    assertThat(told(wide, "192.0.2.1")).isEqualTo("-- AS 128.0.0.0/1");
  }

  // The flat files have none of these aliases; MaxMind's own have some.
  @ParameterizedTest
  @CsvSource({
    "64:ff9b::c000:201, 64:ff9b::c000:200/120",
    "2002:c000:201::1, 2002:c000:200::/40",
    "2001:0:c633:6401::3fff:fdfe, 2001:0:c633:6401::3fff:fd00/120",
  })
  void ipv6AddressThatStandsForAnIpv4Address_isThere(String address, String network)
      throws IOException {
    DatabaseWriter writer =
        new DatabaseWriter(6, 24, "country").put("192.0.2.0/24", GERMANY).put("2400::/12", CYPRUS);
    assertThat(told(read(writer), address)).isEqualTo("EU-DE- AS " + network);
    writer.aliasOfIpv4("2002::/16").aliasOfIpv4("2001::/32");
    Places aliased = read(writer);
    assertThat(told(aliased, address)).isEqualTo("EU-DE- AS " + network);
    assertThat(told(aliased, "2400::1")).isEqualTo("AS-CY- AS 2400::/12");
  }

  @Test
  void mappedAddress_isThere() throws IOException {
    Places places =
        read(
            new DatabaseWriter(6, 24, "country")
                .put("192.0.2.0/24", GERMANY)
                .put("2400::/12", CYPRUS));
    int found = places.layers().getFirst().table().ofIpv6(0, 0x0000_ffff_c000_0201L);
    assertThat(places.layers().getFirst().places().get(found >>> 8).country()).contains("DE");
    assertThat(found & 0xff).isEqualTo(120);
  }

  @Test
  void fileThatIsNone_isToldInOneLine() throws IOException {
    Path file = folder.resolve("x.mmdb");
    assertThatThrownBy(() -> Database.read(file, PlaceDetail.CODES)).hasMessage("no such file");
    assertThatThrownBy(() -> Database.read(folder, PlaceDetail.CODES)).hasMessage("no file");
    Files.writeString(file, "GeoLite2");
    assertThatThrownBy(() -> Database.read(file, PlaceDetail.CODES))
        .hasMessageStartingWith("no database in MaxMind's format: ")
        .message()
        .doesNotContain("\n");
    byte[] whole = new DatabaseWriter(4, 24, "country").put("192.0.2.0/24", GERMANY).bytes();
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Database.read(file, PlaceDetail.CODES))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void databaseOfOtherThings_isRefused() {
    Path file =
        new DatabaseWriter(4, 24, "GeoIP2-Connection-Type")
            .put("192.0.2.0/24", Map.of("connection_type", "Cellular"))
            .write(folder.resolve("x.mmdb"));
    assertThatThrownBy(() -> Database.read(file, PlaceDetail.CODES))
        .hasMessage("none of its fields says where a network is: connection_type");
  }

  @Test
  void placeOfAnUnknownCountry_keepsTheContinentOfTheSource() throws UnknownHostException {
    assertThat(
            Place.of(Optional.of("EU"), Optional.of("XK"), Optional.empty(), OptionalLong.empty())
                .continent())
        .contains("EU");
  }
}
