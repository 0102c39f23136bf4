package org.popdns.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {

  @TempDir private Path folder;

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  DurableFilesTest() {}

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static IOException failure(DurableFiles files, Path file) {
    return catchThrowableOfType(IOException.class, () -> files.replace(file, "after"));
  }

  @Test
  void file_isReplacedWhole_isItsOwnersAlone_andNothingElseIsLeft() throws IOException {
    Path file = folder.resolve("drains");
    DurableFiles.SYSTEM.replace(file, "[1, 2, 3]\n");
    DurableFiles.SYSTEM.replace(file, "[é]\n");
    assertThat(file).hasContent("[é]\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactly("drains");
  }

  @Test
  void steps_areTakenInTheOrderThatOutlastsALossOfPower() throws IOException {
    Path file = folder.resolve("drains");
    List<String> steps = new ArrayList<>();
    DurableFiles files =
        new DurableFiles(
            new DurableFiles.Disk() {
              @Override
              public FileChannel create(Path unfinished) throws IOException {
                steps.add("create " + unfinished.getFileName());
                return DurableFiles.Disk.super.create(unfinished);
              }

              @Override
              public void sync(Path synced) throws IOException {
                steps.add("sync with " + names());
                DurableFiles.Disk.super.sync(synced);
              }
            });
    files.replace(file, "after");
    assertThat(steps).containsExactly("create drains.new", "sync with [drains]");
  }

  @Test
  void whatAnEarlierAttemptLeft_isRemoved_andALinkInItsPlaceIsNotFollowed() throws IOException {
    Path file = folder.resolve("drains");
    Path other = Files.writeString(folder.resolve("other"), "untouched");
    Files.writeString(folder.resolve("drains.new"), "half of it, and longer than what comes");
    DurableFiles.SYSTEM.replace(file, "first");
    assertThat(file).hasContent("first");
    Files.createSymbolicLink(folder.resolve("drains.new"), other);
    DurableFiles.SYSTEM.replace(file, "second");
    assertThat(file).hasContent("second");
    assertThat(other).hasContent("untouched");
    assertThat(names()).containsExactly("drains", "other");
  }

  @Test
  void symbolicLink_stays_andTheFileThatItLeadsToIsReplaced() throws IOException {
    Path far = Files.createDirectory(folder.resolve("far"));
    Path file = Files.createSymbolicLink(folder.resolve("drains"), Path.of("near"));
    Files.createSymbolicLink(folder.resolve("near"), far.resolve("real"));
    DurableFiles.SYSTEM.replace(file, "not there before");
    DurableFiles.SYSTEM.replace(file, "there before");
    assertThat(file).isSymbolicLink().hasContent("there before");
    assertThat(far.resolve("real")).isRegularFile().hasContent("there before");
  }

  @Test
  void linksInACircle_areAnError() throws IOException {
    Path file = folder.resolve("drains");
    Files.createSymbolicLink(file, Path.of("other"));
    Files.createSymbolicLink(folder.resolve("other"), file);
    assertThat(DiskFailure.text(failure(DurableFiles.SYSTEM, file)))
        .isEqualTo("Too many levels of symbolic links");
  }

  @Test
  void diskThatIsFull_leavesTheFileAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("drains"), "before");
    DurableFiles files =
        new DurableFiles(
            new DurableFiles.Disk() {
              @Override
              public FileChannel create(Path unfinished) throws IOException {
                Files.createFile(unfinished);
                return FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
              }
            });
    assertThat(DiskFailure.text(failure(files, file))).isEqualTo("No space left on device");
    assertThat(file).hasContent("before");
    assertThat(names()).containsExactly("drains");
  }

  @Test
  void permissionDenied_leavesTheFileAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("drains"), "before");
    DurableFiles files =
        new DurableFiles(
            new DurableFiles.Disk() {
              @Override
              public FileChannel create(Path unfinished) throws IOException {
                throw new AccessDeniedException(unfinished.toString());
              }
            });
    assertThat(DiskFailure.text(failure(files, file))).isEqualTo("permission denied");
    assertThat(file).hasContent("before");
  }

  @Test
  void writingThatFails_leavesTheFileAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("drains"), "before");
    assertThatThrownBy(
            () ->
                DurableFiles.SYSTEM.replace(
                    file,
                    channel -> {
                      throw new IllegalStateException("half way");
                    }))
        .hasMessage("half way");
    assertThat(file).hasContent("before");
    assertThat(names()).containsExactly("drains");
  }

  @Test
  void folderThatIsGone_isAnError_andCanBeMade() throws IOException {
    Path file = folder.resolve("var/state/drains");
    assertThat(DiskFailure.text(failure(DurableFiles.SYSTEM, file)))
        .isEqualTo(file + ".new: no such file or folder");
    DurableFiles.SYSTEM.makeFolder(file.resolveSibling(""));
    DurableFiles.SYSTEM.makeFolder(file.resolveSibling(""));
    DurableFiles.SYSTEM.replace(file, "after");
    assertThat(file).hasContent("after");
    for (Path made : List.of(folder.resolve("var"), folder.resolve("var/state"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void fileInPlaceOfAFolder_andFolderInPlaceOfAFile_areErrors() throws IOException {
    Path file = Files.createDirectory(folder.resolve("drains"));
    assertThat(DiskFailure.text(failure(DurableFiles.SYSTEM, file))).isEqualTo("Is a directory");
    assertThat(names()).containsExactly("drains");
    Path other = Files.writeString(folder.resolve("other"), "");
    assertThat(
            DiskFailure.text(
                catchThrowableOfType(
                    IOException.class,
                    () -> DurableFiles.SYSTEM.makeFolder(other.resolve("state")))))
        .isEqualTo("Not a directory");
  }
}
