package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script, in a real bash. */
class CompletionCommandTest {

  @TempDir private Path folder;

  @BeforeEach
  void print() throws IOException {
    CommandRun run = CommandRun.of("completion");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    Files.writeString(folder.resolve("popdns"), run.out());
  }

  @Test
  void script_isBash() throws Exception {
    assertThat(bash("bash -n popdns && echo fine")).containsExactly("fine");
  }

  @ParameterizedTest
  @CsvSource({
    "popdns di, diff",
    "popdns zone e, export",
    "popdns zone export --oc, --octodns",
    "popdns diff --si, --site",
    "popdns demo sto, stop",
    "popdns status -o j, json"
  })
  void word_isCompleted(String typed, String completed) throws Exception {
    String script =
        """
        source ./popdns
        compopt() { :; } # works only where a person presses the key
        COMP_LINE='%1$s'
        COMP_POINT=${#COMP_LINE}
        read -ra COMP_WORDS <<<"$COMP_LINE"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        handler=$(complete -p popdns | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        "$handler" popdns
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(typed);

    assertThat(bash(script)).containsExactly(completed);
  }

  private List<String> bash(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }
}
