package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlOptionsTest {

  @TempDir private Path folder;

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  ControlOptionsTest() {}

  private static ServerSocketChannel listen(Path socket) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket));
  }

  @Test
  void demosSocket_isTaken_whereOnlyADeadServerLeftItsOwn() throws IOException {
    Path server = folder.resolve("control.sock");
    Path demo = folder.resolve("demo.sock");
    assertThat(ControlOptions.socket(server, demo)).isEqualTo(server);
    try (ServerSocketChannel running = listen(demo)) {
      assertThat(running.isOpen()).isTrue();
      assertThat(ControlOptions.socket(server, demo)).isEqualTo(demo);
      try (ServerSocketChannel both = listen(server)) {
        assertThat(both.isOpen()).isTrue();
        assertThat(ControlOptions.socket(server, demo)).isEqualTo(server);
      }
      // Closing it leaves its name in the file system, as a killed server does.
      assertThat(server).exists();
      assertThat(ControlOptions.socket(server, demo)).isEqualTo(demo);
    }
  }
}
