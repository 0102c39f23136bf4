package org.popdns.notify.alert;

import java.time.Instant;

/** What an event says of alerts. */
public sealed interface Signal {

  /** What makes two alerts the same. */
  Alert.Key key();

  /** When, by the wall clock. */
  Instant at();

  /**
   * Something is wrong, or still is.
   *
   * @param summary what, in one line
   */
  record Began(Alert.Key key, Instant at, String summary) implements Signal {}

  /**
   * Something is not wrong, whether or not it was.
   *
   * @param reason what is right instead, in one line
   */
  record Ended(Alert.Key key, Instant at, String reason) implements Signal {}

  /**
   * Something happened, and is over.
   *
   * @param summary what, in one line
   */
  record Happened(Alert.Key key, Instant at, String summary) implements Signal {}
}
