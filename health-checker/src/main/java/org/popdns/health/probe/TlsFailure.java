package org.popdns.health.probe;

import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What goes wrong with TLS, in the operator's words. Stateless. */
final class TlsFailure {
  // RFC 8446 §6: the peer ends the connection and says why; the words are Java's.
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

  private TlsFailure() {}

  /**
   * Why a handshake came to nothing.
   *
   * @param opening the first bytes the server sent, unprintable ones as dots
   */
  static String reason(Throwable failure, String opening) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CertificateJudge.Refused refused -> {
          return String.valueOf(refused.getMessage());
        }
        case NotSslRecordException _ -> {
          return "no TLS: the server's answer begins \"" + opening + "\"";
        }
        case ClosedChannelException _ -> {
          return "connection closed within the TLS handshake";
        }
        default -> {}
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException broken) {
        return ofTls(broken).orElseGet(() -> SocketFailure.reason(broken));
      }
    }
    return SocketFailure.reason(failure) + " within the TLS handshake";
  }

  /** What an exception of TLS means; empty if it says so itself. */
  static Optional<String> ofTls(SSLException failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher alert = ALERT.matcher(message);
    if (alert.find()) {
      return Optional.of(
          "the server ends TLS: " + alert.group(1).toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    return message.contains("closed while SSL/TLS handshake was in progress")
        ? Optional.of("connection closed within the TLS handshake")
        : Optional.empty();
  }
}
