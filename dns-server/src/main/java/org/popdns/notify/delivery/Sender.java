package org.popdns.notify.delivery;

import java.util.Optional;

/** Who tells: the node, and its site if it has one. Immutable. */
public record Sender(String node, Optional<String> site) {

  /** In one word: {@code ns1.tokyo}. */
  @Override
  public String toString() {
    return site.map(at -> node + "." + at).orElse(node);
  }
}
