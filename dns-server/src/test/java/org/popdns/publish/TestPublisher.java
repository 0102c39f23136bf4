package org.popdns.publish;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.popdns.config.model.Configuration;
import org.popdns.events.Journal;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Transition;
import org.popdns.place.Places;
import org.popdns.publish.ServedConfiguration.Origin;
import org.popdns.region.RegionTables;
import org.popdns.state.StateDisk;
import org.popdns.time.Clocks;

/** A publisher that is given configurations and health by a test, without files and probes. */
public final class TestPublisher implements AutoCloseable {

  private final Publisher publisher;
  private final Clocks clocks;
  private final Semaphore exchanges = new Semaphore(0);
  private volatile long exchangedAtNanos;
  private volatile long processorNanos;

  public TestPublisher(Configuration first, Clocks clocks) {
    this.clocks = clocks;
    this.publisher =
        new Publisher(taken(first), new Journal(Optional.empty(), new StateDisk()), clocks);
    publisher.tell(this::exchanged);
  }

  private void exchanged() {
    exchangedAtNanos = System.nanoTime();
    processorNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    exchanges.release();
  }

  /** When something was exchanged last, by {@link System#nanoTime}. */
  long exchangedAtNanos() {
    return exchangedAtNanos;
  }

  /** How long the publisher's thread had run then. */
  long processorNanos() {
    return processorNanos;
  }

  private ServedConfiguration taken(Configuration configuration) {
    return new ServedConfiguration(
        configuration, Origin.FILES, OptionalLong.empty(), clocks.moment());
  }

  public Publisher publisher() {
    return publisher;
  }

  public Served served() {
    return publisher.served();
  }

  /** Serves a configuration by some health; returns when it is served. */
  public Served serve(Configuration next, HealthSnapshot health) throws ZonesTooLargeException {
    return serve(next, health, Places.NONE);
  }

  /** The same, where clients are in some places. */
  public Served serve(Configuration next, HealthSnapshot health, Places places)
      throws ZonesTooLargeException {
    RegionTables regions =
        RegionTables.of(next.plans().values(), next.server().site(), places, served().regions());
    Served served = publisher.serve(taken(next), change(next), health, regions).join();
    awaitExchange();
    return served;
  }

  ZoneChange change(Configuration next) throws ZonesTooLargeException {
    return ZoneCompilation.of(next, served().zones(), publisher.slots());
  }

  /** Tells of what has changed since the health that is served; returns when answers follow. */
  public Served update(HealthSnapshot health) {
    publisher.onTransitions(transitions(served().health(), health), health);
    awaitExchange();
    return served();
  }

  /** Returns after an exchange that nobody has waited for yet, and all who are told of it. */
  void awaitExchange() {
    exchanges.acquireUninterruptibly();
  }

  /** What happened between two snapshots. */
  static List<Transition> transitions(HealthSnapshot before, HealthSnapshot after) {
    List<Transition> transitions = new ArrayList<>();
    for (EndpointState state : after.states()) {
      before
          .state(state.endpoint())
          .filter(former -> former.status() != state.status())
          .ifPresent(former -> transitions.add(new Transition(former, state)));
    }
    return transitions;
  }

  @Override
  public void close() {
    publisher.close();
  }
}
