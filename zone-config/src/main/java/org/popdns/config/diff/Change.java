package org.popdns.config.diff;

/** What became of a part. */
public sealed interface Change {

  /** Only the new configuration has it. */
  record Added(Part part) implements Change {}

  /** Only the old configuration has it. */
  record Removed(Part part) implements Change {}

  /** Both have it, and it differs; both parts are of the same kind and name. */
  record Changed(Part before, Part after) implements Change {}
}
