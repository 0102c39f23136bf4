package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.popdns.record.RecordType;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.Snapshot;
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
 * allocates nothing per query.
 *
 * <pre>{@code
 * Snapshot snapshot = publisher.acquire();
 * client.udpIpv4(address);
 * int length = responder.respond(snapshot, client, in, 0, received, out, 0, capacity);
 * if (length > 0) { send(out, length); }
 * }</pre>
 */
public final class Responder {

  /** The largest UDP response that is sent unasked-for fragmentation aside (RFC 9715 §3.1). */
  public static final int UDP_PAYLOAD_BYTES = 1232;

  /** {@link #respond} returns it when nothing may be sent. */
  public static final int NO_RESPONSE = 0;

  private final Query query = new Query();
  private final ZoneLookup lookup = new ZoneLookup();
  private final AnswerAssembler assembler;
  private final Redirection redirection;

  // Of responses that no zone gives.
  private final ResponseSections bare = new ResponseSections();

  private final WorkerCounters counters;
  private final ServerIdentity identity;
  private final ServerCookies cookies;
  private final OptRecord opt;

  // What the query at hand is refused for, and the zone whose version it may be told.
  private int extendedError;
  private @Nullable CompiledZone authoritative;

  /**
   * A responder for one worker.
   *
   * @param identity what NSID and CHAOS queries are told
   * @param cookies shared by all workers
   * @param counters written by this responder alone
   * @param firstRecord with which record rotations begin, so that workers differ; at least 0
   */
  public Responder(
      ServerIdentity identity, ServerCookies cookies, WorkerCounters counters, int firstRecord) {
    this.identity = identity;
    this.cookies = cookies;
    this.opt = new OptRecord(identity, cookies);
    this.counters = counters;
    this.assembler = new AnswerAssembler(new Rotation(firstRecord), counters);
    this.redirection = new Redirection(assembler);
  }

  /** The counters given at construction. */
  public WorkerCounters counters() {
    return counters;
  }

  /**
   * Answers one message.
   *
   * @param snapshot what to answer from
   * @param client who sent the message
   * @param request the message's buffer, readable {@link QueryParser#READ_AHEAD_BYTES} beyond it
   * @param requestOffset of the message's first byte
   * @param requestLength in bytes
   * @param response where the response goes; not overlapping the request
   * @param responseOffset of the response's first byte
   * @param capacity bytes that the response may take, at least 512; over UDP what the client's EDNS
   *     says and {@link #UDP_PAYLOAD_BYTES} limit it further
   * @return the response's length in bytes, or {@link #NO_RESPONSE}
   */
  public int respond(
      Snapshot snapshot,
      Client client,
      MemorySegment request,
      long requestOffset,
      int requestLength,
      MemorySegment response,
      long responseOffset,
      int capacity) {
    int parsed = QueryParser.parse(request, requestOffset, requestLength, query);
    if (parsed == QueryParser.DROP) {
      counters.countDropped(
          requestLength < WireFormat.HEADER_LENGTH_BYTES
              ? WorkerCounters.Drop.SHORT
              : WorkerCounters.Drop.RESPONSE);
      return NO_RESPONSE;
    }
    Protocol protocol = client.protocol();
    counters.countRequest(protocol, query.type());
    int size =
        protocol.isUdp()
            ? Math.min(capacity, Math.min(query.udpPayloadSize(), UDP_PAYLOAD_BYTES))
            : capacity;
    boolean withOptions =
        parsed == QueryParser.OK
            || parsed == QueryParser.COOKIE_ONLY
            || parsed == QueryParser.SIGNED;
    int optLength = opt.prepare(query, withOptions, request, client);
    if (withOptions && query.cookieLength() > 0) {
      counters.countCookie(cookieResult());
    }
    long start = echoQuestion(request, requestOffset, response, responseOffset);
    long limit = responseOffset + size - optLength;
    ResponseSections sections =
        writeSections(parsed, snapshot, client, response, responseOffset, start, limit);
    long end = sections.end;
    int arcount = sections.arcount;
    if (query.hasEdns()) {
      CompiledZone zone = (sections.flags & WireFormat.AA) != 0 ? authoritative : null;
      end = opt.write(query, request, client, response, end, sections.rcode, extendedError, zone);
      arcount++;
    }
    if (sections.rcode == Rcode.NOTAUTH && parsed == QueryParser.SIGNED) {
      // RFC 8945 §5.1: the last record. Where it finds no room over UDP, the client tries TCP.
      Tsig tsig = query.tsig();
      if (end + tsig.errorLength() > responseOffset + size) {
        sections.flags |= WireFormat.TC;
      } else {
        end = tsig.writeError(response, end, Tsig.BADKEY);
        arcount++;
      }
    }
    writeHeader(sections, arcount, response, responseOffset);
    counters.countResponse(protocol, sections.rcode);
    if ((sections.flags & WireFormat.TC) != 0) {
      counters.countTruncated(protocol);
    }
    return (int) (end - responseOffset);
  }

