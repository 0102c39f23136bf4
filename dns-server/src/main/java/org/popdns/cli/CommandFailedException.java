package org.popdns.cli;

/** A command can't do its work. The message is one line for the operator; exit code 1. */
final class CommandFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
