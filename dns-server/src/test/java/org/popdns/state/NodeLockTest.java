package org.popdns.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeLockTest {

  @Test
  void lock_isExclusive_untilItIsGivenBack(@TempDir Path folder) throws IOException {
    Path socket = folder.resolve("run/control.sock");
    try (NodeLock first = NodeLock.take(socket)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> NodeLock.take(socket))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "another popdns is running with the control socket %1$s (it holds %1$s.lock)"
                  .formatted(socket));
    }
    NodeLock.take(socket).close();
    assertThat(folder.resolve("run/control.sock.lock")).isEmptyFile();
  }

  @Test
  void locks_ofTwoSockets_areTwo(@TempDir Path folder) throws IOException {
    try (NodeLock first = NodeLock.take(folder.resolve("a.sock"));
        NodeLock second = NodeLock.take(folder.resolve("b.sock"))) {
      assertThat(first).isNotSameAs(second);
    }
  }

  @Test
  void folder_thatIsAFile_isNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> NodeLock.take(file.resolve("control.sock")))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": not a folder");
  }
}
