package org.popdns.config.record;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;

/** RDATA of any type, as RFC 3597 §5 writes it: {@code \# 4 c0000201}. */
record GenericShape() implements ValueShape {

  private static final String EXPECTED =
      "\\#, the number of bytes, and the bytes in hexadecimal, such as '\\# 4 c0000201'";

  @Override
  public Optional<byte[]> read(Node value, String what, DomainName zone, FileProblems problems) {
    Scalars scalars = new Scalars(problems);
    return scalars
        .text(value, what + " record")
        .flatMap(
            text -> {
              String[] words = text.strip().split("\\s+");
              String hex =
                  String.join("", List.of(words).subList(Math.min(2, words.length), words.length));
              boolean right =
                  words.length >= 2
                      && words[0].equals("\\#")
                      && words[1].matches("[0-9]{1,5}")
                      && hex.length() % 2 == 0
                      && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
              if (!right) {
                return scalars.mismatch(value, what + " record", EXPECTED);
              }
              byte[] rdata = HexFormat.of().parseHex(hex);
              if (rdata.length != Integer.parseInt(words[1])) {
                problems.error(
                    value.span(),
                    what
                        + " record has "
                        + rdata.length
                        + " bytes, not "
                        + words[1]
                        + " as it says");
                return Optional.empty();
              }
              return Optional.of(rdata);
            });
  }
}
