package org.popdns.differential;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts what came of the questions and prints it; with the system property {@code disputes} also
 * an example of each dispute in which popdns stands alone. Used by one thread.
 */
final class Report {

  private static final int SHOWN_PER_KIND = 2;
  private static final int SHOWN_KINDS = 40;

  private int queries;
  private int unanimous;
  private int differences;
  private final Map<Rule, Integer> unanimousByRule = new EnumMap<>(Rule.class);
  private final Map<Rule, Integer> disputedByRule = new EnumMap<>(Rule.class);
  private final Map<Set<Part>, Integer> disputes = new HashMap<>();
  private final Map<String, Exchange> examples = new TreeMap<>();
  private int alone;
  private final Map<Deviation, Integer> deviations = new EnumMap<>(Deviation.class);
  private final Map<String, Integer> kinds = new LinkedHashMap<>();

  /** Counts an exchange, and prints it if popdns differs in a way not seen often before. */
  void add(Exchange exchange) {
    Verdict verdict = exchange.verdict();
    queries++;
    Set<Rule> rules = exchange.rules();
    if (verdict.isUnanimous()) {
      unanimous++;
    } else {
      disputes.merge(verdict.disputed(), 1, Integer::sum);
      if (Verdict.isAlone(exchange.ask().type(), exchange.references(), exchange.popdns())) {
        alone++;
        examples.putIfAbsent(verdict.disputed() + " " + rules, exchange);
      }
    }
    Map<Rule, Integer> counts = verdict.isUnanimous() ? unanimousByRule : disputedByRule;
    rules.forEach(rule -> counts.merge(rule, 1, Integer::sum));
    if (verdict.different().isEmpty()) {
      return;
    }
    Optional<Deviation> deviation = Deviation.of(exchange);
    if (deviation.isPresent()) {
      deviations.merge(deviation.get(), 1, Integer::sum);
    } else {
      differences++;
      String kind = verdict.different() + " " + rules;
      int seen = kinds.merge(kind, 1, Integer::sum);
      if (seen <= SHOWN_PER_KIND && kinds.size() <= SHOWN_KINDS) {
        System.out.printf("DIFFERENT %s%n%s%n", kind, exchange);
      }
    }
  }

  /** True if popdns never differed. */
  boolean isClean() {
    return differences == 0;
  }

  /** Prints the counts by rule and by what was disputed. */
  void print() {
    System.out.printf("%n%-20s %10s %10s%n", "rule", "unanimous", "disputed");
    for (Rule rule : Rule.values()) {
      System.out.printf(
          "%-20s %10d %10d%n",
          rule, unanimousByRule.getOrDefault(rule, 0), disputedByRule.getOrDefault(rule, 0));
    }
    System.out.printf("%nwhere the references differ from each other:%n");
    byText(disputes).forEach((what, n) -> System.out.printf("%8d %s%n", n, what));
    System.out.printf("%8d of these where popdns responds like none of them%n", alone);
    if (Boolean.getBoolean("disputes")) {
      examples.forEach((kind, exchange) -> System.out.printf("DISPUTED %s%n%s%n", kind, exchange));
    }
    System.out.printf("on purpose: %s%n", deviations);
    kinds.forEach((kind, n) -> System.out.printf("%8d x DIFFERENT %s%n", n, kind));
  }

  /** The counts in one line. */
  String summary() {
    return "%d queries, %d unanimous, %d differences".formatted(queries, unanimous, differences);
  }

  private static Map<String, Integer> byText(Map<Set<Part>, Integer> counts) {
    Map<String, Integer> result = new TreeMap<>();
    counts.forEach((parts, n) -> result.put(new TreeSet<>(parts).toString(), n));
    return result;
  }
}
