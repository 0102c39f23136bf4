package org.popdns.report.metrics;

import java.time.Duration;
import java.util.List;
import org.popdns.answer.WorkerCounters;
import org.popdns.status.NodeStatus;
import org.popdns.transport.ConnectionCounters;

/**
 * Sockets and connections.
 *
 * @param idleTimeout how long a connection may be idle now
 */
record TransportMetrics(
    NodeStatus.Transport transport,
    List<WorkerCounters> workers,
    ConnectionCounters connections,
    int openConnections,
    Duration idleTimeout)
    implements MetricSource {

  private static final Family CALLS =
      Family.counter(
          "popdns_udp_system_calls",
          "System calls that receive and send datagrams, many each; with recvmmsg only.",
          "call");
  private static final Family WORKERS =
      Family.gauge(
          "popdns_udp_workers",
          "Workers that answer UDP at each address, and by which way.",
          "transport");
  private static final Family RECEIVE_BUFFER =
      Family.gauge(
          "popdns_udp_receive_buffer_bytes",
          "What the kernel granted to each UDP socket for datagrams that wait; the least.");
  private static final Family REFUSED =
      Family.counter(
          "popdns_tcp_connections_refused",
          "TCP connections closed at once: all places, or the client's own, were taken.",
          "reason");
  private static final Family CLOSED =
      Family.counter(
          "popdns_tcp_connections_closed",
          "TCP connections that have ended, by reason; done: by the client.",
          "reason");
  private static final Family OPEN =
      Family.gauge("popdns_tcp_connections_open", "TCP connections that are open.");
  private static final Family IDLE_TIMEOUT =
      Family.gauge(
          "popdns_tcp_idle_timeout_seconds",
          "How long a TCP connection may be idle; shorter when many are open.");

  static final List<Family> FAMILIES =
      List.of(CALLS, WORKERS, RECEIVE_BUFFER, REFUSED, CLOSED, OPEN, IDLE_TIMEOUT);

  @Override
  public void addTo(Exposition exposition) {
    for (WorkerCounters.Call call : WorkerCounters.Call.values()) {
      long calls = workers.stream().mapToLong(worker -> worker.calls(call)).sum();
      exposition.add(CALLS, calls, call.label());
    }
    exposition.add(WORKERS, transport.workers(), transport.name());
    exposition.add(RECEIVE_BUFFER, transport.receiveBufferBytes());
    for (ConnectionCounters.Refusal reason : ConnectionCounters.Refusal.values()) {
      exposition.add(REFUSED, connections.refused(reason), reason.label());
    }
    for (ConnectionCounters.End reason : ConnectionCounters.End.values()) {
      exposition.add(CLOSED, connections.ended(reason), reason.label());
    }
    exposition.add(OPEN, openConnections);
    exposition.add(IDLE_TIMEOUT, idleTimeout.toMillis() / 1e3);
  }
}
