package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import org.popdns.record.RecordType;
import org.popdns.snapshot.CookieRules.Enforcement;
import org.popdns.snapshot.ZoneLookup;
import org.popdns.wire.Query;
import org.popdns.wire.QueryParser;
import org.popdns.wire.Rcode;
import org.popdns.wire.RecordClass;
import org.popdns.wire.Tsig;
import org.popdns.wire.WireFormat;

/**
 * Answers queries: the way from a request's bytes to the response's bytes. One instance per worker,
 * used on the worker's thread only; it keeps its scratch memory, its counters and its rotation, and
 * allocates nothing per query. What it knows of one message is in the {@link Exchange}.
 */
public final class Responder {

  /** The largest UDP response that is sent unasked-for fragmentation aside (RFC 9715 §3.1). */
  public static final int UDP_PAYLOAD_BYTES = 1232;

  /** {@link #respond} returns it when nothing may be sent: the message was no request. */
  public static final int NO_RESPONSE = 0;

  /** {@link #respond} returns it when nothing is to be sent: the request is dealt with. */
  public static final int SILENCE = -1;

  private final ZoneLookup lookup = new ZoneLookup();
  private final AnswerAssembler assembler;
  private final Redirection redirection;

  private final WorkerCounters counters;
  private final ServerIdentity identity;
  private final ZoneMaintenance maintenance;
  private final OptRecord opt;
  private final QueryTap tap;

  /**
   * A responder for one worker, which refuses all that zones are maintained by.
   *
   * @param identity what NSID and CHAOS queries are told
   * @param cookies shared by all workers
   * @param counters written by this responder alone
   * @param firstRecord with which record rotations begin, so that workers differ; at least 0
   */
  public Responder(
      ServerIdentity identity, ServerCookies cookies, WorkerCounters counters, int firstRecord) {
    this(identity, cookies, counters, firstRecord, ZoneMaintenance.REFUSED);
  }

  /**
   * A responder for one worker.
   *
   * @param identity what NSID and CHAOS queries are told
   * @param cookies shared by all workers
   * @param counters written by this responder alone
   * @param firstRecord with which record rotations begin, so that workers differ; at least 0
   * @param maintenance takes AXFR, IXFR, NOTIFY and UPDATE; shared by all workers
   */
  public Responder(
      ServerIdentity identity,
      ServerCookies cookies,
      WorkerCounters counters,
      int firstRecord,
      ZoneMaintenance maintenance) {
    this.maintenance = maintenance;
    this.identity = identity;
    this.opt = new OptRecord(identity, cookies);
    this.counters = counters;
    this.assembler = new AnswerAssembler(new Rotation(firstRecord), counters);
    this.redirection = new Redirection(assembler);
    this.tap = new QueryTap(identity.ownMark(), firstRecord);
  }

  /** The counters given at construction. */
  public WorkerCounters counters() {
    return counters;
  }

  /** Where some of the worker's queries are set aside; the transport shows it what came. */
  public QueryTap tap() {
    return tap;
  }

