package org.popdns.health.probe;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * Judges a server's certificate as Java does (RFC 5280 §6, RFC 9110 §4.3.4), and says in the
 * operator's words what is wrong with it. No state; on the thread for TLS.
 */
final class CertificateJudge extends X509ExtendedTrustManager {
  private static final int NAMES_SHOWN = 3;

  // GeneralName of RFC 5280 §4.2.1.6, as Java numbers them.
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  // In a name as RFC 2253 writes it.
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:\\\\.|[^,+\\\\])*)");

  private final X509ExtendedTrustManager pkix;
  private final InstantSource wallClock;

  CertificateJudge(X509ExtendedTrustManager pkix, InstantSource wallClock) {
    this.pkix = pkix;
    this.wallClock = wallClock;
  }

  /** A certificate that is not believed, with the reason as its message. */
  static final class Refused extends CertificateException {
    private static final long serialVersionUID = 1;

    Refused(String reason, CertificateException cause) {
      super(reason, cause);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String how, SSLEngine engine)
      throws CertificateException {
    try {
      pkix.checkServerTrusted(chain, how, engine);
    } catch (CertificateException refused) {
      throw new Refused(reason(chain, engine.getPeerHost(), refused), refused);
    }
  }

  private String reason(X509Certificate[] chain, String server, CertificateException refused) {
    X509Certificate certificate = chain[0];
    Instant now = wallClock.instant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      return "certificate expired on " + date(end);
    }
    Instant begin = certificate.getNotBefore().toInstant();
    if (now.isBefore(begin)) {
      return "certificate is valid only from " + date(begin) + " on";
    }
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return isSelfSigned(certificate)
            ? "certificate is self-signed"
            : "certificate is of an unknown authority: "
                + commonName(chain[chain.length - 1].getIssuerX500Principal());
      }
      if (cause instanceof CertPathValidatorException invalid) {
        return reason(chain, invalid);
      }
    }
    return "certificate is for " + names(certificate) + ", not for " + server;
  }

  private static String reason(X509Certificate[] chain, CertPathValidatorException invalid) {
    String whose =
        invalid.getIndex() > 0 && invalid.getIndex() < chain.length
            ? "authority "
                + commonName(chain[invalid.getIndex()].getSubjectX500Principal())
                + " of the certificate "
            : "certificate ";
    return switch (invalid.getReason()) {
      case BasicReason.EXPIRED -> whose + "has expired";
      case BasicReason.NOT_YET_VALID -> whose + "is not valid yet";
      case BasicReason.INVALID_SIGNATURE -> whose + "has a wrong signature";
      case BasicReason.ALGORITHM_CONSTRAINED -> whose + "is by an algorithm too weak to believe";
      case PKIXReason.NO_TRUST_ANCHOR ->
          "certificate is of an unknown authority: "
              + commonName(chain[chain.length - 1].getIssuerX500Principal());
      default -> whose + "is not valid: " + invalid.getMessage();
    };
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /** The day of a moment, as it is told. */
  static LocalDate date(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  /** Whom a certificate is for, in short. */
  private static String names(X509Certificate certificate) {
    List<String> names = alternatives(certificate);
    if (names.isEmpty()) {
      return commonName(certificate.getSubjectX500Principal());
    }
    String shown =
        names.stream()
            .limit(NAMES_SHOWN)
            .map(CertificateJudge::printable)
            .collect(Collectors.joining(", "));
    return names.size() <= NAMES_SHOWN
        ? shown
        : shown + " and " + (names.size() - NAMES_SHOWN) + " more";
  }

  private static List<String> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return all == null
          ? List.of()
          : all.stream()
              .filter(name -> name.get(0) instanceof Integer kind && isHost(kind))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException unreadable) {
      return List.of();
    }
  }

  private static boolean isHost(int kind) {
    return kind == DNS_NAME || kind == IP_ADDRESS;
  }

  /** What a name's holder is commonly called, or else the whole name. */
  private static String commonName(X500Principal name) {
    String whole = name.getName();
    Matcher commonly = COMMON_NAME.matcher(whole);
    String shown = commonly.find() ? commonly.group(1).replace("\\", "") : whole;
    return shown.isEmpty() ? "nobody" : printable(shown);
  }

  // It comes from whoever answers.
  private static String printable(String text) {
    return text.codePoints()
        .limit(64)
        .mapToObj(c -> c >= ' ' && c < 0x7f ? Character.toString(c) : ".")
        .collect(Collectors.joining());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String how, Socket socket) {
    throw new IllegalStateException("probes have engines");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String how) {
    throw new IllegalStateException("probes have engines");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String how, SSLEngine engine) {
    throw new IllegalStateException("a probe is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String how, Socket socket) {
    throw new IllegalStateException("a probe is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String how) {
    throw new IllegalStateException("a probe is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
