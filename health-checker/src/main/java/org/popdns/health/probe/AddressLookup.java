package org.popdns.health.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.popdns.name.DomainName;

/** Asks others where names lead, each time anew. */
public interface AddressLookup {

  /**
   * Asks for both families of addresses.
   *
   * @param whenAnswered called exactly once, soon or late, on any thread
   */
  void ask(DomainName name, Consumer<Answer> whenAnswered);

  /** What those who were asked say. */
  sealed interface Answer {

    /**
     * There are addresses.
     *
     * @param addresses at least one
     * @param ttlSeconds how long they hold
     */
    record Found(List<InetAddress> addresses, long ttlSeconds) implements Answer {

      /** Copies the list. */
      public Found {
        addresses = List.copyOf(addresses);
      }
    }

    /**
     * There are none, and that is certain.
     *
     * @param reason in the operator's words: {@code the name does not exist}
     */
    record Nothing(String reason) implements Answer {}

    /**
     * Nobody could say.
     *
     * @param reason in the operator's words: {@code the resolver says SERVFAIL}
     */
    record Silence(String reason) implements Answer {}
  }
}
