package org.popdns.notify.delivery;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.popdns.config.model.TlsTrust;

/** By whose word certificates of receivers are believed, as the JDK takes it. Stateless. */
final class TlsContexts {

  private TlsContexts() {}

  /** A context of its own; empty where the system's authorities are the ones. */
  static Optional<SSLContext> of(TlsTrust trust) {
    return switch (trust) {
      case TlsTrust.BySystem _ -> Optional.empty();
      case TlsTrust.ByFile(var _, List<X509Certificate> authorities) ->
          Optional.of(of(authorities));
      case TlsTrust.Unverified _ ->
          throw new IllegalArgumentException("no receiver is believed unverified");
    };
  }

  private static SSLContext of(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry(Integer.toString(i), authorities.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates that were read can be trusted", e);
    }
  }
}
