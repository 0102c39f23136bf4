package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.Snapshot;
import org.popdns.wire.Query;
import org.popdns.wire.Rcode;
import org.popdns.wire.WireFormat;

/**
 * One message and its answer: all that a worker knows of it between receive and send. One instance
 * per worker, used on its thread; the transport says what to answer from, who asks and where the
 * bytes are, the {@link Responder} fills in the rest, and the next message overwrites it. It
 * allocates nothing.
 *
 * <pre>{@code
 * exchange.begin(publisher.acquire());                  // once for a batch
 * exchange.client().udpIpv4(address);
 * exchange.request(in, 0, received);
 * exchange.response(out, 0, capacity);
 * int length = responder.respond(exchange);
 * if (length > 0) { send(out, length); }
 * }</pre>
 */
public final class Exchange {

  /** Sections, as {@link org.popdns.snapshot.CompiledAnswer#section} tells them apart. */
  static final int ADDITIONAL = 0;

  static final int AUTHORITY = 1;
  static final int ANSWER = 2;

  private static final int COUNT_BITS = 16;

  final Client client = new Client();
  final Query query = new Query();
  Snapshot snapshot = Snapshot.EMPTY;

  MemorySegment request = MemorySegment.NULL;
  long requestOffset;
  int requestLength;

  MemorySegment response = MemorySegment.NULL;

  /** Offset of the response's first byte. */
  long message;

  /** Bytes that the response may take, by its buffer. */
  int capacity;

  /** True if the client asks for signatures (RFC 3225). */
  boolean dnssecOk;

  /** Who the client is, and for how wide a network the answer holds. */
  Choice choice = new Choice(this);

  /** How much further on the compiled answer's pointers lead. */
  int shift;

  /** Offset that records must not pass; behind it there is room for the OPT record. */
  long limit;

  /** True if the OPT record's options were read, so that they are answered. */
  boolean withOptions;

  /** What is known of the query's server cookie, as {@link ServerCookies#check} says. */
  int cookieState;

  private boolean isTimeRead;
  private int epochSeconds;

  /** True if the server asks itself, as {@link OwnMark} says. */
  boolean own;

  /** What the query is refused for, an {@link ExtendedError}. */
  int extendedError;

  /** The zone that answers authoritatively, whose version may be told; null if none does. */
  @Nullable CompiledZone authoritative;

  // What was written behind the question: the header's part that depends on it.

  /** AA and TC as they apply. */
  int flags;

  int rcode;

  /** ANCOUNT, NSCOUNT and ARCOUNT, as they stand in the header: the last one lowest. */
  long counts;

  /** Offset after the last record written. */
  long end;

  /** What is sent after the response, if anything. */
  @Nullable ResponseSequence following;

  /** What all messages from now on are answered from. */
  public void begin(Snapshot from) {
    snapshot = from;
    isTimeRead = false;
  }

  /**
   * The time by which the batch's cookies are judged and made: read for the first of them that has
   * one, as asking for it takes longer than what it is needed for.
   */
  int epochSeconds(InstantSource clock) {
    if (!isTimeRead) {
      epochSeconds = (int) (clock.millis() / 1000);
      isTimeRead = true;
    }
    return epochSeconds;
  }

  /** Lets what was answered from go, so that a worker that waits holds nothing. */
  public void endBatch() {
    snapshot = Snapshot.EMPTY;
  }

  /**
   * Says where the message is.
   *
   * @param buffer readable {@link org.popdns.wire.QueryParser#READ_AHEAD_BYTES} beyond the message
   * @param offset of its first byte
   * @param lengthBytes its length, at most 65535
   */
  // Any other object is stored, whatever memory it stands for: asked is whether it is this one.
  @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"})
  public void request(MemorySegment buffer, long offset, int lengthBytes) {
    if (request != buffer) {
      request = buffer; // Mostly the same; a reference that is stored costs the collector a look.
    }
    requestOffset = offset;
    requestLength = lengthBytes;
  }

  /**
   * Says where the response goes.
   *
   * @param buffer not overlapping the request
   * @param offset of its first byte
   * @param capacityBytes that it may take, at least 512; over UDP what the client's EDNS says and
   *     {@link Responder#UDP_PAYLOAD_BYTES} limit it further
   */
  @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"}) // As above.
  public void response(MemorySegment buffer, long offset, int capacityBytes) {
    if (response != buffer) {
      response = buffer;
    }
    message = offset;
    capacity = capacityBytes;
  }

  /** Who sent the message; the transport sets it. */
  public Client client() {
    return client;
  }

  /** What the message asks, as far as it was read. */
  public Query query() {
    return query;
  }

  /** The message's buffer. */
  public MemorySegment request() {
    return request;
  }

  /** Offset of the message's first byte. */
  public long requestOffset() {
    return requestOffset;
  }

  /** The message's length in bytes. */
  public int requestLength() {
    return requestLength;
  }

  /**
   * What is to be sent after the response; null for nothing, as always over UDP. Who takes it
   * closes it.
   */
  public @Nullable ResponseSequence takeFollowing() {
    ResponseSequence taken = following;
    following = null;
    return taken;
  }

  /** What to answer from. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** Offset after the question in the response, where records begin. */
  long records() {
    int question = query.hasQuestion() ? query.nameLength() + WireFormat.QUESTION_TAIL_BYTES : 0;
    return message + WireFormat.HEADER_LENGTH_BYTES + question;
  }

  /** Says which zone answers authoritatively; null for none. */
  void answerFrom(@Nullable CompiledZone zone) {
    if (authoritative != zone) {
      authoritative = zone;
    }
  }

  /** Begins empty sections. */
  void clearSections() {
    flags = 0;
    rcode = Rcode.NOERROR;
    clearRecords();
  }

  /** Leaves the sections empty since they don't fit (RFC 2181 §9). */
  void truncate() {
    flags |= WireFormat.TC;
    clearRecords();
  }

  /** Begins at the first record. */
  void clearRecords() {
    counts = 0;
    end = records();
  }

  /** Counts records of a section, 65535 at most. */
  void count(int section, int records) {
    counts += (long) records << (section * COUNT_BITS);
  }

  /** How many records a section has. */
  int recordCount(int section) {
    return (int) (counts >>> (section * COUNT_BITS)) & 0xffff;
  }
}
