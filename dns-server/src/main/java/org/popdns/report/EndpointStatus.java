package org.popdns.report;

import java.util.Optional;
import org.popdns.config.model.Pool;
import org.popdns.health.EndpointState;
import org.popdns.health.Status;

/** The names of an endpoint's states in JSON, text and metrics. */
public final class EndpointStatus {

  private EndpointStatus() {}

  /**
   * The state of an endpoint of a host, where the file has not set it.
   *
   * @param known what its probes came to; empty if it is not watched, or not yet
   */
  public static String label(Pool.Host host, Optional<EndpointState> known) {
    return switch (host.status()) {
      case UP -> label(Status.UP);
      case DOWN -> label(Status.DOWN);
      case OBEY -> label(known.map(EndpointState::status).orElse(Status.UNKNOWN));
    };
  }

  public static String label(Status status) {
    return switch (status) {
      case UNKNOWN -> "unknown";
      case UP -> "up";
      case DOWN -> "down";
    };
  }
}
