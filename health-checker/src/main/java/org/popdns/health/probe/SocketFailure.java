package org.popdns.health.probe;

import io.netty.channel.ChannelException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The system's refusals in the operator's words. Netty wraps them, or puts the peer's address
 * behind them, which the reader of a reason has in front of it already.
 */
public final class SocketFailure {
  private SocketFailure() {}

  /**
   * A reason such as {@code connection refused} or {@code network is unreachable}.
   *
   * @param failure what a channel failed with; null if it gave no cause
   */
  public static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "unknown failure";
    }
    Throwable cause = failure;
    while (cause.getCause() != null && isWrapper(cause)) {
      cause = cause.getCause();
    }
    if (cause instanceof UnsupportedAddressTypeException) {
      return "this host has no such address family";
    }
    if (cause instanceof SSLException broken) {
      Optional<String> told = TlsFailure.ofTls(broken);
      if (told.isPresent()) {
        return told.get();
      }
    }
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof ChannelException
        || failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure.getClass().getName().startsWith("io.netty.");
  }
}
