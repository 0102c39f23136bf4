package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneLookup;
import org.popdns.wire.Query;
import org.popdns.wire.QueryParser;
import org.popdns.wire.Rcode;
import org.popdns.wire.RecordClass;
import org.popdns.wire.RecordType;
import org.popdns.wire.WireFormat;

/**
 * Answers queries: the way from a request's bytes to the response's bytes. One instance per worker,
 * used on the worker's thread only; it keeps its scratch memory, its counters and its rotation, and
 * allocates nothing per query.
 *
 * <pre>{@code
 * Snapshot snapshot = publisher.acquire();
 * int length = responder.respond(snapshot, in, 0, received, out, 0, capacity, UDP_IPV4);
 * if (length > 0) { send(out, length); }
 * }</pre>
 */
public final class Responder {

  /** The largest UDP response that is sent unasked-for fragmentation aside (RFC 9715 §3.1). */
  public static final int UDP_PAYLOAD_BYTES = 1232;

  /** {@link #respond} returns it when nothing may be sent. */
  public static final int NO_RESPONSE = 0;

  private static final int OPT_FIXED_BYTES = 11;
  private static final int OPTION_HEADER_BYTES = 4;
  private static final int OPTION_NSID = 3;
  private static final int EDNS_DO = 0x8000;

  private final Query query = new Query();
  private final ZoneLookup lookup = new ZoneLookup();
  private final AnswerAssembler assembler;
  private final Redirection redirection;

  // Of responses that no zone gives.
  private final ResponseSections bare = new ResponseSections();

  private final WorkerCounters counters;
  private final ServerIdentity identity;

