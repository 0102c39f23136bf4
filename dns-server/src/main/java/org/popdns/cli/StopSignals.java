package org.popdns.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/** TERM and INT: the first asks for the end, a second one ends the process at once. */
@SuppressWarnings("sunapi") // the JDK has no other way to handle a signal
final class StopSignals {

  private StopSignals() {}

  /** Takes both signals over. The action is run on a thread of the JVM and returns at once. */
  static void install(Runnable stop) {
    AtomicBoolean asked = new AtomicBoolean();
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (asked.compareAndSet(false, true)) {
              stop.run();
            } else {
              Runtime.getRuntime().halt(128 + signal.getNumber());
            }
          });
    }
  }
}
