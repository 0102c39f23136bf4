package org.popdns.config.model;

import java.util.Map;
import java.util.Optional;
import org.popdns.name.DomainName;

/**
 * What an endpoint is asked, and what counts as its answer: one kind of it is a record in a folder
 * of its own under {@code config.probe}. Immutable; two that are equal ask the same.
 */
public interface Probe {

  /** The key in a check that it stands under: {@code http}. */
  String kind();

  /** What else it says, in words, by the keys of the documentation, in that order. */
  Map<String, String> properties();

  /** The same of an address that this name has led to: who is asked by name asks for the name. */
  default Probe of(DomainName name) {
    return this;
  }

  /** The same at another port; empty if it has none. */
  default Optional<Probe> atPort(int port) {
    return Optional.empty();
  }

  /** A probe that begins with a TCP connection. */
  interface OverTcp extends Probe {

    /** The port probed, 1 to 65535. */
    int port();

    /** The same at another port. */
    Probe withPort(int other);

    @Override
    default Optional<Probe> atPort(int other) {
      return Optional.of(withPort(other));
    }
  }
}