  /**
   * A responder for one worker.
   *
   * @param identity what NSID and CHAOS queries are told
   * @param counters written by this responder alone
   * @param firstRecord with which record rotations begin, so that workers differ; at least 0
   */
  public Responder(ServerIdentity identity, WorkerCounters counters, int firstRecord) {
    this.identity = identity;
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
   * @param request the message's buffer, readable {@link QueryParser#READ_AHEAD_BYTES} beyond it
   * @param requestOffset of the message's first byte
   * @param requestLength in bytes
   * @param response where the response goes; not overlapping the request
   * @param responseOffset of the response's first byte
   * @param capacity bytes that the response may take, at least 512; over UDP what the client's EDNS
   *     says and {@link #UDP_PAYLOAD_BYTES} limit it further
   * @param protocol how the message came
   * @return the response's length in bytes, or {@link #NO_RESPONSE}
   */
  public int respond(
      Snapshot snapshot,
      MemorySegment request,
      long requestOffset,
      int requestLength,
      MemorySegment response,
      long responseOffset,
      int capacity,
      Protocol protocol) {
    int parsed = QueryParser.parse(request, requestOffset, requestLength, query);
    if (parsed == QueryParser.DROP) {
      counters.countDropped(
          requestLength < WireFormat.HEADER_LENGTH_BYTES
              ? WorkerCounters.Drop.SHORT
              : WorkerCounters.Drop.RESPONSE);
      return NO_RESPONSE;
    }
    counters.countRequest(protocol, query.type());
    int size =
        protocol.isUdp()
            ? Math.min(capacity, Math.min(query.udpPayloadSize(), UDP_PAYLOAD_BYTES))
            : capacity;
    long start = echoQuestion(request, requestOffset, response, responseOffset);
    long limit = responseOffset + size - optLength();
    ResponseSections sections =
        writeSections(parsed, snapshot, response, responseOffset, start, limit);
    long end = sections.end;
    int arcount = sections.arcount;
    if (query.hasEdns()) {
      end = writeOpt(response, end, sections.rcode);
      arcount++;
    }
    writeHeader(sections, arcount, response, responseOffset);
    counters.countResponse(protocol, sections.rcode);
    if ((sections.flags & WireFormat.TC) != 0) {
      counters.countTruncated(protocol);
    }
    return (int) (end - responseOffset);
  }

  /** Writes what follows the question, but for the OPT record. */
  private ResponseSections writeSections(
      int parsed, Snapshot snapshot, MemorySegment response, long message, long start, long limit) {
    int rcode =
        switch (parsed) {
          case QueryParser.MALFORMED -> Rcode.FORMERR;
          case QueryParser.NOT_IMPLEMENTED -> Rcode.NOTIMP;
          case QueryParser.BAD_VERSION -> Rcode.BADVERS;
          default -> refusal();
        };
    boolean chaos = query.recordClass() == RecordClass.CHAOS;
    if (rcode == Rcode.NOERROR && !chaos) {
      if (lookup.find(snapshot.zones(), query)) {
        return answer(snapshot, response, message, limit);
      }
      rcode = Rcode.REFUSED;
    }
    bare.clear(start);
    bare.rcode = rcode;
    if (rcode == Rcode.NOERROR) {
      bare.flags = WireFormat.AA;
      bare.ancount = 1;
      bare.end = writeIdentity(response, start);
    }
    return bare;
  }

  private void writeHeader(
      ResponseSections sections, int arcount, MemorySegment response, long message) {
    int copied = query.flags() & (WireFormat.OPCODE_MASK | WireFormat.RD | WireFormat.CD);
    int flags = WireFormat.QR | copied | sections.flags | (sections.rcode & 0xF);
    WireFormat.put16(response, message, query.id());
    WireFormat.put16(response, message + WireFormat.FLAGS, flags);
    WireFormat.put16(response, message + WireFormat.QDCOUNT, query.hasQuestion() ? 1 : 0);
    WireFormat.put16(response, message + WireFormat.ANCOUNT, sections.ancount);
    WireFormat.put16(response, message + WireFormat.NSCOUNT, sections.nscount);
    WireFormat.put16(response, message + WireFormat.ARCOUNT, arcount);
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
      return identity && ServerIdentity.isAskedBy(query) ? Rcode.NOERROR : Rcode.REFUSED;
    }
    if (query.recordClass() != RecordClass.IN) {
      return Rcode.REFUSED;
    }
    if (type == RecordType.AXFR) {
      // RFC 5936 §2.2.1: the zone is here, its transfer is not allowed.
      return Rcode.REFUSED;
    }
    if (type == RecordType.IXFR) {
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
    int length = (int) identity.bytes().byteSize();
    WireFormat.put16(response, at, WireFormat.POINTER | WireFormat.HEADER_LENGTH_BYTES);
    WireFormat.put16(response, at + 2, RecordType.TXT);
    WireFormat.put16(response, at + 4, RecordClass.CHAOS);
    WireFormat.put32(response, at + 6, 0);
    WireFormat.put16(response, at + 10, length + 1);
    WireFormat.put8(response, at + 12, length);
    MemorySegment.copy(identity.bytes(), 0, response, at + 13, length);
    return at + 13 + length;
  }

  private int optLength() {
    if (!query.hasEdns()) {
      return 0;
    }
    return OPT_FIXED_BYTES + (nsid() ? OPTION_HEADER_BYTES + nsidLength() : 0);
  }

  /** NSID is for version 0; a BADVERS response carries no options. */
  private boolean nsid() {
    return query.nsidRequested() && query.ednsVersion() == 0;
  }

  private int nsidLength() {
    return (int) identity.bytes().byteSize();
  }

  /** Writes the OPT record (RFC 6891 §6.1.2) after {@code at}. */
  private long writeOpt(MemorySegment response, long at, int rcode) {
    int optionsLength = optLength() - OPT_FIXED_BYTES;
    WireFormat.put8(response, at, 0);
    WireFormat.put16(response, at + 1, RecordType.OPT);
    WireFormat.put16(response, at + 3, UDP_PAYLOAD_BYTES);
    WireFormat.put8(response, at + 5, rcode >>> 4);
    WireFormat.put8(response, at + 6, 0);
    // RFC 3225 §3: DO is copied; RFC 6891 §6.1.4: the unassigned flags are zero.
    WireFormat.put16(response, at + 7, query.ednsFlags() & EDNS_DO);
    WireFormat.put16(response, at + 9, optionsLength);
    if (optionsLength > 0) {
      WireFormat.put16(response, at + 11, OPTION_NSID);
      WireFormat.put16(response, at + 13, nsidLength());
      MemorySegment.copy(identity.bytes(), 0, response, at + 15, nsidLength());
    }
    return at + OPT_FIXED_BYTES + optionsLength;
  }
}
