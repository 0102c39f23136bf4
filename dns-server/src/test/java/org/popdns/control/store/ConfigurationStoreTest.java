package org.popdns.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;

final class ConfigurationStoreTest {

  private static final Path EXAMPLE =
      Path.of("..", "deploy", "examples", "four-sites", "popdns.yaml");

  @Test
  void storedConfiguration_isReadAsItWasWritten(@TempDir Path folder) throws IOException {
    Configuration written =
        new ConfigurationLoader(Map.of(), () -> "ns1")
            .load(EXAMPLE, new Overrides(Optional.of("san-jose"), Optional.empty()))
            .configuration()
            .orElseThrow();
    ConfigurationStore store = new ConfigurationStore(folder, EXAMPLE);
    store.write(written, Instant.EPOCH);

    assertThat(store.read())
        .isInstanceOfSatisfying(
            ConfigurationStore.Stored.Found.class,
            found -> {
              assertThat(found.storedAt()).isEqualTo(Instant.EPOCH);
              assertThat(found.configuration().server()).isEqualTo(written.server());
              assertThat(found.configuration().topology()).isEqualTo(written.topology());
              assertThat(found.configuration().topology().suspicion().canariesAt("japan"))
                  .hasSize(1);
            });
  }
}
