package org.popdns.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;

final class ConfigurationStoreTest {

  private static final Path EXAMPLE =
      Path.of("..", "deploy", "examples", "four-sites", "popdns.yaml");

  @TempDir private Path folder;

  private Configuration written() {
    return new ConfigurationLoader(Map.of(), () -> "ns1")
        .load(EXAMPLE, new Overrides(Optional.of("san-jose"), Optional.empty()))
        .configuration()
        .orElseThrow();
  }

  @Test
  void storedConfiguration_isReadAsItWasWritten() throws IOException {
    Configuration written = written();
    ConfigurationStore store = new ConfigurationStore(folder, EXAMPLE);
    store.write(written, Instant.EPOCH);

    assertThat(store.read())
        .isInstanceOfSatisfying(
            ConfigurationStore.Stored.Found.class,
            found -> {
              assertThat(found.storedAt()).isEqualTo(Instant.EPOCH);
              Configuration read = found.configuration();
              assertThat(read.server()).isEqualTo(written.server());
              assertThat(read.topology()).isEqualTo(written.topology());
              assertThat(read.topology().suspicion().canariesAt("japan")).hasSize(1);
              assertThat(read.zones()).hasSameSizeAs(written.zones()).isNotEmpty();
              for (int i = 0; i < read.zones().size(); i++) {
                Zone zone = written.zones().get(i);
                assertThat(read.zones().get(i).hasSameData(zone)).isTrue();
                assertThat(positions(read.zones().get(i))).isEqualTo(positions(zone)).isNotEmpty();
              }
            });
  }

  private static List<Position> positions(Zone zone) {
    return zone.recordSets().stream().map(RecordSet::position).toList();
  }

  @Test
  void fileWithAChangedByte_isUnusable_whichever() throws IOException {
    ConfigurationStore store = new ConfigurationStore(folder, EXAMPLE);
    store.write(written(), Instant.EPOCH);
    byte[] right = Files.readAllBytes(store.file());
    Random random = new Random(7);
    for (int at = 0; at < right.length; at++) {
      byte[] wrong = right.clone();
      wrong[at] = (byte) (wrong[at] ^ (1 + random.nextInt(255)));
      Files.write(store.file(), wrong);
      assertThat(store.read())
          .as("byte %d", at)
          .isInstanceOf(ConfigurationStore.Stored.Unusable.class);
    }
  }

  @Test
  void fileThatIsCutOff_isUnusable_wherever() throws IOException {
    ConfigurationStore store = new ConfigurationStore(folder, EXAMPLE);
    store.write(written(), Instant.EPOCH);
    byte[] right = Files.readAllBytes(store.file());
    for (int length = 0; length < right.length; length++) {
      Files.write(store.file(), Arrays.copyOf(right, length));
      assertThat(store.read())
          .as("%d bytes", length)
          .isInstanceOf(ConfigurationStore.Stored.Unusable.class);
    }
  }
}
