package org.popdns.health;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Endpoint;

/**
 * The state of every endpoint watched, at one moment. Immutable; the checker's thread makes it,
 * anyone may read it. Snapshots of the same endpoints share their index, and all states but those
 * beside the one that differs.
 */
public final class HealthSnapshot {

  /** Of a checker that watches nothing yet. */
  public static final HealthSnapshot EMPTY = of(List.of());

  private final Map<Endpoint, Integer> positions;
  private final StateList states;
  private final SelfDoubt selfDoubt;

  private HealthSnapshot(Map<Endpoint, Integer> positions, StateList states, SelfDoubt selfDoubt) {
    this.positions = positions;
    this.states = states;
    this.selfDoubt = selfDoubt;
  }

  /**
   * A snapshot of these states, in their order.
   *
   * @throws IllegalArgumentException if an endpoint has two
   */
  public static HealthSnapshot of(Collection<EndpointState> states) {
    return of(states, SelfDoubt.NEVER);
  }

  /** A snapshot of these states and of what the checker thinks of itself. */
  static HealthSnapshot of(Collection<EndpointState> states, SelfDoubt selfDoubt) {
    Map<Endpoint, Integer> positions = HashMap.newHashMap(states.size());
    for (EndpointState state : states) {
      if (positions.putIfAbsent(state.endpoint(), positions.size()) != null) {
        throw new IllegalArgumentException("two states of endpoint " + state.endpoint());
      }
    }
    return new HealthSnapshot(positions, StateList.of(states), selfDoubt);
  }

  /**
   * The snapshot after one endpoint's state has changed.
   *
   * @param changed of an endpoint that is in this snapshot
   */
  HealthSnapshot with(EndpointState changed) {
    Integer position = positions.get(changed.endpoint());
    if (position == null) {
      throw new IllegalArgumentException("no state of endpoint " + changed.endpoint());
    }
    return new HealthSnapshot(positions, states.with(position, changed), selfDoubt);
  }

  /** What the checker thinks of itself. */
  public SelfDoubt selfDoubt() {
    return selfDoubt;
  }

  /** How many endpoints are kept up although they fail. */
  public int keptCount() {
    int kept = 0;
    for (EndpointState state : states) {
      kept += state.isKept() ? 1 : 0;
    }
    return kept;
  }

  /** True if the endpoint is watched and up. */
  public boolean isUp(Endpoint endpoint) {
    EndpointState state = find(endpoint);
    return state != null && state.status() == Status.UP;
  }

  /** An endpoint's state; empty if it is not watched. */
  public Optional<EndpointState> state(Endpoint endpoint) {
    return Optional.ofNullable(find(endpoint));
  }

  private @Nullable EndpointState find(Endpoint endpoint) {
    Integer position = positions.get(endpoint);
    return position == null ? null : states.get(position);
  }

  /** Every state, in the order in which the endpoints came under watch. */
  public Collection<EndpointState> states() {
    return Collections.unmodifiableList(states);
  }
}
