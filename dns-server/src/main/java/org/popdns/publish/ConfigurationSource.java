package org.popdns.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.LoadResult;
import org.popdns.state.store.Accepted;
import org.popdns.state.store.ConfigurationStore;

/**
 * Where the configuration comes from: read at the start, and again at each reload.
 *
 * @param loader reads it
 * @param file the main file, as the operator named it
 * @param overrides what the command line says
 */
public record ConfigurationSource(
    ConfigurationLoader loader, Path file, ConfigurationLoader.Overrides overrides) {

  /** Reads the files as they are now. */
  public LoadResult load() {
    return loader.load(file, overrides);
  }

  /** Stores what was read and taken up. */
  void store(ConfigurationStore store, Accepted accepted, Instant now) throws IOException {
    store.write(accepted, file, loader, overrides, now);
  }
}
