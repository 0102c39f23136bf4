package org.popdns.differential;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.popdns.differential.wire.Response;

/**
 * How the four servers respond to odd messages, as a table, and where popdns differs from what the
 * other three have in common. Each part is judged by itself: with such messages there is hardly one
 * to which all parts of the responses agree.
 */
final class OddTable {

  private static final Set<Part> JUDGED =
      EnumSet.of(Part.OUTCOME, Part.RCODE, Part.FLAGS, Part.QUESTION, Part.OPT);

  private OddTable() {}

  /**
   * Prints the table.
   *
   * @return how many messages popdns responds to otherwise than the others agree to
   */
  static int print(List<Exchange> exchanges) {
    System.out.printf("%nodd messages%n");
    row("", List.of("NSD", "Knot", "BIND", "popdns"), "");
    int differences = 0;
    for (Exchange exchange : exchanges) {
      Set<Part> different = different(exchange);
      Optional<Deviation> deviation =
          different.isEmpty() ? Optional.empty() : Deviation.of(exchange);
      differences += different.isEmpty() || deviation.isPresent() ? 0 : 1;
      List<String> cells =
          Stream.concat(exchange.references().stream(), Stream.of(exchange.popdns()))
              .map(OddTable::cell)
              .toList();
      row(
          exchange.ask().text(),
          cells,
          deviation
              .map(Deviation::name)
              .orElse(different.isEmpty() ? "" : "DIFFERENT " + different));
    }
    System.out.printf("%d odd messages, %d differences%n", exchanges.size(), differences);
    return differences;
  }

  private static Set<Part> different(Exchange exchange) {
    Response first = exchange.references().getFirst();
    return JUDGED.stream()
        .filter(part -> exchange.references().stream().allMatch(r -> part.same(first, r)))
        .filter(part -> !part.same(first, exchange.popdns()))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
  }

  private static void row(String text, List<String> cells, String verdict) {
    System.out.printf(
        "%-28s %-20s %-20s %-20s %-20s %s%n",
        text, cells.get(0), cells.get(1), cells.get(2), cells.get(3), verdict);
  }

  /** Rcode, flags, whether the question is echoed, whether there is an OPT record. */
  private static String cell(Response response) {
    if (response.outcome() != Response.Outcome.READ) {
      return response.outcome().name().toLowerCase(Locale.ROOT);
    }
    return "%d %04x%s%s"
        .formatted(
            response.rcode(),
            response.flags(),
            response.question().isEmpty() ? "" : " q",
            response.opt().map(opt -> " " + opt).orElse(""));
  }
}
