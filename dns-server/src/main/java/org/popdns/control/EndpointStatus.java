package org.popdns.control;

import org.popdns.health.Status;

/** The names of an endpoint's states in JSON, text and metrics. */
final class EndpointStatus {

  private EndpointStatus() {}

  static String label(Status status) {
    return switch (status) {
      case UNKNOWN -> "unknown";
      case UP -> "up";
      case DOWN -> "down";
    };
  }
}
