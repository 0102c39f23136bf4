package org.popdns.config.record;

import java.util.Optional;

/** Judges RDATA that is well formed, but may not make sense. Stateless. */
interface RdataCheck {

  /** Nothing to say. */
  RdataCheck NONE = rdata -> Optional.empty();

  /** What is wrong with the RDATA, without the type's name; empty if nothing. */
  Optional<String> problem(byte[] rdata);
}
