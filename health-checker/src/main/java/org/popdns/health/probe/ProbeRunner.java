package org.popdns.health.probe;

import java.util.function.Consumer;
import org.popdns.config.model.Probe;

/**
 * Runs the probes of one kind. It is called on the checker's thread and calls back there; nothing
 * in it blocks.
 */
public interface ProbeRunner<P extends Probe> extends AutoCloseable {

  /** Which probes these are. */
  Class<P> kind();

  /**
   * Starts one probe. It ends by itself within the errand's time.
   *
   * @param whenDone called exactly once with the outcome, on the checker's thread, never before
   *     this method has returned, and never after a {@link Prober.Running#cancel()}
   */
  Prober.Running start(P probe, Errand errand, Consumer<ProbeOutcome> whenDone);

  /** Ends what it keeps beside its probes; called once, after the checker's thread has ended. */
  @Override
  default void close() {}
}
