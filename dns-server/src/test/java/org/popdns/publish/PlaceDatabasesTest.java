package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.PlacePrefix;
import org.popdns.config.model.PlaceSettings;
import org.popdns.events.Event;
import org.popdns.events.Journal;
import org.popdns.place.DatabaseWriter;
import org.popdns.place.PlaceDetail;
import org.popdns.place.Places;
import org.popdns.state.StateDisk;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;

final class PlaceDatabasesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final PlacePrefix JAPANESE =
      new PlacePrefix(
          new IpPrefix(InetAddress.ofLiteral("192.0.2.0"), 25),
          Optional.of("JP"),
          Optional.empty(),
          OptionalLong.empty());

  @TempDir private Path folder;
  private final Journal journal = new Journal(Optional.empty(), new StateDisk());
  private final PlaceDatabases databases =
      new PlaceDatabases(journal, new Clocks(() -> NOON, () -> 7));

  private Path country(String code) throws IOException {
    Path file = folder.resolve("country.mmdb");
    Path aside =
        new DatabaseWriter(4, 24, "country")
            .built(1_780_000_000L)
            .put("192.0.2.0/24", Map.of("country_code", code))
            .write(folder.resolve("aside"));
    return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static PlaceSettings settings(List<PlacePrefix> prefixes, Path... files) {
    return new PlaceSettings(Optional.of(Path.of("places.yaml")), prefixes, List.of(files));
  }

  private static Optional<String> country(Places places, String address) {
    return places.of(InetAddress.ofLiteral(address)).place().country();
  }

  @Test
  void changedDatabase_isReadAgain_andABrokenOneKeepsTheLast() throws IOException {
    Path file = country("DE");
    PlaceSettings settings = settings(List.of(), file);
    assertThat(country(databases.read(settings, PlaceDetail.CODES), "192.0.2.200")).contains("DE");
    country("FR");
    assertThat(country(databases.read(settings, PlaceDetail.CODES), "192.0.2.200")).contains("FR");
    Files.writeString(file, "broken");
    assertThat(country(databases.read(settings, PlaceDetail.CODES), "192.0.2.200")).contains("FR");
    Files.delete(file);
    assertThat(country(databases.read(settings, PlaceDetail.CODES), "192.0.2.200")).contains("FR");
    databases.read(settings, PlaceDetail.CODES);
    PlaceDatabases.State state = databases.states().getFirst();
    assertThat(state.failure()).contains("no such file");
    assertThat(state.database()).isPresent();
    String name = file.toString();
    assertThat(journal.events())
        .containsExactly(
            new Event.DatabaseServed(NOON, name, "country", Instant.ofEpochSecond(1_780_000_000L)),
            new Event.DatabaseServed(NOON, name, "country", Instant.ofEpochSecond(1_780_000_000L)),
            new Event.DatabaseRefused(
                NOON,
                name,
                "no database in MaxMind's format: Could not find a MaxMind DB metadata marker in"
                    + " this file. Is this a valid MaxMind DB file?",
                true),
            new Event.DatabaseRefused(NOON, name, "no such file", true));
  }

  @Test
  void missingDatabase_leavesNothingKnown() {
    Path file = folder.resolve("country.mmdb");
    Places places = databases.read(settings(List.of(), file), PlaceDetail.CODES);
    assertThat(country(places, "192.0.2.1")).isEmpty();
    assertThat(databases.states())
        .containsExactly(
            new PlaceDatabases.State(
                file, Optional.empty(), new Moment(NOON, 7), Optional.of("no such file")));
    assertThat(journal.events())
        .containsExactly(new Event.DatabaseRefused(NOON, file.toString(), "no such file", false));
  }

  @Test
  void whatHasNotChanged_isTheSame() throws IOException {
    Path file = country("DE");
    PlaceSettings settings = settings(List.of(JAPANESE), file);
    Places first = databases.read(settings, PlaceDetail.CODES);
    assertThat(country(first, "192.0.2.1")).contains("JP");
    assertThat(country(first, "192.0.2.200")).contains("DE");
    assertThat(databases.read(settings, PlaceDetail.CODES)).isEqualTo(first);
    assertThat(databases.read(settings(List.of(), file), PlaceDetail.CODES)).isNotEqualTo(first);
    assertThat(databases.files()).containsExactly(file);
  }
}
