package org.popdns.report.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * One answer to a request for the metrics, in Prometheus's text format. Filled and written by the
 * thread that serves the request. A family without a series is not written.
 */
final class Exposition {

  /** The format's media type. */
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final Map<Family, List<DataPointSnapshot>> points = new LinkedHashMap<>();

  /** Adds a series with a count, which is exact up to 2^53. */
  void add(Family family, long value, String... labelValues) {
    add(family, (double) value, labelValues);
  }

  /**
   * Adds a series.
   *
   * @param labelValues in the order of the family's labels
   */
  void add(Family family, double value, String... labelValues) {
    Labels labels = labels(family, labelValues);
    add(
        family,
        switch (family.kind()) {
          case COUNTER -> new CounterDataPointSnapshot(value, labels, null, 0);
          case GAUGE -> new GaugeDataPointSnapshot(value, labels, null);
          case INFO -> new InfoDataPointSnapshot(labels);
          case HISTOGRAM -> throw new IllegalArgumentException(family.name() + " is a histogram");
        });
  }

  /**
   * Adds a series of a histogram.
   *
   * @param bounds the buckets' upper bounds, rising; one more bucket is open
   * @param count how many fell into a bucket, by its index
   * @param labelValues in the order of the family's labels
   */
  void addHistogram(
      Family family, double[] bounds, LongFunction<Long> count, double sum, String... labelValues) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    LongStream.rangeClosed(0, bounds.length)
        .forEach(
            bucket ->
                buckets.bucket(
                    bucket < bounds.length ? bounds[(int) bucket] : Double.POSITIVE_INFINITY,
                    count.apply(bucket)));
    add(
        family,
        HistogramDataPointSnapshot.builder()
            .classicHistogramBuckets(buckets.build())
            .sum(sum)
            .labels(labels(family, labelValues))
            .build());
  }

  private void add(Family family, DataPointSnapshot point) {
    points.computeIfAbsent(family, f -> new ArrayList<>()).add(point);
  }

  private static Labels labels(Family family, String... values) {
    return Labels.of(family.labels(), List.of(values));
  }

  /** The whole as text. */
  String toText() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    points.forEach((family, series) -> all.metricSnapshot(snapshot(family, series)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, all.build(), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static MetricSnapshot snapshot(Family family, List<DataPointSnapshot> series) {
    MetricMetadata metadata = new MetricMetadata(family.name(), family.help());
    return switch (family.kind()) {
      case COUNTER -> new CounterSnapshot(metadata, of(CounterDataPointSnapshot.class, series));
      case GAUGE -> new GaugeSnapshot(metadata, of(GaugeDataPointSnapshot.class, series));
      case INFO -> new InfoSnapshot(metadata, of(InfoDataPointSnapshot.class, series));
      case HISTOGRAM ->
          new HistogramSnapshot(metadata, of(HistogramDataPointSnapshot.class, series));
    };
  }

  private static <T> List<T> of(Class<T> type, List<DataPointSnapshot> series) {
    return series.stream().map(type::cast).toList();
  }
}