  /**
   * Answers one message.
   *
   * @param exchange says what to answer from, who asks, where the message is and where the response
   *     goes
   * @return the response's length in bytes, {@link #NO_RESPONSE} or {@link #SILENCE}; what is sent
   *     after it, {@link Exchange#takeFollowing} has
   */
  public int respond(Exchange exchange) {
    Query query = exchange.query;
    int parsed =
        QueryParser.parse(exchange.request, exchange.requestOffset, exchange.requestLength, query);
    if (parsed == QueryParser.DROP) {
      counters.countDropped(
          exchange.requestLength < WireFormat.HEADER_LENGTH_BYTES
              ? WorkerCounters.Drop.SHORT
              : WorkerCounters.Drop.RESPONSE);
      return NO_RESPONSE;
    }
    Protocol protocol = exchange.client.protocol();
    exchange.own = query.ownMarkLength() != 0 && identity.ownMark().isOn(exchange.request, query);
    if (!exchange.own) {
      counters.countRequest(protocol, query.type());
    }
    int size =
        protocol.isUdp()
            ? Math.min(exchange.capacity, Math.min(query.udpPayloadSize(), UDP_PAYLOAD_BYTES))
            : exchange.capacity;
    boolean withOptions =
        parsed == QueryParser.OK
            || parsed == QueryParser.COOKIE_ONLY
            || parsed == QueryParser.SIGNED
            || parsed == QueryParser.MAINTENANCE;
    int optLength = opt.prepare(exchange, withOptions);
    if (withOptions && query.cookieLength() > 0) {
      counters.countCookie(cookieResult(exchange));
    }
    echoQuestion(exchange);
    exchange.limit = exchange.message + size - optLength;
    exchange.extendedError = ExtendedError.NONE;
    exchange.dnssecOk = (query.ednsFlags() & WireFormat.EDNS_DO) != 0;
    exchange.choice.begin();
    if (parsed == QueryParser.MAINTENANCE) {
      exchange.answerFrom(null);
      return maintain(exchange, size);
    }
    writeSections(exchange, parsed);
    return finish(exchange, size);
  }

  /** Writes what follows the sections, and the header. */
  private int finish(Exchange exchange, int size) {
    Query query = exchange.query;
    Protocol protocol = exchange.client.protocol();
    if (query.hasEdns()) {
      opt.write(exchange);
    }
    if (exchange.rcode == Rcode.NOTAUTH && query.isSigned()) {
      writeSignatureError(exchange, size);
    }
    writeHeader(exchange);
    count(exchange, protocol);
    return (int) (exchange.end - exchange.message);
  }

  private void count(Exchange exchange, Protocol protocol) {
    if (exchange.own) {
      counters.countOwn(protocol);
      return;
    }
    counters.countResponse(protocol, exchange.rcode);
    if ((exchange.flags & WireFormat.TC) != 0) {
      counters.countTruncated(protocol);
    }
  }

  private int maintain(Exchange exchange, int size) {
    if (isWithoutDueCookie(exchange)) {
      return refuse(exchange, Rcode.BADCOOKIE, size);
    }
    return switch (maintenance.take(exchange)) {
      case ZoneMaintenance.Reply.Silence() -> SILENCE;
      case ZoneMaintenance.Reply.Refusal(int rcode, int extendedError) -> {
        exchange.extendedError = extendedError;
        yield refuse(exchange, rcode, size);
      }
      case ZoneMaintenance.Reply.Messages(ResponseSequence sequence) ->
          first(exchange, sequence, size);
    };
  }

  private int refuse(Exchange exchange, int rcode, int size) {
    exchange.clearSections();
    exchange.rcode = rcode;
    return finish(exchange, size);
  }

  /** Writes the first of several messages; the others go into the exchange, but over UDP. */
  private int first(Exchange exchange, ResponseSequence sequence, int size) {
    Protocol protocol = exchange.client.protocol();
    int length;
    try {
      length = sequence.next(exchange.response, exchange.message, size);
    } catch (RuntimeException | Error e) {
      sequence.close();
      throw e;
    }
    if (length == ResponseSequence.END || protocol.isUdp()) {
      sequence.close();
    } else {
      exchange.following = sequence;
    }
    if (length == ResponseSequence.END) {
      return SILENCE;
    }
    int flags = WireFormat.u16(exchange.response, exchange.message + WireFormat.FLAGS);
    counters.countResponse(protocol, flags & 0xF);
    if ((flags & WireFormat.TC) != 0) {
      counters.countTruncated(protocol);
    }
    return length;
  }

