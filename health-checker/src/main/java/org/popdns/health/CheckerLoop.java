package org.popdns.health;

/** The checker's thread as its parts see it: a clock and an alarm. Used on that thread only. */
interface CheckerLoop {

  /** A clock that never jumps, in nanoseconds from some fixed moment. */
  long nanoTime();

  /** Runs a task on this thread later; a delay of zero or less means as soon as possible. */
  Alarm schedule(long delayNanos, Runnable task);

  /** A task that has not run yet, or has. */
  interface Alarm {

    /** Keeps the task from running; nothing happens if it has run. */
    void cancel();
  }
}
