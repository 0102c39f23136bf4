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
    SHORT(0, "short"),
    /** It was a response itself. */
    RESPONSE(1, "response"),
    /** An error in the server, answered with SERVFAIL where possible. */
    ERROR(2, "error"),
    /** The response could not be sent. */
    SEND(3, "send"),
    /** It came from port 0, where no response can go. */
    SOURCE(4, "source");

    private final int index;
    private final String label;

    Drop(int index, String label) {
      this.index = index;
      this.label = label;
    }

    /** The name in metrics. */
    public String label() {
      return label;
    }
  }

  /** The system calls of the UDP path, which serve a batch each. */
  public enum Call {
    /** recvmmsg(2). */
    RECEIVE(0, "recvmmsg"),
    /** sendmmsg(2). */
    SEND(1, "sendmmsg");

    private final int index;
    private final String label;

    Call(int index, String label) {
      this.index = index;
      this.label = label;
    }

    /** The name in metrics. */
    public String label() {
      return label;
    }
  }

  /** What a query's COOKIE option held (RFC 7873 §5.2). */
  public enum Cookie {
    /** A client cookie alone. */
    CLIENT_ONLY(0, "client-only"),
    /** A good server cookie. */
    VALID(1, "valid"),
    /** A server cookie that is not ours or not of now. */
    INVALID(2, "invalid");

    private final int index;
    private final String label;

    Cookie(int index, String label) {
      this.index = index;
      this.label = label;
    }

    /** The name in metrics. */
    public String label() {
      return label;
    }
  }

  /**
   * Upper bounds of the duration's buckets: powers of four from 1 µs on; the last bucket is open.
   */
  public static final int DURATION_BUCKETS = 12;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int PROTOCOLS = Protocol.values().length;

  private final long[] requests = new long[PROTOCOLS * TYPES];
  private final long[] responses = new long[PROTOCOLS * Rcode.COUNT];
  private final long[] truncated = new long[PROTOCOLS];
  private final long[] own = new long[PROTOCOLS];
  private final long[] dropped = new long[Drop.values().length];
  private final long[] calls = new long[Call.values().length];
  private final long[] cookies = new long[Cookie.values().length];
  private final long[] durations = new long[DURATION_BUCKETS + 1];
  private final long[] durationSum = new long[1];
  private volatile long[] decisions = new long[64];

  /** Own queries since durations were counted last; for the worker alone. */
  private int ownUntimed;

  /** Counts a query by its type. */
  void countRequest(Protocol protocol, int type) {
    add(requests, protocol.index() * TYPES + Math.min(type, OTHER_TYPE), 1);
  }

  /** Counts a response by its rcode, the EDNS part included. */
  void countResponse(Protocol protocol, int rcode) {
    add(responses, protocol.index() * Rcode.COUNT + rcode, 1);
  }

  /** Counts a response with TC. */
  void countTruncated(Protocol protocol) {
    add(truncated, protocol.index(), 1);
  }

  /** Counts an answer to a query of the server itself, which is counted nowhere else. */
  void countOwn(Protocol protocol) {
    add(own, protocol.index(), 1);
    ownUntimed++;
  }

  /** Counts a message that got no response. */
  public void countDropped(Drop reason) {
    add(dropped, reason.index, 1);
  }

  /** Counts a system call. */
  public void countCall(Call call) {
    add(calls, call.index, 1);
  }

  /** Counts a query that has a COOKIE option. */
  void countCookie(Cookie result) {
    add(cookies, result.index, 1);
  }

  /** Counts an answer by the steering decision it followed. */
  void countDecision(int index) {
    long[] counts = decisions;
    if (index >= counts.length) {
      // Only after a decision that is new to the process; the reader may miss none but this one.
      counts = Arrays.copyOf(counts, Math.max(index + 1, counts.length * 2));
      decisions = counts;
    }
    add(counts, index, 1);
  }

  /**
   * Counts how long queries took from their receipt to the responses' hand-over; the server's own
   * are left out.
   *
   * @param nanos nanoseconds that each of them took
   * @param all how many, the server's own among them
   */
  public void countDurations(long nanos, int all) {
    int queries = all - ownUntimed;
    ownUntimed = 0;
    int bucket = 0;
    for (long bound = 1_000; bucket < DURATION_BUCKETS && nanos > bound; bound <<= 2) {
      bucket++;
    }
    add(durations, bucket, queries);
    add(durationSum, 0, nanos * queries);
  }

  /** Queries of a type, 0 to {@link #OTHER_TYPE}. */
  public long requests(Protocol protocol, int type) {
    return get(requests, protocol.index() * TYPES + type);
  }

  /** Responses with an rcode below {@link Rcode#COUNT}. */
  public long responses(Protocol protocol, int rcode) {
    return get(responses, protocol.index() * Rcode.COUNT + rcode);
  }

  /** Responses with TC. */
  public long truncated(Protocol protocol) {
    return get(truncated, protocol.index());
  }

  /** Answers to queries of the server itself. */
  public long own(Protocol protocol) {
    return get(own, protocol.index());
  }

  /** Messages without a response. */
  public long dropped(Drop reason) {
    return get(dropped, reason.index);
  }

  /** System calls of the UDP path. */
  public long calls(Call call) {
    return get(calls, call.index);
  }

  /** Queries with a COOKIE option. */
  public long cookies(Cookie result) {
    return get(cookies, result.index);
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
