package org.popdns.state.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.source.FileStamps;
import org.popdns.config.source.JavaFileStamps;
import org.popdns.platform.FileStatuses;

final class SystemFileStampsTest {

  @TempDir private Path folder;
  private final List<Path> files = new ArrayList<>();

  @BeforeEach
  void files() throws IOException {
    write("example.com.zone", "longer");
    write("example.net.zone", "x");
    write("m\u00fcnchen.example.zone", "y");
    Path link = folder.resolve("example.org.zone");
    Files.createSymbolicLink(link, Files.writeString(folder.resolve("elsewhere"), "linked"));
    files.add(link);
  }

  private void write(String name, String content) throws IOException {
    files.add(Files.writeString(folder.resolve(name), content));
  }

  private long[] drawn(int from, int to) {
    FileStatuses statuses = FileStatuses.of(files).orElseThrow();
    long[] stamps = new long[(to - from) * FileStamps.LONGS];
    new SystemFileStamps(List.copyOf(files), statuses).draw(from, to, stamps);
    return stamps;
  }

  private long[] drawnByJava(int from, int to) {
    long[] stamps = new long[(to - from) * FileStamps.LONGS];
    new JavaFileStamps(files).draw(from, to, stamps);
    return stamps;
  }

  @Test
  void stamps_areThoseThatJavaHas_linksFollowed() throws IOException {
    assertThat(drawn(0, 4)).isEqualTo(drawnByJava(0, 4)).doesNotContain(0);
    assertThat(drawn(1, 3)).isEqualTo(drawnByJava(1, 3));
    Files.writeString(files.getFirst(), "another content");
    assertThat(drawn(0, 4)).isEqualTo(drawnByJava(0, 4));
  }

  @Test
  void filesOfSeveralFolders_haveTheSameStamps() throws IOException {
    Files.createDirectory(folder.resolve("other"));
    write("other/example.com.zone", "other");
    assertThat(drawn(0, 5)).isEqualTo(drawnByJava(0, 5)).doesNotContain(0);
  }

  @Test
  void fileOrFolderThatIsNotThere_hasNone() throws IOException {
    Files.delete(files.getFirst());
    assertThat(drawn(0, 2)).startsWith(0, 0, 0).isEqualTo(drawnByJava(0, 2));
    files.replaceAll(file -> folder.resolve("nowhere").resolve(file.getFileName()));
    assertThat(drawn(0, 4)).containsOnly(0);
  }
}
