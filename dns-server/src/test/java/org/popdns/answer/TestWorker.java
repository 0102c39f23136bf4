package org.popdns.answer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.snapshot.Snapshot;
import org.popdns.wire.QueryParser;

/** A responder with buffers, as a worker has it. */
final class TestWorker {

  static final ServerIdentity IDENTITY = new ServerIdentity("ns1.san-jose");

  final WorkerCounters counters = new WorkerCounters();
  final Responder responder = new Responder(IDENTITY, ServerCookies.bySystemClock(), counters, 0);
  final MemorySegment request =
      Arena.ofAuto().allocate(65535L + QueryParser.READ_AHEAD_BYTES, 8).fill((byte) 0xAA);
  final MemorySegment response = Arena.ofAuto().allocate(65535, 8).fill((byte) 0x55);
  final Exchange exchange = new Exchange();

  TestWorker(Snapshot snapshot) {
    exchange.begin(snapshot);
    exchange.response(response, 0, 65535);
  }

  /** The response's bytes; none if there is no response. */
  byte[] answer(byte[] query, Protocol protocol) {
    MemorySegment.copy(query, 0, request, ValueLayout.JAVA_BYTE, 0, query.length);
    Client client = exchange.client();
    switch (protocol) {
      case UDP_IPV4 -> client.udpIpv4(0x7F000001);
      case UDP_IPV6 -> client.udpIpv6(0, 1);
      case TCP_IPV4 -> client.tcpIpv4(0x7F000001, 100);
      case TCP_IPV6 -> client.tcpIpv6(0, 1, 100);
    }
    exchange.request(request, 0, query.length);
    int length = responder.respond(exchange);
    byte[] bytes = response.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    // Nobody may rely on what an earlier response left behind.
    response.asSlice(0, Math.min(65535, length + 64L)).fill((byte) 0x55);
    return bytes;
  }

  Decoded udp(QueryBytes query) {
    return Decoded.of(answer(query.bytes(), Protocol.UDP_IPV4));
  }

  Decoded tcp(QueryBytes query) {
    return Decoded.of(answer(query.bytes(), Protocol.TCP_IPV4));
  }

  /** True if the bytes behind the longest message of this length were left alone. */
  boolean untouchedFrom(int length) {
    byte[] rest = response.asSlice(length).toArray(ValueLayout.JAVA_BYTE);
    byte[] filled = new byte[rest.length];
    Arrays.fill(filled, (byte) 0x55);
    return Arrays.equals(rest, filled);
  }
}
