package org.popdns.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;

final class SocketFailureTest {
  @Test
  void exhaustedDescriptors_areNamed() {
    Throwable failure =
        new ChannelException("Failed to open a socket.", new IOException("Too many open files"));
    assertThat(SocketFailure.reason(failure)).isEqualTo("too many open files");
  }

  @Test
  void peerAddress_isLeftOut() {
    Throwable failure =
        new ConnectException("Network is unreachable: /192.0.2.1:80")
            .initCause(new ConnectException("Network is unreachable"));
    assertThat(SocketFailure.reason(failure)).isEqualTo("network is unreachable");
  }

  @Test
  void failureWithoutWords_isNamed() {
    assertThat(SocketFailure.reason(new NoRouteToHostException()))
        .isEqualTo("NoRouteToHostException");
    assertThat(SocketFailure.reason(null)).isEqualTo("unknown failure");
    assertThat(SocketFailure.reason(new UnsupportedAddressTypeException()))
        .isEqualTo("this host has no such address family");
  }
}
