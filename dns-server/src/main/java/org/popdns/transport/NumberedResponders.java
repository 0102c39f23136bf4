package org.popdns.transport;

import java.util.function.IntFunction;
import org.popdns.answer.Responder;

/** Makes the workers' responders, numbered from 0 on in the order they are made. */
final class NumberedResponders {

  private final IntFunction<Responder> responders;
  private int made;

  NumberedResponders(IntFunction<Responder> responders) {
    this.responders = responders;
  }

  /** A responder and its worker's number. */
  record Numbered(int number, Responder responder) {}

  /** The next one. */
  Numbered next() {
    int number = made++;
    return new Numbered(number, responders.apply(number));
  }
}