  /** RFC 8945 §5.1: the last record. Where it finds no room over UDP, the client tries TCP. */
  private static void writeSignatureError(Exchange exchange, int size) {
    Tsig tsig = exchange.query.tsig();
    if (exchange.end + tsig.errorLength() > exchange.message + size) {
      exchange.flags |= WireFormat.TC;
    } else {
      exchange.end = tsig.writeError(exchange.response, exchange.end, Tsig.BADKEY);
      exchange.count(Exchange.ADDITIONAL, 1);
    }
  }

  private static WorkerCounters.Cookie cookieResult(Exchange exchange) {
    if (exchange.query.cookieLength() == Query.CLIENT_COOKIE_BYTES) {
      return WorkerCounters.Cookie.CLIENT_ONLY;
    }
    return exchange.cookieState == ServerCookies.INVALID
        ? WorkerCounters.Cookie.INVALID
        : WorkerCounters.Cookie.VALID;
  }

  /** Writes what follows the question, but for the OPT record. */
  private void writeSections(Exchange exchange, int parsed) {
    Query query = exchange.query;
    int rcode =
        switch (parsed) {
          case QueryParser.MALFORMED -> Rcode.FORMERR;
          case QueryParser.NOT_IMPLEMENTED -> Rcode.NOTIMP;
          case QueryParser.BAD_VERSION -> Rcode.BADVERS;
          case QueryParser.COOKIE_ONLY -> cookieOnly(exchange);
          // RFC 8945 §5.2.1: no key is known here. A cookie that is due costs fewer bytes.
          case QueryParser.SIGNED -> isWithoutDueCookie(exchange) ? Rcode.BADCOOKIE : Rcode.NOTAUTH;
          default -> isWithoutDueCookie(exchange) ? Rcode.BADCOOKIE : refusal(exchange);
        };
    if (rcode == Rcode.NOERROR && query.recordClass() == RecordClass.IN) {
      if (lookup.find(exchange.snapshot.zones(), query)) {
        exchange.answerFrom(lookup.zone());
        answer(exchange);
        if (exchange.rcode == Rcode.SERVFAIL) {
          exchange.extendedError = ExtendedError.INVALID_DATA;
        }
        return;
      }
      rcode = Rcode.REFUSED;
      exchange.extendedError = ExtendedError.NOT_AUTHORITATIVE;
    }
    exchange.answerFrom(null);
    exchange.clearSections();
    exchange.rcode = rcode;
    if (rcode == Rcode.NOERROR && query.recordClass() == RecordClass.CHAOS) {
      exchange.flags = WireFormat.AA;
      exchange.count(Exchange.ANSWER, 1);
      exchange.end = writeIdentity(exchange.response, exchange.end);
    }
  }

  /** RFC 7873 §5.4: a query for a cookie alone has no question; only a bad cookie is an error. */
  private static int cookieOnly(Exchange exchange) {
    boolean bad =
        exchange.query.cookieLength() > Query.CLIENT_COOKIE_BYTES
            && exchange.cookieState == ServerCookies.INVALID;
    return bad ? Rcode.BADCOOKIE : Rcode.NOERROR;
  }

  /** RFC 7873 §5.2.3, §5.2.4: a client that came over TCP has shown its address. */
  private boolean isWithoutDueCookie(Exchange exchange) {
    return exchange.query.cookieLength() > 0
        && exchange.cookieState == ServerCookies.INVALID
        && exchange.client.protocol().isUdp()
        && exchange.snapshot.cookies().enforcement() == Enforcement.REQUIRED;
  }

  private static void writeHeader(Exchange exchange) {
    Query query = exchange.query;
    int copied = query.flags() & (WireFormat.OPCODE_MASK | WireFormat.RD | WireFormat.CD);
    int flags = WireFormat.QR | copied | exchange.flags | (exchange.rcode & 0xF);
    // The header in two accesses: it is written for every message.
    long questions = query.hasQuestion() ? 1 : 0;
    long first =
        (long) query.id() << 48 | (long) flags << 32 | questions << 16 | exchange.counts >>> 32;
    WireFormat.put64(exchange.response, exchange.message, first);
    WireFormat.put32(
        exchange.response, exchange.message + WireFormat.NSCOUNT, (int) exchange.counts);
  }

