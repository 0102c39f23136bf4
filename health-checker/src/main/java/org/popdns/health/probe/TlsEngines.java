package org.popdns.health.probe;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.popdns.config.model.TlsTrust;

/**
 * Makes the client's side of TLS connections. Sessions are resumed where the server allows it, as
 * {@link SessionKeys} says. What changes in it are the contexts it keeps, one for each kind of
 * trust; the system's authorities are read once. On the thread for TLS only, since to read them
 * takes tens of milliseconds.
 */
final class TlsEngines {
  /** Reloads may bring ever new authorities. */
  private static final int CONTEXTS = 64;

  /**
   * Where systems keep the authorities that they trust: Debian, Alpine and Arch; Fedora and its
   * kin; SUSE; the BSDs.
   */
  private static final List<Path> SYSTEM_AUTHORITIES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  /** Servers with more of one kind of trust make full handshakes. */
  private static final int SESSIONS = 1 << 14;

  private final InstantSource wallClock;
  private final SessionKeys sessions = new SessionKeys(System::nanoTime);
  private final Map<TlsTrust, SSLContext> contexts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TlsTrust, SSLContext> eldest) {
          return size() > CONTEXTS;
        }
      };

  /**
   * Without contexts yet.
   *
   * @param wallClock by which certificates begin and end
   */
  TlsEngines(InstantSource wallClock) {
    this.wallClock = wallClock;
  }

  /**
   * An engine for one connection.
   *
   * @param address whom the connection is to
   * @throws GeneralSecurityException if the authorities are of no use
   * @throws IOException if the authorities cannot be read
   */
  SSLEngine engine(Security security, InetSocketAddress address)
      throws GeneralSecurityException, IOException {
    String server = security.server();
    TlsTrust trust = security.trust();
    // RFC 6066 §3: without the final dot.
    String host = server.endsWith(".") ? server.substring(0, server.length() - 1) : server;
    SSLEngine engine = context(trust).createSSLEngine(host, sessions.of(address));
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    parameters.setServerNames(serverNames(host));
    if (!(trust instanceof TlsTrust.Unverified)) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9110 §4.3.4
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The server's next handshake is a full one. Any thread. */
  void forget(InetSocketAddress server) {
    sessions.forget(server);
  }

  /**
   * RFC 6066 §3: a host name is sent. Records may have other names, with an asterisk or an
   * underscore; no certificate can be for those, but where none is verified that does no harm.
   */
  private static List<SNIServerName> serverNames(String host) {
    if (isAddress(host)) {
      return List.of();
    }
    try {
      return List.of(new SNIHostName(host.getBytes(StandardCharsets.US_ASCII)));
    } catch (IllegalArgumentException noHostName) {
      return List.of();
    }
  }

  /** True of what a certificate names as an address. */
  static boolean isAddress(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  private SSLContext context(TlsTrust trust) throws GeneralSecurityException, IOException {
    SSLContext known = contexts.get(trust);
    if (known != null) {
      return known;
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {judge(trust)}, new SecureRandom());
    SSLSessionContext sessionContext = context.getClientSessionContext();
    sessionContext.setSessionCacheSize(SESSIONS);
    sessionContext.setSessionTimeout((int) SessionKeys.FULL_HANDSHAKE_EACH.toSeconds());
    contexts.put(trust, context);
    return context;
  }

  private X509ExtendedTrustManager judge(TlsTrust trust)
      throws GeneralSecurityException, IOException {
    return switch (trust) {
      case TlsTrust.Unverified _ -> new AnyCertificate();
      case TlsTrust.ByFile byFile ->
          new CertificateJudge(pathsTo(keyStore(byFile.authorities())), wallClock);
      case TlsTrust.BySystem _ -> new CertificateJudge(pathsTo(systemAuthorities()), wallClock);
    };
  }

  /** The operating system's authorities; Java's own where it keeps them nowhere known. */
  private static KeyStore systemAuthorities() throws GeneralSecurityException, IOException {
    Optional<Path> file = SYSTEM_AUTHORITIES.stream().filter(Files::isReadable).findFirst();
    if (file.isEmpty()) {
      return javaAuthorities();
    }
    List<X509Certificate> authorities = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file.get())) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        authorities.add((X509Certificate) certificate);
      }
    }
    return authorities.isEmpty() ? javaAuthorities() : keyStore(authorities);
  }

  private static KeyStore javaAuthorities() throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    List<X509Certificate> authorities = new ArrayList<>();
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager known) {
        authorities.addAll(List.of(known.getAcceptedIssuers()));
      }
    }
    return keyStore(authorities);
  }

  private static KeyStore keyStore(Collection<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry(Integer.toString(number++), authority);
    }
    return store;
  }

  private static X509ExtendedTrustManager pathsTo(KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(authorities);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager pkix) {
        return pkix;
      }
    }
    throw new IllegalStateException("every Java platform has PKIX");
  }
}
