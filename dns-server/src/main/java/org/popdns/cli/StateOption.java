package org.popdns.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where accepted configurations are kept. */
final class StateOption {

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description = {
        "Where accepted configurations are kept; else POPDNS_STATE, else STATE_DIRECTORY,",
        "else /var/lib/popdns."
      })
  private Optional<Path> state = Optional.empty();

  /** True if the command line names it. */
  boolean isGiven() {
    return state.isPresent();
  }

  Path folder() {
    return state
        .or(() -> Optional.ofNullable(System.getenv("POPDNS_STATE")).map(Path::of))
        .or(() -> Optional.ofNullable(System.getenv("STATE_DIRECTORY")).map(Path::of))
        .orElse(Path.of("/var/lib/popdns"));
  }
}
