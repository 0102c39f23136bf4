package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.BrokenZone.Answer;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.name.DomainName;

/** What is left to serve when one file is wrong. */
class SalvageTest {

  private static final String GOOD =
      "$TTL 60\n@ SOA ns1 h 1 7200 900 1209600 300\n@ NS ns1\nns1 A 192.0.2.53\n";

  @TempDir Path folder;

  @BeforeEach
  void oneGoodZoneAndABadOne() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\n");
    write("zones/good.example.zone", GOOD);
    write("zones/bad.example.zone", GOOD + "x A 192.0.2.300\n");
  }

  @Test
  void brokenZone_isNamedWithItsReason_andTheOthersAreLeft() {
    LoadResult result = load();

    assertThat(result.configuration()).isEmpty();
    assertThat(result.salvage())
        .hasValueSatisfying(
            salvage -> {
              assertThat(salvage.zones())
                  .extracting(Zone::origin)
                  .containsExactly(DomainName.parse("good.example."));
              assertThat(salvage.failed())
                  .containsExactly(
                      new BrokenZone(
                          DomainName.parse("bad.example."),
                          folder.resolve("zones/bad.example.zone")
                              + ":5:5: A record must be an IPv4 address, not '192.0.2.300'",
                          Answer.SERVFAIL));
            });
  }

  @Test
  void brokenMainFile_leavesNothing() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\nlisten-more: 1\n");

    assertThat(load().salvage()).isEmpty();
  }

  @Test
  void rightFiles_needNoSalvage() throws IOException {
    write("zones/bad.example.zone", GOOD);

    assertThat(load().configuration()).isPresent();
    assertThat(load().salvage()).isEmpty();
  }

  private LoadResult load() {
    return new ConfigurationLoader(Map.of(), () -> "host")
        .load(folder.resolve("popdns.yaml"), Overrides.NONE);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }
}
