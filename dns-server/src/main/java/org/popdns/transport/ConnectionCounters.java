package org.popdns.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of TCP connections. Written by all workers, once or twice per connection and never
 * per message; read by the metrics.
 */
public final class ConnectionCounters {

  /** Why a connection was not taken in. */
  public enum Refusal {
    /** All places were taken, and no connection had been idle long enough to make room. */
    LIMIT("limit"),
    /** The client's own places were taken. */
    CLIENT_LIMIT("client-limit");

    private final String label;

    Refusal(String label) {
      this.label = label;
    }

    /** The name in metrics. */
    public String label() {
      return label;
    }
  }

  /** Why a connection ended. */
  public enum End {
    /** The client closed it, or the server stopped. */
    DONE("done"),
    /** It sent nothing for the idle timeout. */
    IDLE("idle"),
    /** It had begun a message and did not complete it within the idle timeout. */
    SLOW_QUERY("slow-query"),
    /** It did not take its responses within the idle timeout. */
    SLOW_READER("slow-reader"),
    /** It sent something that is not a query. */
    NOT_A_QUERY("not-a-query"),
    /** The network reported an error, such as a reset. */
    ERROR("error");

    private final String label;

    End(String label) {
      this.label = label;
    }

    /** The name in metrics. */
    public String label() {
      return label;
    }
  }

  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
  private final Map<End, LongAdder> ended = new EnumMap<>(End.class);

  ConnectionCounters() {
    for (Refusal reason : Refusal.values()) {
      refused.put(reason, new LongAdder());
    }
    for (End reason : End.values()) {
      ended.put(reason, new LongAdder());
    }
  }

  void count(Refusal reason) {
    adder(refused, reason).increment();
  }

  void count(End reason) {
    adder(ended, reason).increment();
  }

  /** Connections that were closed at once. */
  public long refused(Refusal reason) {
    return adder(refused, reason).sum();
  }

  /** Connections that were taken in and have ended. */
  public long ended(End reason) {
    return adder(ended, reason).sum();
  }

  private static <E extends Enum<E>> LongAdder adder(Map<E, LongAdder> counts, E reason) {
    LongAdder adder = counts.get(reason);
    if (adder == null) {
      throw new IllegalStateException("no counter of " + reason);
    }
    return adder;
  }
}
