package org.popdns.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the process does on signals. TERM and INT: the first asks for the end, a second one ends the
 * process at once. HUP: reload.
 *
 * <p>The JDK's only way to handle a signal is {@code sun.misc.Signal}, supported but marked so that
 * javac warns of every mention, whatever is suppressed; hence the reflection.
 */
final class Signals {

  private Signals() {}

  /**
   * Takes TERM and INT over.
   *
   * @param stop run on a thread of the JVM; returns at once
   */
  static void onStop(Runnable stop) {
    AtomicBoolean asked = new AtomicBoolean();
    for (StopSignal signal : StopSignal.values()) {
      handle(
          signal.name(),
          () -> {
            if (asked.compareAndSet(false, true)) {
              stop.run();
            } else {
              Runtime.getRuntime().halt(128 + signal.number);
            }
          });
    }
  }

  /**
   * Takes HUP over, which would end the process otherwise.
   *
   * @param reload run on a thread of the JVM, one signal at a time; may block
   */
  static void onHangUp(Runnable reload) {
    handle("HUP", reload);
  }

  private enum StopSignal {
    INT(2),
    TERM(15);

    private final int number;

    StopSignal(int number) {
      this.number = number;
    }
  }

  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object onSignal =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
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
