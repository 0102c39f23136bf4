package org.popdns.config.problem;

import java.util.Optional;
import org.popdns.config.model.Position;

/** A span together with the file it lies in: where a later check can report a problem. */
public record Mark(FileProblems file, Span span) {

  /** See {@link FileProblems#error(Span, String)}. */
  public void error(String message) {
    file.error(span, message);
  }

  /** See {@link FileProblems#error(Span, String, Optional)}. */
  public void error(String message, Optional<String> suggestion) {
    file.error(span, message, suggestion);
  }

  /** See {@link FileProblems#warning(Span, String)}. */
  public void warning(String message) {
    file.warning(span, message);
  }

  /** The place in the model's terms. */
  public Position position() {
    return file.position(span);
  }
}
