package org.popdns.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Memory in which a batch of datagrams is received, answered and sent, by recvmmsg(2) and
 * sendmmsg(2). One per worker and socket, used on that worker's thread only. It is laid out once;
 * receiving and sending allocate nothing.
 *
 * <pre>
 *   mmsghdr   0 name*  8 u32 namelen  16 iov*  24 iovlen  32 control*  40 controllen
 *             48 u32 flags  56 u32 length of the message                            64 bytes
 *   iovec     0 base*  8 length                                                     16 bytes
 *   cmsghdr   0 u64 length  8 u32 level  12 u32 type  16 data
 *     in_pktinfo    0 u32 interface | 4 address to reply from | 8 address asked     12 bytes
 *     in6_pktinfo   0 address asked, 16 bytes | 16 u32 interface                    20 bytes
 *
 *   ring   request headers | request iovecs | response headers | response iovecs
 *          | names | ancillary data | requests | responses
 * </pre>
 *
 * <p>A response goes back to the name, and from the address, that its request's slot holds; so a
 * batch is sent before the next one is received. Slots of requests and responses are an odd number
 * of cache lines apart, so that 64 of them do not compete for a few sets of the cache.
 */
public final class DatagramRing {

  /** Messages per batch at most. */
  public static final int CAPACITY = 64;

  /** Longer than any query that we know a use for; what is longer is cut and marked. */
  public static final int MAX_REQUEST_BYTES = 4096;

  /** {@link #requestLength} says it of a message that was longer than the slot. */
  public static final int TRUNCATED = -1;

  private static final int MSG_TRUNC = 0x20;

  private static final int MMSGHDR_BYTES = 64;
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 8;
  private static final int IOVEC = 16;
  private static final int IOVEC_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;
  private static final int MESSAGE_LENGTH = 56;

  private static final int IOVEC_BYTES = 16;
  private static final int IOVEC_LENGTH = 8;

  private static final int NAME_STRIDE = 32;

  private static final int CONTROL_STRIDE = 64;
  private static final int CONTROL_DATA = 16;
  private static final int IPV4_CONTROL_BYTES = 32; // CMSG_SPACE(sizeof(struct in_pktinfo))
  private static final int IPV6_CONTROL_BYTES = 40; // CMSG_SPACE(sizeof(struct in6_pktinfo))
  private static final int IPV6_INTERFACE = CONTROL_DATA + 16;
  private static final int LINK_LOCAL_PREFIX = 0xFE80; // fe80::/10, of 16 bits
  private static final int LINK_LOCAL_MASK = 0xFFC0;

  private static final int CACHE_LINE_BYTES = 64;
  private static final int REQUEST_STRIDE = MAX_REQUEST_BYTES + CACHE_LINE_BYTES;

  private static final long REQUEST_HEADERS = 0;
  private static final long REQUEST_IOVECS = REQUEST_HEADERS + CAPACITY * MMSGHDR_BYTES;
  private static final long RESPONSE_HEADERS = REQUEST_IOVECS + CAPACITY * IOVEC_BYTES;
  private static final long RESPONSE_IOVECS = RESPONSE_HEADERS + CAPACITY * MMSGHDR_BYTES;
  private static final long NAMES = RESPONSE_IOVECS + CAPACITY * IOVEC_BYTES;
  private static final long CONTROLS = NAMES + CAPACITY * NAME_STRIDE;
  private static final long REQUESTS = CONTROLS + CAPACITY * CONTROL_STRIDE;
  private static final long RESPONSES = REQUESTS + (long) CAPACITY * REQUEST_STRIDE;

  private final DatagramCalls calls;
  private final int descriptor;
  private final boolean ipv4;
  private final int nameLength;
  private final int controlLength;
  private final int responseStride;
  private final MemorySegment memory;
  private final MemorySegment requestHeaders;
  private final MemorySegment responseHeaders;
  private final MemorySegment errno = SystemCalls.newErrno();
  private int received;

  /**
   * Lays the memory out.
   *
   * @param socket open as long as the ring is used
   * @param maxResponseBytes room for each response, at least 512
   */
  public DatagramRing(UdpSocket socket, int maxResponseBytes) {
    this(socket, maxResponseBytes, DatagramCalls.SYSTEM);
  }

