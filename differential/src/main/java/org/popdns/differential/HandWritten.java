package org.popdns.differential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.popdns.name.DomainName;

/** The zones written by hand, one or more for each rule, as resources of this program. */
final class HandWritten {

  /** The zones that are served together; the root zone would answer for all other names. */
  static final List<List<String>> GROUPS =
      List.of(
          List.of(
              "wildcard.test.",
              "cname.test.",
              "dname.test.",
              "dname-apex.test.",
              "delegation.test.",
              "nested.test.",
              "inner.nested.test.",
              "additional.test.",
              "types.test.",
              "large.test."),
          List.of("."));

  private HandWritten() {}

  /**
   * The text of a zone's master file.
   *
   * @throws IOException if there is none
   */
  static String masterFile(DomainName origin) throws IOException {
    String resource = "/zones/" + (origin.isRoot() ? "root." : origin) + "zone";
    try (InputStream in = HandWritten.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
