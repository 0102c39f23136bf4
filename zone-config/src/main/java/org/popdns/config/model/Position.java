package org.popdns.config.model;

import java.nio.file.Path;

/**
 * A place in a configuration file.
 *
 * @param file the file as the operator named it
 * @param line counted from 1
 * @param column in characters, counted from 1
 */
public record Position(Path file, int line, int column) {

  /** {@code file:line:column}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