  /**
   * Turns a request whose answering failed into a SERVFAIL of its header alone.
   *
   * @param exchange as for {@link #respond}; what that wrote already is overwritten
   * @return the response's length in bytes, or {@link #NO_RESPONSE}
   */
  public int respondServerFailure(Exchange exchange) {
    counters.countDropped(WorkerCounters.Drop.ERROR);
    if (exchange.requestLength < WireFormat.HEADER_LENGTH_BYTES) {
      return NO_RESPONSE;
    }
    MemorySegment request = exchange.request;
    MemorySegment response = exchange.response;
    long message = exchange.message;
    int requestFlags = WireFormat.u16(request, exchange.requestOffset + WireFormat.FLAGS);
    if ((requestFlags & WireFormat.QR) != 0) {
      return NO_RESPONSE;
    }
    MemorySegment.copy(request, exchange.requestOffset, response, message, 2);
    int kept = requestFlags & (WireFormat.OPCODE_MASK | WireFormat.RD | WireFormat.CD);
    WireFormat.put16(response, message + WireFormat.FLAGS, WireFormat.QR | kept | Rcode.SERVFAIL);
    WireFormat.put32(response, message + WireFormat.QDCOUNT, 0);
    WireFormat.put32(response, message + WireFormat.NSCOUNT, 0);
    counters.countResponse(exchange.client.protocol(), Rcode.SERVFAIL);
    return WireFormat.HEADER_LENGTH_BYTES;
  }

  private void answer(Exchange exchange) {
    if (lookup.isRedirected()) {
      redirection.follow(exchange, lookup);
    } else {
      assembler.assemble(exchange, lookup.zone(), lookup.answer());
    }
  }

  /** NOERROR if the question may be looked up, else the rcode of the refusal. */
  private static int refusal(Exchange exchange) {
    Query query = exchange.query;
    int type = query.type();
    if (query.recordClass() == RecordClass.CHAOS) {
      boolean identity = type == RecordType.TXT || type == RecordType.ANY;
      if (identity && ServerIdentity.isAskedBy(query)) {
        return Rcode.NOERROR;
      }
      exchange.extendedError = ExtendedError.NOT_AUTHORITATIVE;
      return Rcode.REFUSED;
    }
    if (query.recordClass() != RecordClass.IN) {
      exchange.extendedError = ExtendedError.NOT_AUTHORITATIVE;
      return Rcode.REFUSED;
    }
    // RFC 6891 §6.1.1: OPT is a pseudo-RR that no query may ask for; 128 to 254 are meta types.
    return type == RecordType.OPT ? Rcode.FORMERR : Rcode.NOERROR;
  }

  /** Copies the question as it came, for a client that checks its case. */
  private static void echoQuestion(Exchange exchange) {
    if (exchange.query.hasQuestion()) {
      MemorySegment.copy(
          exchange.request,
          exchange.requestOffset + WireFormat.HEADER_LENGTH_BYTES,
          exchange.response,
          exchange.message + WireFormat.HEADER_LENGTH_BYTES,
          exchange.query.nameLength() + WireFormat.QUESTION_TAIL_BYTES);
    }
  }

  private long writeIdentity(MemorySegment response, long at) {
    int length = identity.length();
    WireFormat.put16(response, at, WireFormat.POINTER | WireFormat.HEADER_LENGTH_BYTES);
    WireFormat.put16(response, at + 2, RecordType.TXT);
    WireFormat.put16(response, at + 4, RecordClass.CHAOS);
    WireFormat.put32(response, at + 6, 0);
    WireFormat.put16(response, at + 10, length + 1);
    WireFormat.put8(response, at + 12, length);
    MemorySegment.copy(identity.bytes(), 0, response, at + 13, length);
    return at + 13 + length;
  }
}
