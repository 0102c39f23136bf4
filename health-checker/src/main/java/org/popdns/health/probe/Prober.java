package org.popdns.health.probe;

import java.net.InetAddress;
import java.util.function.Consumer;
import org.popdns.config.model.Check;

/**
 * Starts probes. The checker calls it on its own thread and is called back there; nothing in it
 * blocks.
 */
public interface Prober {

  /**
   * Starts one probe. It ends by itself within the check's timeout.
   *
   * @param check what to ask
   * @param address whom to ask
   * @param whenDone called exactly once with the outcome, on the checker's thread, never before
   *     this method has returned, and never after a {@link Running#cancel()}
   */
  Running start(Check check, InetAddress address, Consumer<ProbeOutcome> whenDone);

  /** A probe under way. */
  interface Running {

    /** Ends the probe without an outcome and closes its socket; nothing happens if it has ended. */
    void cancel();
  }
}
