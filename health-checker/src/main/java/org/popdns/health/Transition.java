package org.popdns.health;

/**
 * An endpoint's change of status. Immutable.
 *
 * @param before the state until then; {@link Status#UNKNOWN} for the first result
 * @param after the state with the new status, whose {@link EndpointState#since()} is the moment of
 *     the change and whose reason is what decided it
 */
public record Transition(EndpointState before, EndpointState after) {

  /**
   * One line for the log: {@code endpoint 192.0.2.21 (check web) is down: connection refused, after
   * 3 failures}.
   */
  @Override
  public String toString() {
    if (after.isKept()) {
      return "endpoint %s is up again: its failures (%s) are not believed"
          .formatted(after.endpoint(), after.reason());
    }
    return switch (after.status()) {
      case UP -> line("up", "success", "successes");
      case DOWN -> line("down", "failure", "failures");
      case UNKNOWN -> throw new IllegalStateException("no endpoint becomes unknown again");
    };
  }

  private String line(String status, String result, String results) {
    return "endpoint %s is %s: %s, %s"
        .formatted(after.endpoint(), status, after.reason(), evidence(result, results));
  }

  private String evidence(String result, String results) {
    if (before.status() == Status.UNKNOWN) {
      return "by its first probe";
    }
    int needed =
        before.isKept() && before.probes() == after.probes()
            ? before.streak()
            : FlapDamper.resultsNeeded(after.endpoint().check().timing(), before.status());
    return "after " + needed + " " + (needed == 1 ? result : results);
  }
}
