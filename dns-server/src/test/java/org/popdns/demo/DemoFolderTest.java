package org.popdns.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's files, as they are in the build. */
final class DemoFolderTest {

  @TempDir private Path folder;

  @Test
  void files_areInTheBuild_andReplaceThoseOfAnEarlierDemo() throws IOException {
    Path zone = folder.resolve("zones/example.com.yaml");
    Files.createDirectories(zone.getParent());
    Files.writeString(zone, "of an earlier demo");
    DemoFolder.writeFiles(folder);
    assertThat(folder.resolve("popdns.yaml")).content().contains("clusters: clusters.yaml");
    assertThat(folder.resolve("clusters.yaml")).content().contains("images:");
    assertThat(zone).content().contains("cluster: images");
  }
}
