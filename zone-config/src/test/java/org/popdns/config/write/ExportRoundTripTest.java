package org.popdns.config.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Topology;
import org.popdns.config.model.Zone;
import org.popdns.config.write.Reread.Style;

/** What is exported reads back as the same. */
class ExportRoundTripTest {

  private static final Path EXAMPLES = Path.of("..", "deploy", "examples");
  private static final List<Integer> OCTODNS =
      List.of(1, 2, 5, 12, 15, 28, 29, 33, 35, 39, 43, 44, 52, 61, 64, 65, 256, 257);

  @TempDir private Path folder;

  static List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders
          .map(folder -> folder.resolve("popdns.yaml"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_asPopdns_isTheSame(Path example) throws IOException {
    assertThat(reread(example).differences(Style.POPDNS)).isEmpty();
  }

  @Test
  void staticZones_areTheSameInEveryFormat() throws IOException {
    Reread reread = reread(EXAMPLES.resolve("static-zones/popdns.yaml"));

    assertThat(reread.differences(Style.MASTER_FILE)).isEmpty();
    // These have serials of their own, which octoDNS has no place for, and a type that it lacks.
    assertThat(reread.differences(Style.OCTODNS))
        .containsExactly(
            "~ 2.0.192.in-addr.arpa. SOA",
            "- new-type.example.net. TYPE65280",
            "~ example.org. SOA");
  }

  @Test
  void clusters_withLastResort_asOctodns_areTheSame() throws IOException {
    assertThat(reread(EXAMPLES.resolve("octodns-shared/popdns.yaml")).differences(Style.OCTODNS))
        .isEmpty();
  }

  @Test
  void clusters_withoutLastResort_getTheAddressesOfTheSite() throws IOException {
    Reread reread = reread(EXAMPLES.resolve("four-sites/popdns.yaml"));

    assertThat(reread.differences(Style.MASTER_FILE))
        .containsExactly("~ images.example.com. A", "~ images.example.com. AAAA");
    assertThat(reread.differences(Style.OCTODNS))
        .containsExactly("~ images.example.com. A", "~ images.example.com. AAAA");
    Configuration once = reread.again(Style.OCTODNS);
    assertThat(new Reread(once, folder.resolve("twice")).differences(Style.OCTODNS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void generatedZones_ofEveryType_areTheSame(Style style) throws IOException {
    // octoDNS cuts texts into strings in its own way, and lacks types; OctodnsLossTest has that.
    List<Integer> types = style == Style.OCTODNS ? OCTODNS : RandomZone.TYPES;
    for (long seed = 1; seed <= 5; seed++) {
      Zone zone = new RandomZone(seed, types).zone(600);
      Configuration original = configuration(zone);

      assertThat(new Reread(original, folder.resolve("seed" + seed)).differences(style))
          .as("seed " + seed)
          .isEmpty();
    }
  }

  private Configuration configuration(Zone zone) throws IOException {
    Configuration none =
        Reread.load(EXAMPLES.resolve("static-zones/popdns.yaml"), Optional.empty());
    return new Configuration(none.server(), Topology.EMPTY, List.of(zone));
  }

  private Reread reread(Path example) {
    return new Reread(Reread.load(example, Optional.of("san-jose")), folder);
  }
}
