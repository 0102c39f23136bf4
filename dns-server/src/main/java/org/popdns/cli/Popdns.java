package org.popdns.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.popdns.report.BuildInfo;
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

  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

  /** In the order of the help. Picocli reads a class's annotations when it is added, so by need. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          ServeCommand.class,
          CheckCommand.class,
          DiffCommand.class,
          ZoneCommand.class,
          StatusCommand.class,
          ExplainCommand.class,
          MapCommand.class,
          PlanCommand.class,
          LeaseCommand.class,
          DrainCommand.class,
          UndrainCommand.class,
          HistoryCommand.class,
          NotifyCommand.class,
          ReloadCommand.class,
          StoredCommand.class,
          StopCommand.class,
          DemoCommand.class,
          CompletionCommand.class);

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
    withoutNettyEvents();
    try {
      System.exit(commandLineFor(args).execute(args));
    } catch (Error e) {
      // The other threads would live on without what this one did not come to. Nothing is waited
      // for.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  /**
   * Netty's events for the JDK's flight recorder cost a tenth of a second of each start. Whoever
   * wants them sets the property.
   */
  static void withoutNettyEvents() {
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
  }

  /**
   * The command line that these arguments need: the command that they begin with alone, which is
   * ready in a third of the time, or all commands if they begin with none. For the version, none.
   */
  static CommandLine commandLineFor(String... args) {
    String first = args.length == 0 ? "" : args[0];
    if (first.equals("--version") || first.equals("-V")) {
      return commandLine(List.of());
    }
    Optional<Class<?>> named = COMMANDS.stream().filter(isNamed(first)).findFirst();
    boolean needsAll = named.isEmpty() || named.get() == CompletionCommand.class;
    return commandLine(needsAll ? COMMANDS : List.of(named.get()));
  }

  private static Predicate<Class<?>> isNamed(String name) {
    return command -> command.getAnnotation(Command.class).name().equals(name);
  }

  /** The command line with all commands. */
  static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  /** The command line with its ways of saying what went wrong. */
  private static CommandLine commandLine(List<Class<?>> commands) {
    CommandLine line = new CommandLine(new Popdns());
    commands.forEach(line::addSubcommand);
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
