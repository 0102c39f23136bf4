package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The reference, the manual page and the help say the same of every command. */
class CommandReferenceTest {

  private static final Path REFERENCE = Path.of("..", "docs", "cli.md");
  private static final Path MANUAL_PAGE = Path.of("..", "docs", "man", "popdns.8.adoc");
  private static final Pattern SAMPLE =
      Pattern.compile("```console\n\\$ popdns ([^\n]*)\n(.*?)```", Pattern.DOTALL);

  static List<CommandLine> commands() {
    List<CommandLine> commands = new ArrayList<>();
    collect(Popdns.commandLine(), commands);
    return commands;
  }

  private static void collect(CommandLine parent, List<CommandLine> commands) {
    for (CommandLine command : parent.getSubcommands().values()) {
      commands.add(command);
      collect(command, commands);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void reference_hasEveryCommandWithItsOptions(CommandLine command) throws IOException {
    String name = command.getCommandSpec().qualifiedName();
    String section = section(Files.readString(REFERENCE), "\n## " + name, "\n### " + name);

    assertThat(section).as(name).isNotEmpty();
    assertThat(options(command)).allSatisfy(option -> assertThat(section).contains(option));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void manualPage_hasEveryCommandWithItsOptions(CommandLine command) throws IOException {
    if (!command.getCommandSpec().name().equals("zone")) {
      String name = command.getCommandSpec().qualifiedName();
      String page = Files.readString(MANUAL_PAGE);
      int start = page.indexOf("*" + name + "*");

      assertThat(start).as(name).isPositive();
      int end = page.indexOf("\n\n", start);
      String paragraph = page.substring(start, end);
      assertThat(shortest(command))
          .allSatisfy(option -> assertThat(paragraph).contains("*" + option));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_endsWithExamplesOrNamesItsCommands(CommandLine command) {
    String help = command.getUsageMessage();

    // What can't be formatted is shown as it was written, with a warning on standard error.
    assertThat(help).doesNotContain("%n", "%%");
    assertThat(unformattable(command)).isEmpty();
    assertThat(help).contains("Exit codes:\n   0   ", "   1   ", "   2   ");
    if (command.getCommandSpec().parent().name().equals("popdns")) {
      assertThat(help).containsPattern("\nExamples?:\n  ");
    }
  }

  /** Texts of the help that {@link String#format} does not take. */
  private static List<String> unformattable(CommandLine command) {
    List<String> texts = new ArrayList<>(List.of(command.getCommandSpec().usageMessage().footer()));
    texts.addAll(List.of(command.getCommandSpec().usageMessage().description()));
    for (OptionSpec option : ownOptions(command)) {
      if (option.userObject() instanceof Field field) {
        texts.addAll(List.of(field.getAnnotation(CommandLine.Option.class).description()));
      }
    }
    return texts.stream()
        .filter(text -> text.replace("%n", "").replace("%%", "").contains("%"))
        .toList();
  }

  @Test
  void samples_areWhatTheCommandsPrint() throws IOException {
    List<MatchResult> samples = SAMPLE.matcher(Files.readString(REFERENCE)).results().toList();

    assertThat(samples).hasSize(5);
    for (MatchResult sample : samples) {
      // The tests run in a folder of the root.
      CommandRun run = CommandRun.of(sample.group(1).replace("deploy/", "../deploy/").split(" "));
      assertThat(run.out().replace("../deploy/", "deploy/"))
          .as(sample.group(1) + run.err())
          .isEqualTo(sample.group(2));
    }
  }

  private static String section(String text, String... headings) {
    for (String heading : headings) {
      int start = text.indexOf(heading + "\n");
      if (start >= 0) {
        int end = text.indexOf("\n##", start + 1);
        return end < 0 ? text.substring(start) : text.substring(start, end);
      }
    }
    return "";
  }

  private static List<String> options(CommandLine command) {
    return ownOptions(command).stream().map(OptionSpec::longestName).toList();
  }

  private static List<String> shortest(CommandLine command) {
    return ownOptions(command).stream().map(OptionSpec::shortestName).toList();
  }

  private static List<OptionSpec> ownOptions(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .toList();
  }
}
