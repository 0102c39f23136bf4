package org.popdns.config.dynamic;

import java.util.Optional;
import java.util.Set;

/** Which sites a rule may name. */
public sealed interface KnownSites {

  /** The clusters file lists them. */
  record Listed(Set<String> names) implements KnownSites {

    /** Copies the set. */
    public Listed {
      names = Set.copyOf(names);
    }
  }

  /**
   * There is no clusters file.
   *
   * @param own where this node stands; empty if nothing says so
   */
  record Unlisted(Optional<String> own) implements KnownSites {}

  /** There is a clusters file, and it can't be read; or nobody looks at it. */
  record Unknown() implements KnownSites {}
}
