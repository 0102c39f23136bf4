package org.popdns.report;

import org.popdns.health.Status;

/** The names of an endpoint's states in JSON, text and metrics. */
public final class EndpointStatus {

  private EndpointStatus() {}

  public static String label(Status status) {
    return switch (status) {
      case UNKNOWN -> "unknown";
      case UP -> "up";
      case DOWN -> "down";
    };
  }
}
