package org.popdns.health;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of every endpoint watched, at one moment. Immutable; the checker's thread makes it,
 * anyone may read it.
 */
public final class HealthSnapshot {

  /** Of a checker that watches nothing yet. */
  public static final HealthSnapshot EMPTY = new HealthSnapshot(Map.of());

  private final Map<Endpoint, EndpointState> states;

  private HealthSnapshot(Map<Endpoint, EndpointState> states) {
    this.states = states;
  }

  /**
   * A snapshot of these states, in their order.
   *
   * @throws IllegalArgumentException if an endpoint has two
   */
  public static HealthSnapshot of(Collection<EndpointState> states) {
    Map<Endpoint, EndpointState> byEndpoint = LinkedHashMap.newLinkedHashMap(states.size());
    for (EndpointState state : states) {
      if (byEndpoint.put(state.endpoint(), state) != null) {
        throw new IllegalArgumentException("two states of endpoint " + state.endpoint());
      }
    }
    return new HealthSnapshot(Collections.unmodifiableMap(byEndpoint));
  }

  /** True if the endpoint is watched and up. */
  public boolean isUp(Endpoint endpoint) {
    EndpointState state = states.get(endpoint);
    return state != null && state.status() == Status.UP;
  }

  /** An endpoint's state; empty if it is not watched. */
  public Optional<EndpointState> state(Endpoint endpoint) {
    return Optional.ofNullable(states.get(endpoint));
  }

  /** Every state, in the order in which the endpoints came under watch. */
  public Collection<EndpointState> states() {
    return states.values();
  }
}
