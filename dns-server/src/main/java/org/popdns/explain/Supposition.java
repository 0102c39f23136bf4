package org.popdns.explain;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is explained instead of what is.
 *
 * @param situation with the health of then, and with down what is taken to be
 * @param past what is known of the time; empty if it is now
 */
record Supposition(Situation situation, Optional<Past> past) {

  /**
   * Says of which time something is told, if not of now.
   *
   * @param plans the plans that are told of
   */
  ObjectNode tellPast(ObjectNode told, Set<String> plans) {
    past.ifPresent(then -> then.tell(told, plans));
    return told;
  }
}
