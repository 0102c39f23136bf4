package org.popdns.config.record;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;

/**
 * Text in RDATA with the escapes of master files (RFC 1035 §5.1), which octoDNS keeps: {@code \\},
 * {@code \"} and {@code \DDD}, a byte. All else is UTF-8. Stateless.
 */
final class EscapedText {

  private EscapedText() {}

  /** The bytes of a text; empty if an escape is none, and then that is reported. */
  static Optional<byte[]> bytes(String text, String what, Span where, FileProblems problems) {
    if (text.indexOf('\\') < 0) {
      return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '\\') {
        out.write(in[i]);
      } else if (i + 1 < in.length && !isDigit(in[i + 1])) {
        out.write(in[++i]);
      } else {
        int value = i + 3 < in.length ? number(in, i + 1) : -1;
        if (value < 0 || value > 0xff) {
          problems.error(
              where,
              what
                  + ": a backslash in "
                  + Quoted.of(text)
                  + " is no escape: \\\\ is a backslash, \\DDD a byte");
          return Optional.empty();
        }
        out.write(value);
        i += 3;
      }
    }
    return Optional.of(out.toByteArray());
  }

  private static int number(byte[] in, int from) {
    return isDigit(in[from]) && isDigit(in[from + 1]) && isDigit(in[from + 2])
        ? (in[from] - '0') * 100 + (in[from + 1] - '0') * 10 + in[from + 2] - '0'
        : -1;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
