package org.popdns.config.record;

import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;
import org.popdns.name.InternationalName;

/** Names in YAML end in a dot, as octoDNS wants them. Stateless. */
public final class AbsoluteName {

  private AbsoluteName() {}

  /**
   * Reads a name that ends in a dot.
   *
   * @param what the type and the field, for messages
   * @param zone the zone that it stands in; empty if it stands in none
   * @return empty if it does not fit, and then that is reported
   */
  public static Optional<DomainName> read(
      Node node, String what, Optional<DomainName> zone, FileProblems problems) {
    return new Scalars(problems)
        .text(node, what)
        .flatMap(
            text -> {
              DomainName name;
              try {
                name = DomainName.parse(InternationalName.toAscii(text));
              } catch (IllegalArgumentException e) {
                problems.error(node.span(), what + ": " + e.getMessage());
                return Optional.empty();
              }
              if (!DomainName.isAbsolute(text)) {
                problems.error(
                    node.span(),
                    what + " " + Quoted.of(text) + " lacks the final dot",
                    Optional.of(zone.map(of -> whole(text, name, of)).orElse(text + ".")));
                return Optional.empty();
              }
              return Optional.of(name);
            });
  }

  /**
   * The whole name that is probably meant by one without the final dot. A single label is relative
   * to the zone, as its owners are; several are a name that was written to its end.
   */
  private static String whole(String text, DomainName name, DomainName zone) {
    if (name.labelCount() > 1 || name.isAtOrBelow(zone)) {
      return text + ".";
    }
    try {
      return DomainName.parse(text, zone).toString();
    } catch (IllegalArgumentException tooLong) {
      return text + ".";
    }
  }
}
