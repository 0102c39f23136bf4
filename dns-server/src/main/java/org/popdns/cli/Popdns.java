package org.popdns.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.popdns.control.BuildInfo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;

/** The {@code popdns} command: the entry point of the process. */
@Command(
    name = "popdns",
    description = "An authoritative nameserver for anycast sites.",
    mixinStandardHelpOptions = true,
    versionProvider = Popdns.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      DiffCommand.class,
      ZoneCommand.class,
      StatusCommand.class,
      ExplainCommand.class,
      LeaseCommand.class,
      DrainCommand.class,
      UndrainCommand.class,
      HistoryCommand.class,
      ReloadCommand.class,
      StopCommand.class,
      DemoCommand.class,
      CompletionCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  popdns demo                                     try it: one site, six image servers",
      "  popdns check --config popdns.yaml               are the files right?",
      "  popdns serve --config popdns.yaml --site japan  answer queries",
      "  popdns status                                   what is answered, and why",
      "  popdns explain www.example.com A                how one answer comes about"
    })
public final class Popdns implements Runnable {

  /** Prints the version. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"popdns " + BuildInfo.version()};
    }
  }

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  public Popdns() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its ways of saying what went wrong. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Popdns());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.getSubcommands().values().forEach(Popdns::explainExitCodes);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof CommandFailedException) {
            complain(command.getErr(), String.valueOf(failure.getMessage()));
            return ExitCode.FAILED;
          }
          throw failure;
        });
    return line;
  }

  /** Every command's help ends with its exit codes; most have those of {@link ExitCode}. */
  private static void explainExitCodes(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("%nExit codes:%n");
    if (usage.exitCodeList().isEmpty()) {
      command.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
      usage.exitCodeList(exitCodes());
    }
    command.getSubcommands().values().forEach(Popdns::explainExitCodes);
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (String line : ExitCode.HELP_LIST) {
      int colon = line.indexOf(':');
      codes.put(line.substring(0, colon), line.substring(colon + 1));
    }
    return codes;
  }

  /** Says in one line that something is wrong. */
  static void complain(PrintWriter err, String message) {
    err.println("popdns: error: " + message);
    err.flush();
  }
}
