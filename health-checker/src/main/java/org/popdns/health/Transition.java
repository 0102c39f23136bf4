package org.popdns.health;

import java.util.List;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.EndpointUse;

/**
 * An endpoint's change of status. Immutable.
 *
 * @param before the state until then; {@link Status#UNKNOWN} for the first result
 * @param after the state with the new status, whose {@link EndpointState#since()} is the moment of
 *     the change and whose reason is what decided it
 * @param uses the members that go by the endpoint
 */
public record Transition(EndpointState before, EndpointState after, List<EndpointUse> uses) {

  /** Copies the list. */
  public Transition {
    uses = List.copyOf(uses);
  }

  /** Of an endpoint that nobody goes by. */
  public Transition(EndpointState before, EndpointState after) {
    this(before, after, List.of());
  }

  /**
   * In one line: {@code endpoint images/tokyo/t1 at 192.0.2.21 (check web) is down: connection
   * refused, after 3 failures}.
   */
  @Override
  public String toString() {
    String status =
        switch (after.status()) {
          case UP -> after.isKept() ? "up again" : "up";
          case DOWN -> "down";
          case UNKNOWN -> throw new IllegalStateException("no endpoint becomes unknown again");
        };
    Endpoint endpoint = after.endpoint();
    String named = EndpointUse.words(uses, endpoint.target().toString(), endpoint.check().words());
    return "endpoint %s is %s: %s".formatted(named, status, cause());
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
