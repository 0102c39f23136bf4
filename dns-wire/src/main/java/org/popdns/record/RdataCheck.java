package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** Judges RDATA that is well formed, but may not make sense. Stateless. */
interface RdataCheck {

  /** What is wrong with the RDATA, as it stands behind the type's name; null if nothing. */
  @Nullable String problem(byte[] bytes, int from, int length);
}
