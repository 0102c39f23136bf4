package org.popdns.config.record;

import java.util.Optional;
import java.util.regex.Pattern;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;
import org.popdns.record.TextWords;
import org.popdns.record.Words;

/**
 * TXT as octoDNS writes it: one text of any length, cut into character strings of 255 bytes. {@code
 * \;} is a semicolon, and the other escapes of master files are read as well. Text in double quotes
 * is several chunks, which are joined first. Stateless.
 */
final class TextChunks {

  private static final Pattern ESCAPED_TWICE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)+;");

  private TextChunks() {}

  /** The character strings; empty if the text is not clear, and then that is reported. */
  static Optional<Words> words(String text, String what, Span where, FileProblems problems) {
    if (text.startsWith("\"") && (text.length() == 1 || !text.endsWith("\""))) {
      problems.error(
          where,
          what
              + " begins with a quote and does not end in one; a quote by itself is written"
              + " \\034");
      return Optional.empty();
    }
    if (ESCAPED_TWICE.matcher(text).find()) {
      problems.error(
          where,
          what
              + " has a semicolon that is escaped twice: \\; is a semicolon, \\092\\; one behind a"
              + " backslash");
      return Optional.empty();
    }
    return Optional.of(TextWords.chunked(joined(text)));
  }

  // As octoDNS does it, which looks for the quotes between two chunks even where none are around.
  private static String joined(String text) {
    String inner = text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    return inner.replace("\" \"", "");
  }
}
