package org.popdns.config.record;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;

/**
 * TXT as octoDNS writes it: one text of any length, cut into character strings of 255 bytes. {@code
 * \\;} is a semicolon, and the other escapes of master files are read as well. Text in double
 * quotes is several chunks, which are joined first.
 */
record TextShape() implements ValueShape {

  private static final Pattern ESCAPED_TWICE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)+;");

  @Override
  public Optional<byte[]> read(Node value, String what, DomainName zone, FileProblems problems) {
    return new Scalars(problems)
        .anyText(value, what + " record")
        .filter(text -> isClear(text, value, what, problems))
        .flatMap(text -> EscapedText.bytes(joined(text), what + " record", value.span(), problems))
        .map(TextShape::chunked);
  }

  private static boolean isClear(String text, Node value, String what, FileProblems problems) {
    if (text.startsWith("\"") && (text.length() == 1 || !text.endsWith("\""))) {
      problems.error(
          value.span(),
          what
              + " record begins with a quote and does not end in one; a quote by itself is "
              + "written \\034");
      return false;
    }
    if (ESCAPED_TWICE.matcher(text).find()) {
      problems.error(
          value.span(),
          what
              + " record has a semicolon that is escaped twice: \\; is a semicolon, \\092\\; one"
              + " behind a backslash");
      return false;
    }
    return true;
  }

  // As octoDNS does it, which looks for the quotes between two chunks even where none are around.
  private static String joined(String text) {
    String inner = text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    return inner.replace("\" \"", "");
  }

  private static byte[] chunked(byte[] bytes) {
    RdataBuilder out = new RdataBuilder();
    int start = 0;
    do {
      int end = Math.min(bytes.length, start + 255);
      out.characterString(Arrays.copyOfRange(bytes, start, end));
      start = end;
    } while (start < bytes.length);
    return out.build();
  }
}
