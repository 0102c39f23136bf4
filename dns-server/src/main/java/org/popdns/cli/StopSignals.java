package org.popdns.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * TERM and INT: the first asks for the end, a second one ends the process at once.
 *
 * <p>The JDK's only way to handle a signal is {@code sun.misc.Signal}, supported but marked so that
 * javac warns of every mention, whatever is suppressed; hence the reflection.
 */
final class StopSignals {

  private StopSignals() {}

  /**
   * Takes both signals over.
   *
   * @param stop run on a thread of the JVM; returns at once
   */
  static void install(Runnable stop) {
    AtomicBoolean asked = new AtomicBoolean();
    handle("TERM", 15, stop, asked);
    handle("INT", 2, stop, asked);
  }

  private static void handle(String name, int number, Runnable stop, AtomicBoolean asked) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object onSignal =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (asked.compareAndSet(false, true)) {
                  stop.run();
                } else {
                  Runtime.getRuntime().halt(128 + number);
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
  }
}
