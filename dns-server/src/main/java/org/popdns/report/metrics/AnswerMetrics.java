package org.popdns.report.metrics;

import java.util.List;
import java.util.function.ToLongFunction;
import org.popdns.answer.Protocol;
import org.popdns.answer.WorkerCounters;
import org.popdns.publish.DecisionDirectory;
import org.popdns.record.RecordTypes;
import org.popdns.wire.Rcode;

/**
 * Queries and their answers. The workers' counters are added up here and nowhere else.
 *
 * @param decisions what the workers count steered answers by
 * @param kernelDrops datagrams that the kernel had no room for
 */
record AnswerMetrics(
    List<WorkerCounters> workers, List<DecisionDirectory.Kind> decisions, long kernelDrops)
    implements MetricSource {

  private static final Family REQUESTS =
      Family.counter("popdns_dns_requests", "Queries read.", "type", "proto", "family");
  private static final Family RESPONSES =
      Family.counter("popdns_dns_responses", "Responses sent.", "rcode", "proto", "family");
  private static final Family TRUNCATED =
      Family.counter(
          "popdns_dns_truncated",
          "Responses with TC: too large for the client's UDP.",
          "proto",
          "family");
  private static final Family OWN =
      Family.counter(
          "popdns_dns_own_queries",
          "Queries that the server asked itself and answered; counted nowhere else.",
          "proto",
          "family");
  private static final Family COOKIES =
      Family.counter(
          "popdns_dns_cookies", "Queries with a COOKIE option, by what it held.", "result");
  private static final Family DURATION =
      Family.histogram(
          "popdns_dns_request_duration_seconds",
          "From reading a message to handing its response over, or to leaving it without one.");
  private static final Family DROPPED =
      Family.counter(
          "popdns_dns_dropped",
          "Messages without a response, by reason; receive-buffer: dropped by the kernel.",
          "reason");
  private static final Family DECISIONS =
      Family.counter(
          "popdns_steering_decisions",
          "Answers with a cluster's addresses, by the pool they came from and the rule.",
          "pool",
          "reason");

  static final List<Family> FAMILIES =
      List.of(REQUESTS, RESPONSES, TRUNCATED, OWN, COOKIES, DURATION, DROPPED, DECISIONS);

  private static final double[] DURATION_BOUNDS_SECONDS = durationBounds();

  private static double[] durationBounds() {
    double[] bounds = new double[WorkerCounters.DURATION_BUCKETS];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = Math.scalb(1.0, 2 * i) / 1e6;
    }
    return bounds;
  }

  @Override
  public void addTo(Exposition exposition) {
    for (Protocol protocol : Protocol.values()) {
      of(protocol, exposition);
    }
    for (WorkerCounters.Cookie result : WorkerCounters.Cookie.values()) {
      exposition.add(COOKIES, sum(worker -> worker.cookies(result)), result.label());
    }
    exposition.addHistogram(
        DURATION,
        DURATION_BOUNDS_SECONDS,
        bucket -> sum(worker -> worker.durations((int) bucket)),
        sum(WorkerCounters::durationSumNanos) / 1e9);
    for (WorkerCounters.Drop reason : WorkerCounters.Drop.values()) {
      exposition.add(DROPPED, sum(worker -> worker.dropped(reason)), reason.label());
    }
    exposition.add(DROPPED, kernelDrops, "receive-buffer");
    for (int kind = 0; kind < decisions.size(); kind++) {
      int index = kind;
      exposition.add(
          DECISIONS,
          sum(worker -> worker.decisions(index)),
          decisions.get(kind).pool(),
          decisions.get(kind).reason());
    }
  }

  /** Types and rcodes that did not come have no series. */
  private void of(Protocol protocol, Exposition exposition) {
    String proto = protocol.transport();
    String family = protocol.family();
    for (int type = 0; type <= WorkerCounters.OTHER_TYPE; type++) {
      int asked = type;
      long count = sum(worker -> worker.requests(protocol, asked));
      if (count > 0) {
        exposition.add(REQUESTS, count, typeName(type), proto, family);
      }
    }
    for (int rcode = 0; rcode < Rcode.COUNT; rcode++) {
      int answered = rcode;
      long count = sum(worker -> worker.responses(protocol, answered));
      if (count > 0) {
        exposition.add(RESPONSES, count, Rcode.name(rcode), proto, family);
      }
    }
    exposition.add(TRUNCATED, sum(worker -> worker.truncated(protocol)), proto, family);
    exposition.add(OWN, sum(worker -> worker.own(protocol)), proto, family);
  }

  private long sum(ToLongFunction<WorkerCounters> count) {
    return workers.stream().mapToLong(count).sum();
  }

  private static String typeName(int type) {
    return type == WorkerCounters.OTHER_TYPE ? "other" : RecordTypes.mnemonic(type);
  }
}
