package org.popdns.cli;

import picocli.CommandLine.Option;

/** The option of verbs that print data: for people or for programs. */
final class OutputOption {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text or json (default: ${DEFAULT-VALUE}).",
      defaultValue = "text")
  private OutputFormat format;

  /** Made by picocli, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  OutputOption() {}

  OutputFormat format() {
    return format;
  }
}