  private WorkerCounters.Cookie cookieResult() {
    if (query.cookieLength() == Query.CLIENT_COOKIE_BYTES) {
      return WorkerCounters.Cookie.CLIENT_ONLY;
    }
    return opt.cookieState() == ServerCookies.INVALID
        ? WorkerCounters.Cookie.INVALID
        : WorkerCounters.Cookie.VALID;
  }

  /** Writes what follows the question, but for the OPT record. */
  private ResponseSections writeSections(
      int parsed,
      Snapshot snapshot,
      Client client,
      MemorySegment response,
      long message,
      long start,
      long limit) {
    extendedError = ExtendedError.NONE;
    authoritative = null;
    int rcode =
        switch (parsed) {
          case QueryParser.MALFORMED -> Rcode.FORMERR;
          case QueryParser.NOT_IMPLEMENTED -> Rcode.NOTIMP;
          case QueryParser.BAD_VERSION -> Rcode.BADVERS;
          case QueryParser.COOKIE_ONLY -> cookieOnly();
          // RFC 8945 §5.2.1: no key is known here. A cookie that is due costs fewer bytes.
          case QueryParser.SIGNED -> isWithoutDueCookie(client) ? Rcode.BADCOOKIE : Rcode.NOTAUTH;
          default -> isWithoutDueCookie(client) ? Rcode.BADCOOKIE : refusal();
        };
    if (rcode == Rcode.NOERROR && query.recordClass() == RecordClass.IN) {
      if (lookup.find(snapshot.zones(), query)) {
        authoritative = lookup.zone();
        ResponseSections answered = answer(snapshot, response, message, limit);
        if (answered.rcode == Rcode.SERVFAIL) {
          extendedError = ExtendedError.INVALID_DATA;
        }
        return answered;
      }
      rcode = Rcode.REFUSED;
      extendedError = ExtendedError.NOT_AUTHORITATIVE;
    }
    bare.clear(start);
    bare.rcode = rcode;
    if (rcode == Rcode.NOERROR && query.recordClass() == RecordClass.CHAOS) {
      bare.flags = WireFormat.AA;
      bare.ancount = 1;
      bare.end = writeIdentity(response, start);
    }
    return bare;
  }

  /** RFC 7873 §5.4: a query for a cookie alone has no question; only a bad cookie is an error. */
  private int cookieOnly() {
    boolean bad =
        query.cookieLength() > Query.CLIENT_COOKIE_BYTES
            && opt.cookieState() == ServerCookies.INVALID;
    return bad ? Rcode.BADCOOKIE : Rcode.NOERROR;
  }

  /** RFC 7873 §5.2.3, §5.2.4: a client that came over TCP has shown its address. */
  private boolean isWithoutDueCookie(Client client) {
    return query.cookieLength() > 0
        && opt.cookieState() == ServerCookies.INVALID
        && client.protocol().isUdp()
        && cookies.areRequired();
  }

