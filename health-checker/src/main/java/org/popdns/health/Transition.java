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
    String status =
        switch (after.status()) {
          case UP -> after.isKept() ? "up again" : "up";
          case DOWN -> "down";
          case UNKNOWN -> throw new IllegalStateException("no endpoint becomes unknown again");
        };
    return "endpoint %s is %s: %s".formatted(after.endpoint(), status, cause());
  }

  /** What decided it: {@code connection refused, after 3 failures}. */
  public String cause() {
    if (after.isKept()) {
      return "its failures (" + after.reason() + ") are not believed";
    }
    return after.reason()
        + ", "
        + (after.status() == Status.UP
            ? evidence("success", "successes")
            : evidence("failure", "failures"));
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
