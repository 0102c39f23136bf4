package org.popdns.differential;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.popdns.differential.server.Popdns;
import org.popdns.differential.server.Software;
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
          List.of("."),
          List.of(
              "forms.test.",
              "latin1.forms.test.",
              "generate.forms.test.",
              "class.forms.test.",
              "transfer.forms.test."));

  /**
   * The references that read a zone as popdns is given it, by their names; the others are given the
   * same zone in plain words.
   */
  private static final Map<String, Set<String>> READERS =
      Map.of(
          "forms.test.", Set.of("NSD", "BIND"),
          "latin1.forms.test.", Set.of("NSD", "BIND"),
          "generate.forms.test.", Set.of("BIND"),
          "class.forms.test.", Set.of("NSD", "BIND"),
          "transfer.forms.test.", Set.of("Knot", "BIND"));

  private HandWritten() {}

  /**
   * A zone's master file, as a server reads it.
   *
   * @throws IOException if there is none
   */
  static byte[] masterFile(DomainName origin, Software reader) throws IOException {
    String name = origin.toString();
    boolean plain =
        READERS.containsKey(name)
            && !(reader instanceof Popdns)
            && !READERS.get(name).contains(reader.name());
    String resource =
        (plain ? "/zones/plain/" : "/zones/") + (origin.isRoot() ? "root." : name) + "zone";
    try (InputStream in = HandWritten.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      return in.readAllBytes();
    }
  }
}
