package org.popdns.config.dynamic;

import java.util.List;
import java.util.Optional;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.AnswerTtl.Basis;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;

/**
 * Reads what clusters and dynamic records say of their answers' TTL: {@code ttl: auto} and {@code
 * ttl-degraded}. Used by the one thread that loads.
 */
public record TtlKeys(Scalars scalars) {

  /** Longest TTL (RFC 2181 §8), in seconds. */
  private static final long MOST = Integer.MAX_VALUE;

  /** Reports to {@code problems}. */
  public TtlKeys(FileProblems problems) {
    this(new Scalars(problems));
  }

  /**
   * The TTL, as far as the keys are right; what is wrong is reported.
   *
   * @param ttl {@code ttl}
   * @param degraded {@code ttl-degraded}
   */
  public AnswerTtl read(Optional<Node> ttl, Optional<Node> degraded) {
    return new AnswerTtl(
        ttl.flatMap(node -> scalars.oneOf(node, "ttl", List.of("auto"))).isPresent()
            ? Basis.AUTO
            : Basis.RECORDS,
        degraded.flatMap(node -> scalars.integer(node, "ttl-degraded", 1, MOST)));
  }
}
