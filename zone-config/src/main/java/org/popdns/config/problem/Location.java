package org.popdns.config.problem;

import java.nio.file.Path;
import org.popdns.config.model.Position;

/** What a problem is about. */
public sealed interface Location {

  /**
   * A token of a file.
   *
   * @param position where it starts
   * @param excerpt its line, to be shown
   */
  record Token(Position position, Excerpt excerpt) implements Location {}

  /** A file or folder as a whole: it cannot be read, say. */
  record WholeFile(Path file) implements Location {}

  /** No file: the command line or the environment. */
  record Outside() implements Location {}
}
