package org.popdns.config.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Location;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.LoadResult;
import org.popdns.config.tree.SourceFile;
import org.popdns.config.zone.MasterFile;
import org.popdns.config.zone.ZoneAssembly;
import org.popdns.config.zone.ZoneRecords;
import org.popdns.config.zone.ZoneYaml;
import org.popdns.name.DomainName;

/**
 * Any bytes as a configuration: they are read, or refused with errors that have a place and a line
 * of text. Nothing throws.
 */
final class ReadersFuzzTest {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");

  // One folder for the whole run: a target is called thousands of times a second.
  private static final Path FOLDER = folder();

  private static final String ZONE = "'': {type: NS, value: ns.example.net.}\n";

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @FuzzTest
  void masterFile(byte[] data) throws IOException {
    ProblemLog log = new ProblemLog();
    Path file = write("fuzzed.zone", data);
    ZoneRecords records = MasterFile.read(file, data, ORIGIN, List.of(), log);
    Optional<Zone> zone = new ZoneAssembly(Optional.empty(), Optional.empty()).assemble(records);
    check(log, zone.isPresent());
  }

  @FuzzTest
  void zoneYaml(byte[] data) throws IOException {
    ProblemLog log = new ProblemLog();
    Path file = write("fuzzed.yaml", data);
    Optional<Zone> zone =
        SourceFile.read(file, log)
            .map(problems -> ZoneYaml.read(problems, List.of(), ORIGIN, ZoneYaml.Settings.DEFAULT))
            .map(ReadersFuzzTest::assemble);
    check(log, zone.isPresent());
  }

  @FuzzTest
  void clustersYaml(byte[] data) throws IOException {
    write(
        "popdns.yaml",
        "{site: here, node: n, listen: 192.0.2.1, zones: [{origin: example.com., file: z.yaml}],"
            + " clusters: clusters.yaml}");
    write("z.yaml", ZONE);
    write("clusters.yaml", data);
    load();
  }

  @FuzzTest
  void popdnsYaml(byte[] data) throws IOException {
    write("popdns.yaml", data);
    write("z.yaml", ZONE);
    write("clusters.yaml", "{sites: {here: {}}, checks: {}, clusters: {}}");
    load();
  }

  private static void load() {
    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "host")
            .load(FOLDER.resolve("popdns.yaml"), ConfigurationLoader.Overrides.NONE);
    check(result.problems(), result.configuration().isPresent());
  }

  private static Zone assemble(ZoneRecords records) {
    return new ZoneAssembly(Optional.empty(), Optional.empty()).assemble(records).orElseThrow();
  }

  private static void check(ProblemLog log, boolean read) {
    check(log.sorted(), read && !log.hasErrors());
  }

  private static void check(List<Problem> problems, boolean read) {
    boolean errors = problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    if (!errors && !read) {
      throw new AssertionError("refused without an error");
    }
    for (Problem problem : problems) {
      if (problem.message().isBlank()
          || problem.message().contains("\n")
          || problem.message().contains("java.")) {
        throw new AssertionError("not for an operator: " + problem);
      }
      if (problem.location() instanceof Location.Token token
          && (token.position().line() < 1 || token.position().column() < 1)) {
        throw new AssertionError("nowhere: " + problem);
      }
    }
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(FOLDER.resolve(name), text);
  }

  private static Path write(String name, byte[] data) throws IOException {
    return Files.write(FOLDER.resolve(name), data);
  }
}
