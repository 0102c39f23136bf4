package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.read.ServerYaml.ZoneSource;
import org.popdns.config.read.UnreadFiles.Kind;
import org.popdns.config.read.UnreadFiles.Unread;
import org.popdns.config.read.ZoneFiles.Found;
import org.popdns.config.read.ZoneFiles.ZoneFile;
import org.popdns.config.source.FileStamp;

final class ZoneListingTest {

  @TempDir private Path parent;

  private final ZoneListing listing = new ZoneListing();
  private Path folder;
  private ProblemLog log = new ProblemLog();
  private Found found = Found.NONE;

  @BeforeEach
  void files() throws IOException {
    folder = Files.createDirectory(parent.resolve("zones"));
    write("example.com.yaml");
    write("example.net.zone");
    write("notes.txt");
  }

  private void write(String name) throws IOException {
    Files.writeString(folder.resolve(name), "x");
  }

  private List<ZoneFile> list() {
    log = new ProblemLog();
    found = listing.of(new ZoneSource.Folder(folder), OctodnsOptions.DEFAULT, log);
    return found.zones();
  }

  private List<String> names() {
    return list().stream().map(file -> file.origin().toString()).toList();
  }

  /** Lists once the folder has been as it is for long enough. */
  private List<ZoneFile> listSettled() {
    await().until(() -> FileStamp.of(folder).orElseThrow().isSettled());
    return list();
  }

  @Test
  void folderInWhichNoneCameOrWent_isNotListedAgain() {
    List<ZoneFile> first = listSettled();
    assertThat(found.unread()).containsExactly(new Unread(folder.resolve("notes.txt"), Kind.OTHER));
    assertThat(list()).isSameAs(first);
    assertThat(log.sorted()).isEmpty();
    assertThat(log.files()).containsExactly(folder);
  }

  @Test
  void folderThatChanged_isListedAgain() throws IOException {
    assertThat(listSettled()).hasSize(2);
    write("example.org.yaml");
    assertThat(names()).containsExactly("example.com.", "example.net.", "example.org.");
    listSettled();
    Files.delete(folder.resolve("example.net.zone"));
    assertThat(names()).containsExactly("example.com.", "example.org.");
    listSettled();
    Files.move(folder.resolve("example.org.yaml"), folder.resolve("a.example.org.yaml"));
    assertThat(names()).containsExactly("a.example.org.", "example.com.");
  }

  @Test
  void anotherFolderUnderTheSameName_isListed() throws IOException {
    Path link = parent.resolve("link");
    Files.createSymbolicLink(link, folder);
    Path other = Files.createDirectory(parent.resolve("other"));
    Files.writeString(other.resolve("example.org.yaml"), "x");
    folder = link;
    assertThat(listSettled()).hasSize(2);
    Files.delete(link);
    Files.createSymbolicLink(link, other);
    assertThat(names()).containsExactly("example.org.");
  }

  @Test
  void folderThatHasJustChanged_isListedEachTime() throws IOException {
    write("example.org.yaml");
    List<ZoneFile> first = list();
    assertThat(list()).isNotSameAs(first).hasSize(3);
  }
}
