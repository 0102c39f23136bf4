package org.popdns.answer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.popdns.wire.Rcode;

/**
 * What one worker counted. The worker alone writes, with plain stores that readers see soon (opaque
 * mode); the metrics read all workers' counters and add them up.
 */
public final class WorkerCounters {

  /** Query types with a counter of their own; all others are counted under {@link #OTHER_TYPE}. */
  private static final int TYPES = 257;

  /** The index of all types from 256 on. */
  public static final int OTHER_TYPE = 256;

  /** Why a message got no response. */
  public enum Drop {
    /** Shorter than a header. */
    SHORT("short"),
    /** It was a response itself. */
    RESPONSE("response"),
    /** An error in the server, answered with SERVFAIL where possible. */
    ERROR("error"),
    /** The response could not be sent. */
    SEND("send");

    private final String label;

    Drop(String label) {
      this.label = label;
    }

    /** The name in metrics. */
    public String label() {
      return label;
    }
  }

  /** How the message came. */
  public enum Transport {
    UDP_IPV4("udp", "ipv4"),
    UDP_IPV6("udp", "ipv6"),
    TCP_IPV4("tcp", "ipv4"),
    TCP_IPV6("tcp", "ipv6");

    private final String proto;
    private final String family;

    Transport(String proto, String family) {
      this.proto = proto;
      this.family = family;
    }

    /** {@code udp} or {@code tcp}. */
    public String proto() {
      return proto;
    }

    /** {@code ipv4} or {@code ipv6}. */
    public String family() {
      return family;
    }
  }

  /**
   * Upper bounds of the duration's buckets: powers of four from 1 µs on; the last bucket is open.
   */
  public static final int DURATION_BUCKETS = 12;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int TRANSPORTS = Transport.values().length;

  private final long[] requests = new long[TRANSPORTS * TYPES];
  private final long[] responses = new long[TRANSPORTS * Rcode.COUNT];
  private final long[] truncated = new long[TRANSPORTS];
  private final long[] dropped = new long[Drop.values().length];
  private final long[] durations = new long[DURATION_BUCKETS + 1];
  private final long[] durationSum = new long[1];
  private volatile long[] decisions = new long[64];

  /** Counts a query by its type. */
  void request(int transport, int type) {
    add(requests, transport * TYPES + Math.min(type, OTHER_TYPE), 1);
  }

  /** Counts a response by its rcode, the EDNS part included. */
  void response(int transport, int rcode) {
    add(responses, transport * Rcode.COUNT + rcode, 1);
  }

  /** Counts a response with TC. */
  void truncated(int transport) {
    add(truncated, transport, 1);
  }

  /** Counts a message that got no response. */
  public void dropped(Drop reason) {
    add(dropped, reason.ordinal(), 1);
  }

  /** Counts an answer by the steering decision it followed. */
  void decision(int index) {
    long[] counts = decisions;
    if (index >= counts.length) {
      // Only after a decision that is new to the process; the reader may miss none but this one.
      counts = Arrays.copyOf(counts, Math.max(index + 1, counts.length * 2));
      decisions = counts;
    }
    add(counts, index, 1);
  }

  /** Counts how long a query took from its receipt to the response's hand-over, in nanoseconds. */
  public void duration(long nanos) {
    int bucket = 0;
    for (long bound = 1_000; bucket < DURATION_BUCKETS && nanos > bound; bound <<= 2) {
      bucket++;
    }
    add(durations, bucket, 1);
    add(durationSum, 0, nanos);
  }

  /** Queries of a type, 0 to {@link #OTHER_TYPE}. */
  public long requests(Transport transport, int type) {
    return get(requests, transport.ordinal() * TYPES + type);
  }

  /** Responses with an rcode below {@link Rcode#COUNT}. */
  public long responses(Transport transport, int rcode) {
    return get(responses, transport.ordinal() * Rcode.COUNT + rcode);
  }

  /** Responses with TC. */
  public long truncated(Transport transport) {
    return get(truncated, transport.ordinal());
  }

  /** Messages without a response. */
  public long droppedCount(Drop reason) {
    return get(dropped, reason.ordinal());
  }

  /** Answers that followed a steering decision. */
  public long decisions(int index) {
    long[] counts = decisions;
    return index < counts.length ? get(counts, index) : 0;
  }

  /** Queries within a duration bucket, 0 to {@link #DURATION_BUCKETS}; not cumulative. */
  public long durations(int bucket) {
    return get(durations, bucket);
  }

  /** Sum of all durations in nanoseconds. */
  public long durationSumNanos() {
    return get(durationSum, 0);
  }

  private static void add(long[] counts, int index, long amount) {
    LONGS.setOpaque(counts, index, counts[index] + amount);
  }

  private static long get(long[] counts, int index) {
    return (long) LONGS.getOpaque(counts, index);
  }
}
