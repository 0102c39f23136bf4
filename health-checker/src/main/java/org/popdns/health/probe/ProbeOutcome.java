package org.popdns.health.probe;

/** What one probe found. Immutable. */
public sealed interface ProbeOutcome {

  /** Why, in the operator's words and without the endpoint's name: {@code connection refused}. */
  String reason();

  /** The endpoint answered as the check asks. */
  record Success(String reason) implements ProbeOutcome {}

  /** It did not, or it could not be asked. */
  record Failure(String reason) implements ProbeOutcome {}
}
