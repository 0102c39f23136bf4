package org.popdns.config.model;

import java.security.cert.X509Certificate;
import java.util.List;

/** By whose word a check over TLS believes a server's certificate. Immutable. */
public sealed interface TlsTrust {

  /** By the authorities that the system trusts. */
  record BySystem() implements TlsTrust {}

  /**
   * By these authorities and no others.
   *
   * @param file where they were read, as the operator named it
   * @param authorities at least one
   */
  record ByFile(String file, List<X509Certificate> authorities) implements TlsTrust {

    /** Copies the list. */
    public ByFile {
      authorities = List.copyOf(authorities);
    }
  }

  /** Any certificate is taken, whoever it is for and whenever it ended. */
  record Unverified() implements TlsTrust {}
}
