package org.popdns.config.dynamic;

/** What a record's {@code octodns: {lenient: …}} says. */
public enum Leniency {
  /** octoDNS's rules hold. */
  STRICT,
  /** They are only told of, where there is an answer all the same. */
  LENIENT
}
