package org.popdns.notify.delivery;

import java.time.Duration;
import java.util.Optional;

/** What came of an attempt to deliver. */
public sealed interface Outcome {

  /** The receiver has it. */
  record Delivered() implements Outcome {}

  /**
   * It did not arrive, and may later.
   *
   * @param why in one line
   * @param notBefore how long the receiver wants to be left alone; empty if it does not say
   */
  record Failed(String why, Optional<Duration> notBefore) implements Outcome {

    /** Nobody said when to come again. */
    public Failed(String why) {
      this(why, Optional.empty());
    }
  }

  /**
   * The receiver has read it and does not want it: no later attempt will do better.
   *
   * @param why in one line
   */
  record Refused(String why) implements Outcome {}
}