  /** As the other, with calls of the caller's. */
  public DatagramRing(UdpSocket socket, int maxResponseBytes, DatagramCalls calls) {
    this.calls = calls;
    descriptor = socket.descriptor();
    ipv4 = socket.isIpv4();
    nameLength =
        SocketAddressLayout.lengthBytes(
            SocketAddressLayout.family(socket.localAddress().getAddress()));
    controlLength = !socket.isWildcard() ? 0 : ipv4 ? IPV4_CONTROL_BYTES : IPV6_CONTROL_BYTES;
    int lines = (maxResponseBytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES;
    responseStride = (lines | 1) * CACHE_LINE_BYTES;
    memory =
        Arena.ofAuto()
            .allocate(RESPONSES + (long) CAPACITY * responseStride + CACHE_LINE_BYTES, 4096);
    requestHeaders = memory.asSlice(REQUEST_HEADERS, (long) CAPACITY * MMSGHDR_BYTES);
    responseHeaders = memory.asSlice(RESPONSE_HEADERS, (long) CAPACITY * MMSGHDR_BYTES);
    for (int slot = 0; slot < CAPACITY; slot++) {
      layOutSlot(slot);
    }
    received = CAPACITY;
  }

  private void layOutSlot(int slot) {
    long request = REQUEST_HEADERS + (long) slot * MMSGHDR_BYTES;
    long response = RESPONSE_HEADERS + (long) slot * MMSGHDR_BYTES;
    long requestIovec = REQUEST_IOVECS + (long) slot * IOVEC_BYTES;
    long responseIovec = RESPONSE_IOVECS + (long) slot * IOVEC_BYTES;
    putPointer(request + NAME, NAMES + (long) slot * NAME_STRIDE);
    putPointer(request + IOVEC, requestIovec);
    putPointer(response + IOVEC, responseIovec);
    memory.set(ValueLayout.JAVA_LONG, request + IOVEC_COUNT, 1);
    memory.set(ValueLayout.JAVA_LONG, response + IOVEC_COUNT, 1);
    if (controlLength > 0) {
      putPointer(request + CONTROL, CONTROLS + (long) slot * CONTROL_STRIDE);
    }
    putPointer(requestIovec, requestOffset(slot));
    memory.set(ValueLayout.JAVA_LONG, requestIovec + IOVEC_LENGTH, MAX_REQUEST_BYTES);
    putPointer(responseIovec, responseOffset(slot));
    memory.set(ValueLayout.JAVA_INT, response + NAME_LENGTH, nameLength);
  }

  private void putPointer(long at, long target) {
    memory.set(ValueLayout.JAVA_LONG, at, memory.address() + target);
  }

  /** Where requests and responses are. 64 bytes beyond each of them may be read. */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * Waits for a datagram and takes what has come by then, up to {@link #CAPACITY}; never waits for
   * a batch to fill.
   *
   * @return how many came, at least 1, or a negative error number: {@link Errno#EAGAIN} after half
   *     a second without any
   */
  public int receive() {
    // The kernel overwrote these lengths with the last senders'.
    for (int slot = 0; slot < received; slot++) {
      long header = REQUEST_HEADERS + (long) slot * MMSGHDR_BYTES;
      memory.set(ValueLayout.JAVA_INT, header + NAME_LENGTH, nameLength);
      if (controlLength > 0) {
        memory.set(ValueLayout.JAVA_LONG, header + CONTROL_LENGTH, controlLength);
      }
    }
    int count = calls.receive(errno, descriptor, requestHeaders, CAPACITY);
    received = Math.max(count, 0);
    return count;
  }

  /** Offset of a request in {@link #memory}. */
  public long requestOffset(int slot) {
    return REQUESTS + (long) slot * REQUEST_STRIDE;
  }

  /** Length of a request in bytes, 0 to {@link #MAX_REQUEST_BYTES}, or {@link #TRUNCATED}. */
  public int requestLength(int slot) {
    long header = REQUEST_HEADERS + (long) slot * MMSGHDR_BYTES;
    return (memory.get(ValueLayout.JAVA_INT, header + FLAGS) & MSG_TRUNC) != 0
        ? TRUNCATED
        : memory.get(ValueLayout.JAVA_INT, header + MESSAGE_LENGTH);
  }

  /** The port that a request came from; 0 is a forged one. */
  public int sourcePort(int slot) {
    long name = NAMES + (long) slot * NAME_STRIDE;
    return memory.get(SocketAddressLayout.NETWORK_SHORT, name + SocketAddressLayout.PORT) & 0xffff;
  }

  /** True if requests come from IPv4 addresses. */
  public boolean isIpv4() {
    return ipv4;
  }

  /** The four bytes of the IPv4 address that a request came from, the first the highest. */
  public int sourceIpv4(int slot) {
    long name = NAMES + (long) slot * NAME_STRIDE;
    return memory.get(SocketAddressLayout.NETWORK_INT, name + SocketAddressLayout.IPV4_ADDRESS);
  }

  /** The first eight bytes of the IPv6 address that a request came from, the first the highest. */
  public long sourceIpv6High(int slot) {
    long name = NAMES + (long) slot * NAME_STRIDE;
    return memory.get(SocketAddressLayout.NETWORK_LONG, name + SocketAddressLayout.IPV6_ADDRESS);
  }

  /** The last eight bytes of the IPv6 address that a request came from. */
  public long sourceIpv6Low(int slot) {
    long name = NAMES + (long) slot * NAME_STRIDE;
    return memory.get(
        SocketAddressLayout.NETWORK_LONG, name + SocketAddressLayout.IPV6_ADDRESS + Long.BYTES);
  }

  /** Offset in {@link #memory} where a response is to be written. */
  public long responseOffset(int slot) {
    return RESPONSES + (long) slot * responseStride;
  }

  /**
   * Addresses a response to the sender of a request.
   *
   * @param slot the response's; each batch fills them from 0 on
   * @param request the request's slot
   * @param lengthBytes the response's length
   */
  public void address(int slot, int request, int lengthBytes) {
    long header = RESPONSE_HEADERS + (long) slot * MMSGHDR_BYTES;
    memory.set(
        ValueLayout.JAVA_LONG,
        header + NAME,
        memory.address() + NAMES + (long) request * NAME_STRIDE);
    memory.set(
        ValueLayout.JAVA_LONG,
        RESPONSE_IOVECS + (long) slot * IOVEC_BYTES + IOVEC_LENGTH,
        lengthBytes);
    if (controlLength > 0) {
      replyFromAddressAsked(header, request);
    }
  }

  /** Gives a response the ancillary data of its request, which say where to send it from. */
  private void replyFromAddressAsked(long header, int request) {
    long from = REQUEST_HEADERS + (long) request * MMSGHDR_BYTES;
    long control = CONTROLS + (long) request * CONTROL_STRIDE;
    long length = memory.get(ValueLayout.JAVA_LONG, from + CONTROL_LENGTH);
    if (length == controlLength) {
      // The interface it came by is not the way back: routing decides, but for a link-local
      // address, which means nothing without its interface.
      if (ipv4) {
        memory.set(ValueLayout.JAVA_INT, control + CONTROL_DATA, 0);
      } else if ((memory.get(SocketAddressLayout.NETWORK_SHORT, control + CONTROL_DATA)
              & LINK_LOCAL_MASK)
          != LINK_LOCAL_PREFIX) {
        memory.set(ValueLayout.JAVA_INT, control + IPV6_INTERFACE, 0);
      }
    }
    memory.set(ValueLayout.JAVA_LONG, header + CONTROL, memory.address() + control);
    memory.set(ValueLayout.JAVA_LONG, header + CONTROL_LENGTH, length);
  }

  /**
   * Sends addressed responses.
   *
   * @param first slot of the first
   * @param count how many, at least 1
   * @return how many were sent, at least 1, or a negative error number of the first one's
   */
  public int send(int first, int count) {
    MemorySegment headers =
        first == 0 ? responseHeaders : responseHeaders.asSlice((long) first * MMSGHDR_BYTES);
    return calls.send(errno, descriptor, headers, count);
  }
}
