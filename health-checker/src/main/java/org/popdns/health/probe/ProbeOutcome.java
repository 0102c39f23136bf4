package org.popdns.health.probe;

import java.time.Instant;
import java.util.Optional;

/** What one probe found. Immutable. */
public sealed interface ProbeOutcome {

  /** Why, in the operator's words and without the endpoint's name: {@code connection refused}. */
  String reason();

  /**
   * The endpoint answered as the check asks.
   *
   * @param certificateEnds when the certificate that it has shown ends; empty without TLS
   */
  record Success(String reason, Optional<Instant> certificateEnds) implements ProbeOutcome {

    /** Without a certificate. */
    public Success(String reason) {
      this(reason, Optional.empty());
    }
  }

  /** It did not, or it could not be asked. */
  record Failure(String reason) implements ProbeOutcome {}
}
