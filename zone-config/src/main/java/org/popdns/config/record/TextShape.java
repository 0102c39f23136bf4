package org.popdns.config.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;

/**
 * TXT as octoDNS writes it: one text of any length, cut into character strings of 255 bytes. {@code
 * \;} is a semicolon. Text in double quotes is several chunks, which are joined first.
 */
record TextShape() implements ValueShape {

  @Override
  public Optional<byte[]> read(Node value, String what, DomainName zone, FileProblems problems) {
    return new Scalars(problems)
        .anyText(value, what + " record")
        .map(text -> joined(text).replace("\\;", ";").getBytes(StandardCharsets.UTF_8))
        .map(TextShape::chunked);
  }

  private static String joined(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replaceAll("\"\\s+\"", "") : text;
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
