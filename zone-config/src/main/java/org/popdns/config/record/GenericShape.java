package org.popdns.config.record;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;

/** RDATA of any type, as RFC 3597 §5 writes it: {@code \# 4 c0000201}. */
record GenericShape() implements ValueShape {

  private static final Pattern FORM =
      Pattern.compile("\\\\#\\s+([0-9]{1,5})((?:\\s+[0-9a-fA-F]+)*)\\s*");
  private static final String EXPECTED =
      "\\#, the number of bytes, and the bytes in hexadecimal, such as '\\# 4 c0000201'";

  @Override
  public Optional<byte[]> read(Node value, String what, FileProblems problems) {
    Scalars scalars = new Scalars(problems);
    return scalars
        .text(value, what + " record")
        .flatMap(
            text -> {
              Matcher matcher = FORM.matcher(text);
              String hex = matcher.matches() ? matcher.group(2).replaceAll("\\s", "") : "";
              if (!matcher.matches() || hex.length() % 2 != 0) {
                return scalars.mismatch(value, what + " record", EXPECTED);
              }
              byte[] rdata = HexFormat.of().parseHex(hex);
              if (rdata.length != Integer.parseInt(matcher.group(1))) {
                problems.error(
                    value.span(),
                    what
                        + " record has "
                        + rdata.length
                        + " bytes, not "
                        + matcher.group(1)
                        + " as it says");
                return Optional.empty();
              }
              return Optional.of(rdata);
            });
  }
}
