package org.popdns.answer;

/**
 * Takes what zones are maintained by and no client asks: AXFR (RFC 5936), IXFR (RFC 1995), NOTIFY
 * (RFC 1996) and UPDATE (RFC 2136). The {@link Responder} hands these messages over before it looks
 * anything up. Called on a worker's thread, by all workers at a time; it returns at once, and what
 * takes longer is done elsewhere or, message by message, by a {@link ResponseSequence}.
 */
@FunctionalInterface
public interface ZoneMaintenance {

  /** Nothing is maintained through messages: all are refused. */
  ZoneMaintenance REFUSED = exchange -> MaintenanceRefusals.of(exchange.query());

  /**
   * Takes a message over.
   *
   * @param exchange the message, the client, and the root to answer from; all of it is overwritten
   *     by the worker's next message. The query is read as {@link
   *     org.popdns.wire.QueryParser#MAINTENANCE} says. Over UDP one message may be sent at most, as
   *     {@link Protocol#isUdp} tells
   * @return what is sent
   */
  Reply take(Exchange exchange);

  /** What is sent in reply to a message. */
  sealed interface Reply {

    /** Nothing is; a connection stays open. */
    record Silence() implements Reply {}

    /**
     * A response without records, with all that responses have: question, OPT record, and for a
     * signed query that is answered by NOTAUTH the TSIG record of RFC 8945 §5.2.1.
     *
     * @param rcode why
     * @param extendedError an INFO-CODE (RFC 8914 §4), or {@link ExtendedError#NONE}
     */
    record Refusal(int rcode, int extendedError) implements Reply {}

    /** Messages of the maintenance's own making; over UDP only the first is sent. */
    record Messages(ResponseSequence sequence) implements Reply {}
  }
}
