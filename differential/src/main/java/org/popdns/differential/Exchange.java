package org.popdns.differential;

import java.util.List;
import java.util.Set;
import org.popdns.differential.wire.Ask;
import org.popdns.differential.wire.Response;

/**
 * A question with all responses.
 *
 * @param zone the zone asked
 * @param ask the question
 * @param references the responses of NSD, Knot and BIND, in this order
 * @param popdns popdns's response
 */
record Exchange(ZoneFacts zone, Ask ask, List<Response> references, Response popdns) {

  /** Copies the list. */
  Exchange {
    references = List.copyOf(references);
  }

  /** What comes of it. */
  Verdict verdict() {
    return verdict(popdns);
  }

  /** What would come of it had popdns responded otherwise. */
  Verdict verdict(Response instead) {
    return Verdict.of(ask.type(), references, instead);
  }

  /** The rules it touches, by the response of a reference. */
  Set<Rule> rules() {
    return Rule.touched(zone, ask, references.getFirst());
  }

  @Override
  public String toString() {
    return "%s in %s%n  NSD:    %s%n  Knot:   %s%n  BIND:   %s%n  popdns: %s"
        .formatted(
            ask, zone.origin(), references.get(0), references.get(1), references.get(2), popdns);
  }
}
