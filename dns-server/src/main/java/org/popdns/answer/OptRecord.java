package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import org.popdns.record.RecordType;
import org.popdns.snapshot.CompiledZone;
import org.popdns.wire.EdnsOption;
import org.popdns.wire.Query;
import org.popdns.wire.WireFormat;

/**
 * Writes a response's OPT record (RFC 6891 §6.1.2) with the options that the query asked for. One
 * instance per worker; {@link #prepare} is called before the answer is written, so that there is
 * room for the record, {@link #write} behind the answer.
 *
 * <p>A query's unknown options, and flags but for DO, are never echoed (RFC 6891 §6.1.2, §6.1.4).
 */
final class OptRecord {

  private static final int FIXED_BYTES = 11;
  private static final int COOKIE_BYTES = Query.CLIENT_COOKIE_BYTES + ServerCookies.LENGTH_BYTES;
  private static final int EXTENDED_ERROR_BYTES = 2;
  private static final int KEEPALIVE_BYTES = 2;
  private static final int SUBNET_SCOPE = 3;
  private static final int ZONEVERSION_BYTES = 6;
  private static final int ZONEVERSION_SOA_SERIAL = 0;

  private final ServerIdentity identity;
  private final ServerCookies cookies;

  OptRecord(ServerIdentity identity, ServerCookies cookies) {
    this.identity = identity;
    this.cookies = cookies;
  }

  /**
   * Looks at a query's options.
   *
   * @param readable true if its options were read and belong to version 0; if not, the record has
   *     none
   * @return what the record takes at most, in bytes; 0 if the query has no OPT record
   */
  int prepare(Exchange exchange, boolean readable) {
    Query query = exchange.query;
    exchange.withOptions = readable;
    exchange.cookieState = ServerCookies.INVALID;
    if (!query.hasEdns()) {
      return 0;
    }
    if (!readable) {
      return FIXED_BYTES;
    }
    // No room is kept for an extended error: it comes with empty sections only.
    int length = FIXED_BYTES;
    if (query.nsidRequested()) {
      length += EdnsOption.HEADER_BYTES + identity.length();
    }
    if (query.cookieLength() > 0) {
      exchange.cookieState =
          cookies.check(
              exchange.snapshot.cookies().secrets(),
              query,
              exchange.request,
              exchange.client,
              exchange.epochSeconds(cookies.clock()));
      length += EdnsOption.HEADER_BYTES + COOKIE_BYTES;
    }
    if (query.subnetLength() > 0) {
      length += EdnsOption.HEADER_BYTES + query.subnetLength();
    }
    if (query.keepaliveRequested()) {
      length += EdnsOption.HEADER_BYTES + KEEPALIVE_BYTES;
    }
    if (query.zoneVersionRequested()) {
      length += EdnsOption.HEADER_BYTES + ZONEVERSION_BYTES;
    }
    return length;
  }

  /** Writes the record behind the answer. */
  void write(Exchange exchange) {
    MemorySegment response = exchange.response;
    Query query = exchange.query;
    long at = exchange.end;
    WireFormat.put8(response, at, 0);
    WireFormat.put16(response, at + 1, RecordType.OPT);
    WireFormat.put16(response, at + 3, Responder.UDP_PAYLOAD_BYTES);
    WireFormat.put8(response, at + 5, exchange.rcode >>> 4);
    WireFormat.put8(response, at + 6, 0);
    // RFC 3225 §3: DO is copied; RFC 6891 §6.1.4: the unassigned flags are zero.
    WireFormat.put16(response, at + 7, query.ednsFlags() & WireFormat.EDNS_DO);
    long start = at + FIXED_BYTES;
    long end = start;
    if (exchange.withOptions) {
      end = writeOptions(exchange, end);
      if (exchange.extendedError != ExtendedError.NONE) {
        end = header(response, end, EdnsOption.EXTENDED_ERROR, EXTENDED_ERROR_BYTES);
        WireFormat.put16(response, end, exchange.extendedError);
        end += EXTENDED_ERROR_BYTES;
      }
    }
    WireFormat.put16(response, at + 9, (int) (end - start));
    exchange.end = end;
    exchange.count(Exchange.ADDITIONAL, 1);
  }

  private long writeOptions(Exchange exchange, long at) {
    MemorySegment response = exchange.response;
    Query query = exchange.query;
    long end = at;
    if (query.nsidRequested()) {
      int length = identity.length();
      end = header(response, end, EdnsOption.NSID, length);
      MemorySegment.copy(identity.bytes(), 0, response, end, length);
      end += length;
    }
    if (query.cookieLength() > 0) {
      end = header(response, end, EdnsOption.COOKIE, COOKIE_BYTES);
      writeCookie(exchange, end);
      end += COOKIE_BYTES;
    }
    if (query.subnetLength() > 0) {
      // RFC 7871 §7.2.1: all as in the query, but for the scope.
      int length = query.subnetLength();
      end = header(response, end, EdnsOption.CLIENT_SUBNET, length);
      MemorySegment.copy(exchange.request, query.subnetOffset(), response, end, length);
      WireFormat.put8(response, end + SUBNET_SCOPE, exchange.choice.scope());
      end += length;
    }
    if (query.keepaliveRequested() && !exchange.client.protocol().isUdp()) {
      // RFC 7828 §3.2.2: over UDP the option is ignored.
      end = header(response, end, EdnsOption.TCP_KEEPALIVE, KEEPALIVE_BYTES);
      WireFormat.put16(response, end, exchange.client.keepaliveDeciseconds());
      end += KEEPALIVE_BYTES;
    }
    CompiledZone zone = exchange.authoritative;
    if (query.zoneVersionRequested() && zone != null && (exchange.flags & WireFormat.AA) != 0) {
      // RFC 9660 §3.2: never of a referral, nor of a name that no zone here holds.
      end = header(response, end, EdnsOption.ZONEVERSION, ZONEVERSION_BYTES);
      WireFormat.put8(response, end, zone.labelCount());
      WireFormat.put8(response, end + 1, ZONEVERSION_SOA_SERIAL);
      WireFormat.put32(response, end + 2, (int) zone.serial());
      end += ZONEVERSION_BYTES;
    }
    return end;
  }

  private void writeCookie(Exchange exchange, long at) {
    long from = exchange.query.cookieOffset();
    if (exchange.cookieState == ServerCookies.VALID) {
      MemorySegment.copy(exchange.request, from, exchange.response, at, COOKIE_BYTES);
      return;
    }
    MemorySegment.copy(exchange.request, from, exchange.response, at, Query.CLIENT_COOKIE_BYTES);
    cookies.write(
        exchange.snapshot.cookies().secrets(),
        exchange.request,
        from,
        exchange.client,
        exchange.epochSeconds(cookies.clock()),
        exchange.response,
        at + Query.CLIENT_COOKIE_BYTES);
  }

  private static long header(MemorySegment response, long at, int code, int length) {
    WireFormat.put16(response, at, code);
    WireFormat.put16(response, at + 2, length);
    return at + EdnsOption.HEADER_BYTES;
  }
}
