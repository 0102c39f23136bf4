package org.popdns.config.probe;

import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.source.ContentHash;

/** By whose word a server is believed, told to people. Stateless. */
public final class TrustWords {

  private TrustWords() {}

  /** As a property of a probe: {@code by the system's authorities}. */
  public static String of(TlsTrust trust) {
    return switch (trust) {
      case TlsTrust.BySystem _ -> "by the system's authorities";
      case TlsTrust.ByFile(String file, List<X509Certificate> authorities) ->
          "by " + file + " (" + digest(authorities) + ")";
      case TlsTrust.Unverified _ -> "not verified";
    };
  }

  // So that other authorities in a file of the same name show.
  private static String digest(List<X509Certificate> authorities) {
    MessageDigest digest = ContentHash.digest();
    for (X509Certificate authority : authorities) {
      try {
        digest.update(authority.getEncoded());
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("a certificate was read, so it can be written", e);
      }
    }
    return ContentHash.ofDigest(digest).toString();
  }
}
