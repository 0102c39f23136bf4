package org.popdns.impact;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.popdns.answer.SampledQuery;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.write.AddressFormat;
import org.popdns.record.RecordTypes;
import org.popdns.report.ClientWords;
import org.popdns.sample.QuerySample;
import org.popdns.steering.SteeringDecision;

/**
 * For how large a share of real queries a change has other answers, by a sample. What of each query
 * goes elsewhere is a part of it: where one of ten addresses is another, a tenth of the questions
 * is answered otherwise. Immutable.
 *
 * @param moved the share of all queries that get other addresses, or other records
 * @param touched the share of those for which anything is another, be it the parts of the same
 *     addresses
 * @param queries how many were sampled
 * @param span since when
 * @param names which names and types the moved ones are of, the largest part of all queries first
 * @param clients under which rules their clients come, by the new files
 * @param networks from which networks they are
 */
record QueryImpact(
    QuerySample.Share moved,
    QuerySample.Share touched,
    int queries,
    Duration span,
    List<Part> names,
    List<Part> clients,
    List<Part> networks) {

  /** Fewer queries than these say nothing of all. */
  static final int FEWEST = 50;

  private static final int MOST_TOLD = 10;

  /** How large a part of all queries is moved that has something in common. */
  record Part(String of, double moved) {}

  /** Copies the lists. */
  QueryImpact {
    names = List.copyOf(names);
    clients = List.copyOf(clients);
    networks = List.copyOf(networks);
  }

  /** Weighs a change. */
  static QueryImpact of(NodeAnswers before, NodeAnswers after, QuerySample sample) {
    Map<SampledQuery, Double> moved = new HashMap<>();
    Map<String, Double> names = new HashMap<>();
    Map<String, Double> clients = new HashMap<>();
    Map<String, Double> networks = new HashMap<>();
    double total = sample.total();
    for (QuerySample.Weighted each : sample.queries()) {
      SampledQuery query = each.query();
      NodeAnswers.Answer young = after.of(query);
      double part = before.of(query).moved(young);
      if (part > 0) {
        moved.put(query, part);
        double share = part * each.weight() / total;
        names.merge(name(query), share, Double::sum);
        clients.merge(rule(young.decision()), share, Double::sum);
        IpPrefix network =
            after.deciding(query).map(NodeAnswers.Deciding::network).orElseGet(query::sender);
        networks.merge(AddressFormat.of(network), share, Double::sum);
      }
    }
    return new QueryImpact(
        sample.share(query -> moved.getOrDefault(query, 0.0)),
        sample.share(query -> moved.containsKey(query) ? 1 : 0),
        sample.queries().size(),
        sample.span(),
        largest(names),
        largest(clients),
        largest(networks));
  }

  private static String name(SampledQuery query) {
    return query.name().toString().toLowerCase(Locale.ROOT)
        + " "
        + RecordTypes.mnemonic(query.type());
  }

  private static String rule(Optional<SteeringDecision> decision) {
    return decision
        .map(
            known ->
                known
                    .clients()
                    .map(condition -> ClientWords.briefly(List.of(condition)))
                    .orElse(NameChange.NO_RULE))
        .orElse(ClientWords.EVERYBODY);
  }

  private static List<Part> largest(Map<String, Double> parts) {
    return parts.entrySet().stream()
        .map(entry -> new Part(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingDouble(Part::moved).reversed().thenComparing(Part::of))
        .limit(MOST_TOLD)
        .toList();
  }

  /** True if the sample is large enough to say something. */
  boolean isTelling() {
    return queries >= FEWEST;
  }

  /** {@code 12.4 % of 8,231 sampled queries of the last 58 min would get other addresses}. */
  String words() {
    return "%s of %s get other addresses or records".formatted(percent(moved.value()), sampled());
  }

  /** {@code 8,231 sampled queries of the last 58 min}. */
  String sampled() {
    return String.format(Locale.ROOT, "%,d sampled queries of the last %s", queries, time());
  }

  private String time() {
    return span.compareTo(Duration.ofMinutes(2)) < 0
        ? Math.max(1, span.toSeconds()) + " s"
        : span.toMinutes() + " min";
  }

  /** {@code 12.4 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
