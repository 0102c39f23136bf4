package org.popdns.answer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.popdns.name.DomainName;
import org.popdns.wire.NameHash;
import org.popdns.wire.Query;

/**
 * Who answers, for those who ask: NSID (RFC 5001) and the CHAOS names of RFC 4892; and by what the
 * server knows itself among those. Immutable, shared by all workers.
 */
public final class ServerIdentity {

  /** Longest identity in bytes, so that it fits a response of 512 bytes twice. */
  public static final int MAX_LENGTH_BYTES = 128;

  private static final byte[] ID_SERVER = DomainName.parse("id.server.").toLowerCaseWire();
  private static final byte[] HOSTNAME_BIND = DomainName.parse("hostname.bind.").toLowerCaseWire();
  private static final long[] ID_SERVER_WORDS = NameHash.words(ID_SERVER);
  private static final long[] HOSTNAME_BIND_WORDS = NameHash.words(HOSTNAME_BIND);
  private static final long ID_SERVER_HASH = NameHash.of(ID_SERVER);
  private static final long HOSTNAME_BIND_HASH = NameHash.of(HOSTNAME_BIND);

  private final String text;
  private final MemorySegment bytes;
  private final OwnMark ownMark = OwnMark.random();

  /** An identity; longer text is cut. */
  public ServerIdentity(String text) {
    this.text = text;
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] cut = Arrays.copyOf(utf8, Math.min(utf8.length, MAX_LENGTH_BYTES));
    bytes = Arena.ofAuto().allocate(Math.max(1, cut.length)).asSlice(0, cut.length);
    MemorySegment.copy(MemorySegment.ofArray(cut), 0, bytes, 0, cut.length);
  }

  /** The identity as text. */
  public String text() {
    return text;
  }

  /** By what this server knows its own queries again. */
  public OwnMark ownMark() {
    return ownMark;
  }

  /** The identity's bytes. */
  MemorySegment bytes() {
    return bytes;
  }

  /** The identity's length in bytes. */
  int length() {
    return (int) bytes.byteSize();
  }

  /** True if the query's name is one that asks for the identity in class CHAOS (RFC 4892 §3.1). */
  static boolean isAskedBy(Query query) {
    long hash = query.hashWithout(0);
    return (hash == ID_SERVER_HASH && query.endsWith(0, ID_SERVER_WORDS, ID_SERVER.length))
        || (hash == HOSTNAME_BIND_HASH
            && query.endsWith(0, HOSTNAME_BIND_WORDS, HOSTNAME_BIND.length));
  }
}
