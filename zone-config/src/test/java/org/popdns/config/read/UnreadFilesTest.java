package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.read.ConfigurationLoader.Overrides;

/** Whatever lies in a zone folder is read or named in one line. */
class UnreadFilesTest {

  private static final String ZONE =
      "$TTL 60\n@ SOA ns1 h 1 7200 900 1209600 300\n@ NS ns1\nns1 A 192.0.2.53\n";

  @TempDir Path folder;

  @BeforeEach
  void oneZone() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nstrict: true\nzones: zones\n");
    write("zones/example.com.zone", ZONE);
  }

  @Test
  void oneOfAKind_isNamedByItself() throws IOException {
    write("zones/.example.com.zone.swp", "");
    write("zones/README.md", "");
    write("zones/example.com.zone~", "");
    write("zones/ns.inc", "");
    write("zones/scripts/push.sh", "");
    assertThat(shown())
        .isEqualTo(
            """
            zones: note: holds 2 that are not read, as no zone includes them: ns.inc, scripts
            zones/.example.com.zone.swp: note: is not read, as it is hidden
            zones/README.md: note: is not read, as its name begins with README
            zones/example.com.zone~: note: is not read, as its name is a backup's
            """);
  }

  @Test
  void manyOfAKind_areOneLine() throws IOException {
    for (int i = 10; i < 30; i++) {
      write("zones/README." + i, "");
      write("zones/" + i + (i == 12 ? ".rpmsave" : ".bak"), "");
    }
    write("zones/.git/config", "");
    write("zones/.gitignore", "");
    assertThat(shown())
        .isEqualTo(
            """
            zones: note: holds 2 that are not read, as they are hidden: .git, .gitignore
            zones: note: holds 20 that are not read, as their names are those of backups: 10.bak, 11.bak, 12.rpmsave, 13.bak, 14.bak and 15 more
            zones: note: holds 20 that are not read, as their names begin with README: README.10, README.11, README.12, README.13, README.14 and 15 more
            """);
  }

  @Test
  void whatIsIncluded_isNotNamed_whateverItsName() throws IOException {
    write("zones/example.com.zone", ZONE + "$INCLUDE ns.inc\n$INCLUDE ./common/mail\n");
    write("zones/example.org.zone", ZONE + "$INCLUDE README\n$INCLUDE web.txt\n");
    write("zones/example.net.yaml", "'': {type: NS, value: ns1.example.com.}\na: !include a.inc\n");
    write("zones/ns.inc", "a A 192.0.2.1\n");
    write("zones/a.inc", "{type: A, value: 192.0.2.1}\n");
    write("zones/README", "b A 192.0.2.1\n");
    write("zones/web.txt", "www A 192.0.2.1\n");
    write("zones/common/mail", "c A 192.0.2.1\n");
    assertThat(shown()).isEmpty();
  }

  @Test
  void folderOfWhichSomeIsIncluded_namesTheRest() throws IOException {
    write("zones/example.com.zone", ZONE + "$INCLUDE common/more/mail\n");
    write("zones/common/more/mail", "c A 192.0.2.1\n");
    write("zones/common/more/web", "");
    write("zones/common/README", "");
    write("zones/common/old/web", "");
    assertThat(shown())
        .isEqualTo(
            """
            zones/common/README: note: is not read, as its name begins with README
            zones/common/more/web: note: is not read, as no zone includes it
            zones/common/old: note: is not read, as no zone includes it
            """);
  }

  @Test
  void nameThatIsHidden_isNoZones_butTheRootZoneIs() throws IOException {
    write("zones/._example.com.zone", "");
    write("zones/.#example.com.yaml", "");
    write("zones/.zone", "$TTL 60\n. SOA ns1. h. 1 7200 900 1209600 300\n. NS ns1.\ncom. NS a.\n");
    assertThat(shown())
        .contains(
            "zones: note: holds 2 that are not read, as they are hidden: .#example.com.yaml,"
                + " ._example.com.zone\n")
        .doesNotContain("zones/.zone: note");
  }

  @Test
  void foldersWithZones_drawAWarning() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\n");
    write("zones/customers/example.net.zone", ZONE);
    write("zones/example.org/www.yaml", "{}");
    write("zones/example.info./www.yaml", "www: {type: A, value: 192.0.2.1}");
    write("zones/example.info./notes", "");
    write("zones/example.info./.notes", "");
    write("zones/notes", "");
    assertThat(shown())
        .isEqualTo(
            """
            zones/customers: warning: is not read: zones' files lie in the folder itself, not below it
            zones/example.info./.notes: note: is not read, as it is hidden
            zones/example.info./notes: warning: is not read: the files of a split zone end in .yaml
            zones/example.info./www.yaml:1:1: warning: zone example.info. lacks NS records at the zone itself
            www: {type: A, value: 192.0.2.1}
            ^
            zones/example.org: warning: is not read by itself: the folder of a zone's files is named after the zone and ends in '.', which octodns: {split-extension: …} changes
            zones/notes: warning: is not read: the name of a zone's file ends in .yaml or .zone, unless a list under 'zones' names it
            """);
  }

  @Test
  void journalOfBind_saysThatTheFileMayLackChanges() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\n");
    write("zones/example.net.zone", ZONE);
    write("zones/example.net.zone.jnl", "");
    assertThat(shown())
        .contains(
            """
            zones/example.net.zone.jnl: warning: is not read: it is a journal of BIND's, with changes that the zone's file may lack; 'rndc sync -clean' writes them there
            """);
  }

  @Test
  void linkToWhatIsNotThere_isNamedAsOne() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\n");
    write("zones/example.net.zone", ZONE);
    Files.createSymbolicLink(folder.resolve("zones/example.org.zone"), Path.of("nowhere"));
    assertThat(shown())
        .contains(
            "zones/example.org.zone: error: cannot be read: it is a link to what is not there\n");
  }

  @Test
  void zoneWithErrors_letsNobodyTellWhatItIncludes() throws IOException {
    write("zones/ns.inc", "");
    write("zones/.hidden", "");
    write("zones/example.com.zone", ZONE + "www A 192.0.2.300\n");
    assertThat(shown())
        .isEqualTo(
            """
            zones/.hidden: note: is not read, as it is hidden
            zones/example.com.zone:5:7: error: A record must be an IPv4 address, not '192.0.2.300'
            www A 192.0.2.300
                  ^~~~~~~~~~~
            """);
  }

  @Test
  void fileWhoseNameIsNoZones_includesNothing() throws IOException {
    write("zones/ns.inc", "");
    write("zones/exa..mple.zone", ZONE);
    assertThat(shown())
        .isEqualTo(
            """
            zones/exa..mple.zone: error: the file's name is not a zone's: 'exa..mple' has an empty label
            zones/ns.inc: note: is not read, as no zone includes it
            """);
  }

  @Test
  void sharedFile_isNamedWhereNoZoneReadsIt() throws IOException {
    write("popdns.yaml", "listen: 192.0.2.53\nzones: zones\noctodns: {shared-file: shared.yaml}\n");
    write("zones/shared.yaml", "a: {type: A, value: 192.0.2.1}");
    assertThat(shown()).isEqualTo("zones/shared.yaml: note: is not read, as no zone includes it\n");
    write("zones/example.net.yaml", "'': {type: NS, value: ns1.example.com.}\n");
    assertThat(shown()).isEmpty();
  }

  private String shown() {
    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "host")
            .load(folder.resolve("popdns.yaml"), Overrides.NONE);
    return new ProblemPrinter(Colours.OFF).print(result.problems()).replace(folder + "/", "");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }
}
