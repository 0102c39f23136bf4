package org.popdns.sample;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.popdns.answer.SampledQuery;

/**
 * Some of the queries that came, and how many each stands for. Immutable.
 *
 * @param queries those that were kept
 * @param span how long ago the first of them came, at most
 */
public record QuerySample(List<Weighted> queries, Duration span) {

  /** Nothing came, or nothing is kept. */
  public static final QuerySample NONE = new QuerySample(List.of(), Duration.ZERO);

  /** Of the normal distribution, 95 % are within so many standard deviations. */
  private static final double DEVIATIONS = 1.96;

  /** Copies the list. */
  public QuerySample {
    queries = List.copyOf(queries);
  }

  /**
   * A query.
   *
   * @param query what was asked
   * @param weight how many queries it stands for
   */
  public record Weighted(SampledQuery query, double weight) {}

  /**
   * A share of all queries, by the sample.
   *
   * @param value the share, 0 to 1
   * @param low 95 of 100 samples would have a share between this one, …
   * @param high … and this one, if queries came one by one and not in packs
   */
  public record Share(double value, double low, double high) {}

  /** How many queries all of them stand for. */
  public double total() {
    return queries.stream().mapToDouble(Weighted::weight).sum();
  }

  /**
   * How large a part of all queries something is true of.
   *
   * @param of by how much it is true of a query, 0 to 1
   */
  public Share share(ToDoubleFunction<SampledQuery> of) {
    double total = 0;
    double squares = 0;
    double part = 0;
    for (Weighted each : queries) {
      total += each.weight;
      squares += each.weight * each.weight;
      part += each.weight * of.applyAsDouble(each.query);
    }
    if (total == 0) {
      return new Share(0, 0, 1);
    }
    // Kish: weighted queries tell as much as so many unweighted ones would.
    return wilson(part / total, total * total / squares);
  }

  /** Wilson's interval, which is right near 0 and 1 as well. */
  private static Share wilson(double share, double size) {
    double z = DEVIATIONS * DEVIATIONS;
    double middle = (share + z / (2 * size)) / (1 + z / size);
    double half =
        DEVIATIONS * Math.sqrt(share * (1 - share) / size + z / (4 * size * size)) / (1 + z / size);
    return new Share(
        share,
        Math.min(share, Math.max(0, middle - half)),
        Math.max(share, Math.min(1, middle + half)));
  }
}
