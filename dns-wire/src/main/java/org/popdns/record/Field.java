package org.popdns.record;

import java.util.Optional;

/**
 * A field of a record type's RDATA. Immutable.
 *
 * @param key its name: octoDNS's key where octoDNS has the type, else the RFC's name of the field
 * @param olderKey another key that octoDNS reads in its place
 * @param whenMissing what it is if YAML leaves it out; empty if it must be there
 * @param kind what it is
 */
public record Field(
    String key, Optional<String> olderKey, Optional<String> whenMissing, FieldKind kind) {

  static Field of(String key, FieldKind kind) {
    return new Field(key, Optional.empty(), Optional.empty(), kind);
  }

  Field or(String other) {
    return new Field(key, Optional.of(other), whenMissing, kind);
  }

  Field orElse(String text) {
    return new Field(key, olderKey, Optional.of(text), kind);
  }
}
