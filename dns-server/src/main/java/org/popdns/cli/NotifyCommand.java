package org.popdns.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code popdns notify}: who is told of what is wrong, and whether it reaches them. */
@Command(
    name = "notify",
    description = "Who is told of what is wrong, and whether it reaches them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {NotifyListCommand.class, NotifyTestCommand.class},
    footer = {"", "Examples:", "  popdns notify list", "  popdns notify test oncall"})
final class NotifyCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  NotifyCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command? list or test");
  }
}
