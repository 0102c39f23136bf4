package org.popdns.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code popdns completion}: lets the shell complete commands and options. */
@Command(
    name = "completion",
    description =
        "Print a script that lets bash, or zsh with bashcompinit, complete popdns commands.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  source <(popdns completion)                                  in this shell",
      "  popdns completion > /etc/bash_completion.d/popdns            for everybody"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  CompletionCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("popdns", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
