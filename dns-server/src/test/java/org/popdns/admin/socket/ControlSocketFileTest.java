package org.popdns.admin.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.NullNode;

@Timeout(30)
class ControlSocketFileTest {
  private static final ControlRequestHandler NOTHING =
      request -> new ControlReply.Done(NullNode.getInstance());

  @TempDir Path folder;

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void assertServes(Path socket) throws IOException {
    try (var client = new RawClient(socket)) {
      client.send("{\"command\":\"any\"}\n");
      assertThat(client.line()).isEqualTo("{\"ok\":true,\"data\":null}");
    }
  }

  @Test
  void missingFolder_isMade_forOwnerAndGroupOnly() throws IOException {
    Path made = folder.resolve("run");
    Path socket = made.resolve("control.sock");
    try (var server = ControlSocketServer.open(socket, NOTHING)) {
      assertThat(server).isNotNull();
      assertThat(permissions(made)).isEqualTo("rwxr-x---");
      assertThat(permissions(socket)).isEqualTo("rw-rw----");
      assertServes(socket);
    }
    assertThat(socket).doesNotExist();
    assertThat(made).isEmptyDirectory();
  }

  @Test
  void socketOfADeadServer_isReplaced() throws IOException {
    Path socket = folder.resolve("control.sock");
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    try (var server = ControlSocketServer.open(socket, NOTHING)) {
      assertThat(server).isNotNull();
      assertServes(socket);
    }
  }

  @Test
  void socketOfALiveServer_isLeftToIt() throws IOException {
    Path socket = folder.resolve("control.sock");
    try (var live = ControlSocketServer.open(socket, NOTHING)) {
      assertThat(live).isNotNull();
      assertThatThrownBy(() -> ControlSocketServer.open(socket, NOTHING))
          .isInstanceOf(IOException.class)
          .hasMessage("control socket %s: another server answers there", socket);
      assertServes(socket);
    }
  }

  @Test
  void socketOfAServerThatDoesNotAccept_isLeftToIt() throws IOException {
    Path socket = folder.resolve("control.sock");
    try (var hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      hung.bind(UnixDomainSocketAddress.of(socket), 1);
      try (var first = new RawClient(socket);
          var second = new RawClient(socket)) {
        assertThat(first).isNotEqualTo(second);
        assertThatThrownBy(() -> ControlSocketServer.open(socket, NOTHING))
            .hasMessage("control socket %s: another server answers there", socket);
      }
    }
    assertThat(socket).exists();
  }

  @Test
  void ordinaryFile_isLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("control.sock"), "notes");
    assertThatThrownBy(() -> ControlSocketServer.open(file, NOTHING))
        .hasMessage("control socket %s: exists and is no socket", file);
    assertThat(file).hasContent("notes");
  }

  @Test
  void folderThatIsAFile_isNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("run"), "notes");
    Path socket = file.resolve("control.sock");
    assertThatThrownBy(() -> ControlSocketServer.open(socket, NOTHING))
        .hasMessage("control socket %s: %s: exists and is no folder", socket, file);
  }

  @Test
  void longestPath_serves_andOneByteMoreIsRefused() throws IOException {
    String start = folder + "/";
    Path longest = Path.of(start + "s".repeat(106 - start.length()));
    try (var server = ControlSocketServer.open(longest, NOTHING)) {
      assertThat(server).isNotNull();
      assertServes(longest);
    }
    Path tooLong = Path.of(longest + "s");
    assertThatThrownBy(() -> ControlSocketServer.open(tooLong, NOTHING))
        .hasMessage("control socket %s: the path is longer than 106 bytes", tooLong);
  }

  @Test
  void close_leavesTheSocketOfASuccessor() throws IOException {
    Path socket = folder.resolve("control.sock");
    var first = ControlSocketServer.open(socket, NOTHING);
    Files.delete(socket);
    try (var second = ControlSocketServer.open(socket, NOTHING)) {
      assertThat(second).isNotNull();
      first.close();
      assertServes(socket);
    }
  }

  /** Tests may run as root, to whom nothing is denied; so the words are tested, not the refusal. */
  @Test
  void deniedPermission_isNamed() {
    assertThat(SocketFailure.of(Path.of("/run/p.sock"), new AccessDeniedException("/run")))
        .hasMessage("control socket /run/p.sock: /run: permission denied");
  }
}
