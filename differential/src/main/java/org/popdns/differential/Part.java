package org.popdns.differential;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.popdns.differential.wire.Response;
import org.popdns.record.RecordType;

/** What of a response is compared by itself. */
enum Part {
  OUTCOME(Response::outcome),
  RCODE(Response::rcode),
  FLAGS(Response::flags),
  QUESTION(Response::question),
  OPT(Response::opt),
  ANSWER(Response::answer),
  AUTHORITY(Response::authority),
  ADDITIONAL(Response::additional);

  private static final Set<Part> OF_ANY = EnumSet.of(OUTCOME, RCODE, QUESTION);

  // A method reference without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<Response, Object> value;

  Part(Function<Response, Object> value) {
    this.value = value;
  }

  /** The parts that matter for a type: of ANY each server may answer what it likes (RFC 8482). */
  static Set<Part> of(int type) {
    return type == RecordType.ANY ? OF_ANY : EnumSet.allOf(Part.class);
  }

  /** True if two responses have the same. */
  boolean same(Response one, Response other) {
    return value.apply(one).equals(value.apply(other));
  }
}
