package org.popdns.config.record;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.popdns.config.problem.Quoted;

/** A CAA property's tag is one or more letters and digits (RFC 8659 §4.1). Stateless. */
final class CaaTag {

  /** Judges the tag, which stands behind the flags. */
  static final RdataCheck CHECK = CaaTag::problem;

  private CaaTag() {}

  private static Optional<String> problem(byte[] rdata) {
    String tag = new String(rdata, 2, rdata[1] & 0xff, StandardCharsets.UTF_8);
    return tag.matches("[A-Za-z0-9]+")
        ? Optional.empty()
        : Optional.of("tag " + Quoted.of(tag) + " is not made of letters and digits");
  }
}
