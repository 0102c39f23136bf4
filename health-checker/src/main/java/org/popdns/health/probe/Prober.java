package org.popdns.health.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.popdns.config.model.Check;
import org.popdns.config.model.Target;
import org.popdns.name.DomainName;

/**
 * Starts probes. The checker calls it on its own thread and is called back there; nothing in it
 * blocks.
 */
public interface Prober {

  /**
   * Starts one probe. It ends by itself within the check's timeout.
   *
   * @param check what to ask
   * @param target whom to ask
   * @param whenDone called exactly once with the outcome, on the checker's thread, never before
   *     this method has returned, and never after a {@link Running#cancel()}
   */
  Running start(Check check, Target target, Consumer<ProbeOutcome> whenDone);

  /**
   * Says where names lead that nobody is asked for, from now on.
   *
   * @param addresses by the names; those without any have none
   */
  void ownNames(Map<DomainName, List<InetAddress>> addresses);

  /** A probe under way. */
  interface Running {

    /** Ends the probe without an outcome and closes its socket; nothing happens if it has ended. */
    void cancel();
  }
}