  private void writeHeader(
      ResponseSections sections, int arcount, MemorySegment response, long message) {
    int copied = query.flags() & (WireFormat.OPCODE_MASK | WireFormat.RD | WireFormat.CD);
    int flags = WireFormat.QR | copied | sections.flags | (sections.rcode & 0xF);
    // The header in two accesses: it is written for every message.
    long questions = query.hasQuestion() ? 1 : 0;
    long first = (long) query.id() << 48 | (long) flags << 32 | questions << 16 | sections.ancount;
    WireFormat.put64(response, message, first);
    WireFormat.put32(response, message + WireFormat.NSCOUNT, sections.nscount << 16 | arcount);
  }

  /**
   * Turns a request whose answering failed into a SERVFAIL of its header alone.
   *
   * @return the response's length in bytes, or {@link #NO_RESPONSE}
   */
  public int respondServerFailure(
      MemorySegment request,
      long requestOffset,
      int requestLength,
      MemorySegment response,
      long responseOffset,
      Protocol protocol) {
    counters.countDropped(WorkerCounters.Drop.ERROR);
    if (requestLength < WireFormat.HEADER_LENGTH_BYTES) {
      return NO_RESPONSE;
    }
    int requestFlags = WireFormat.u16(request, requestOffset + WireFormat.FLAGS);
    if ((requestFlags & WireFormat.QR) != 0) {
      return NO_RESPONSE;
    }
    MemorySegment.copy(request, requestOffset, response, responseOffset, 2);
    int kept = requestFlags & (WireFormat.OPCODE_MASK | WireFormat.RD | WireFormat.CD);
    WireFormat.put16(
        response, responseOffset + WireFormat.FLAGS, WireFormat.QR | kept | Rcode.SERVFAIL);
    WireFormat.put32(response, responseOffset + WireFormat.QDCOUNT, 0);
    WireFormat.put32(response, responseOffset + WireFormat.NSCOUNT, 0);
    counters.countResponse(protocol, Rcode.SERVFAIL);
    return WireFormat.HEADER_LENGTH_BYTES;
  }

  private ResponseSections answer(
      Snapshot snapshot, MemorySegment response, long message, long limit) {
    if (lookup.isRedirected()) {
      return redirection.follow(lookup, snapshot, query, response, message, limit);
    }
    assembler.assemble(
        lookup.zone(),
        lookup.answer(),
        snapshot.health(),
        response,
        message,
        query.nameLength(),
        limit);
    return assembler.sections();
  }

  /** NOERROR if the question may be looked up, else the rcode of the refusal. */
  private int refusal() {
    int type = query.type();
    if (query.recordClass() == RecordClass.CHAOS) {
      boolean identity = type == RecordType.TXT || type == RecordType.ANY;
      if (identity && ServerIdentity.isAskedBy(query)) {
        return Rcode.NOERROR;
      }
      extendedError = ExtendedError.NOT_AUTHORITATIVE;
      return Rcode.REFUSED;
    }
    if (query.recordClass() != RecordClass.IN) {
      extendedError = ExtendedError.NOT_AUTHORITATIVE;
      return Rcode.REFUSED;
    }
    if (type == RecordType.AXFR) {
      // RFC 5936 §2.2.1: the zone is here, its transfer is not allowed.
      extendedError = ExtendedError.PROHIBITED;
      return Rcode.REFUSED;
    }
    if (type == RecordType.IXFR) {
      extendedError = ExtendedError.NOT_SUPPORTED;
      return Rcode.NOTAUTH; // As NSD, Knot and BIND do where they transfer no zone.
    }
    // RFC 6891 §6.1.1: OPT is a pseudo-RR that no query may ask for; 128 to 254 are meta types.
    return type == RecordType.OPT ? Rcode.FORMERR : Rcode.NOERROR;
  }

  /** Copies the question as it came, for a client that checks its case. */
  private long echoQuestion(MemorySegment request, long from, MemorySegment response, long to) {
    long at = to + WireFormat.HEADER_LENGTH_BYTES;
    if (!query.hasQuestion()) {
      return at;
    }
    int length = query.nameLength() + WireFormat.QUESTION_TAIL_BYTES;
    MemorySegment.copy(request, from + WireFormat.HEADER_LENGTH_BYTES, response, at, length);
    return at + length;
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
