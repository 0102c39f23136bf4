package org.popdns.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.harness.TestServer;

/**
 * Plays each case: checks it, serves it, asks it over UDP. With {@code -Dcases.write=true} it
 * writes what comes out into the case, for review; {@code answers.txt} needs the questions only.
 */
final class CasesTest {

  // What a case's files say of ports and paths, and what the test puts there.
  private static final Map<String, String> FREE =
      Map.of(
          "127.0.0.1:5391", "127.0.0.1:0",
          "127.0.0.1:8391", "127.0.0.1:0",
          "/tmp/popdns-cases.sock", "control.sock");
  private static final String WEB_PORT = "port: 8390";

  static List<String> cases() throws IOException {
    return CaseFolder.names();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void case_isCheckedAndAnswered(String name, @TempDir Path folder)
      throws IOException, InterruptedException {
    CaseFolder given = CaseFolder.of(name);
    try (OddWebServers web = OddWebServers.start()) {
      Map<String, String> replacements = new LinkedHashMap<>(FREE);
      replacements.put(WEB_PORT, "port: " + web.port());
      Path main = given.copy(folder, replacements);
      String check = check(main, folder);
      try (TestServer server = TestServer.start(main, Optional.empty())) {
        String answers = AnswerSheet.filled(given.answers(), server.client());
        if (Boolean.getBoolean("cases.write")) {
          given.propose(check, answers);
        }
        assertThat(check).isEqualTo(given.check());
        assertThat(answers).isEqualTo(given.answers());
      }
    }
  }

  private static String check(Path main, Path folder) {
    return new ProblemPrinter(Colours.OFF)
        .print(new ConfigurationLoader(Map.of(), () -> "ns1").load(main, Overrides.NONE).problems())
        .replace(folder + folder.getFileSystem().getSeparator(), "");
  }
}
