package org.popdns.cli;

/** What the process returns. */
final class ExitCode {

  /** Done. */
  static final int OK = 0;

  /** It failed, or the configuration is invalid. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** There is no server to speak with. */
  static final int NOT_RUNNING = 3;

  /** Reloaded, but zones are broken: they stay what they were, or answer SERVFAIL. */
  static final int ZONES_BROKEN = 4;

  /** For every command's help. */
  static final String[] HELP_LIST = {
    " 0:done", " 1:failed, or the configuration is invalid", " 2:wrong usage", " 3:not running"
  };

  private ExitCode() {}
}
