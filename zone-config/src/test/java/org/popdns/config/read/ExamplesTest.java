package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.name.DomainName;

/** The published examples are right, and say what their READMEs promise. */
class ExamplesTest {

  static final Path EXAMPLES = Path.of("..", "deploy", "examples");

  static List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders.filter(folder -> Files.exists(folder.resolve("popdns.yaml"))).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_loadsWithoutAProblem(Path example) {
    LoadResult result = load(example, "san-jose");

    assertThat(result.problems()).isEmpty();
    assertThat(result.configuration()).isPresent();
  }

  @Test
  void fourSites_haveSixImageServersEach() {
    Configuration configuration = fourSites();

    assertThat(configuration.topology().sites().keySet())
        .containsExactly("san-jose", "new-york", "germany", "japan");
    configuration
        .topology()
        .clusters()
        .forEach(
            (name, cluster) ->
                configuration
                    .topology()
                    .sites()
                    .keySet()
                    .forEach(site -> assertThat(cluster.membersAt(site)).hasSize(6)));
    assertThat(configuration.server().site()).hasValue("san-jose");
    assertThat(configuration.server().node()).isEqualTo("this-host");
  }

  @Test
  void fourSites_images_areSteeredToTheCluster() {
    Zone zone = fourSites().zones().getFirst();
    DomainName images = DomainName.parse("images.example.com.");

    assertThat(zone.recordSets().stream().filter(set -> set.owner().equals(images)))
        .hasSize(2)
        .allSatisfy(
            set -> {
              assertThat(set).isInstanceOf(RecordSet.Steered.class);
              assertThat(set.ttlSeconds()).isEqualTo(60);
              assertThat(((RecordSet.Steered) set).plan()).isEqualTo("images");
            });
  }

  @Test
  void serial_derivedFromContent_isEqualAtEverySite() {
    assertThat(load(EXAMPLES.resolve("four-sites"), "japan").configuration())
        .map(configuration -> configuration.zones().getFirst().serial())
        .hasValue(fourSites().zones().getFirst().serial());
  }

  private static Configuration fourSites() {
    return load(EXAMPLES.resolve("four-sites"), "san-jose").configuration().orElseThrow();
  }

  private static LoadResult load(Path example, String site) {
    return new ConfigurationLoader(Map.of(), () -> "this-host")
        .load(example.resolve("popdns.yaml"), new Overrides(Optional.of(site), Optional.empty()));
  }
}
