package org.popdns.platform;

import static org.popdns.platform.SocketAddressLayout.AF_INET;
import static org.popdns.platform.SocketAddressLayout.AF_INET6;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A socket for ICMP echo without privilege (icmp(7)): the kernel fills in identifier and checksum,
 * lets pass no other type of request, and gives to this socket the replies to its own requests
 * alone. One thread may send while another receives; {@link #close} comes after both.
 *
 * <pre>
 *   msghdr   0 name | 8 u32 its length | 16 iovec | 24 how many | 32 control | 40 its length | 48 u32 flags   56 bytes
 *   iovec    0 base | 8 length                                                                                16 bytes
 * </pre>
 */
public final class IcmpSocket implements AutoCloseable {
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int MSG_DONTWAIT = 0x40;

  private static final long HEADER_BYTES = 56;
  private static final long NAME = 0;
  private static final long NAME_LENGTH = 8;
  private static final long PARTS = 16;
  private static final long PART_COUNT = 24;
  private static final long PART_BYTES = 16;

  /** A reply is as long as its request, and requests are short. */
  private static final int MESSAGE_BYTES = 256;

  // A receive ends at least this often, so that its thread sees that it is to stop.
  private static final long RECEIVE_TIMEOUT_MICROS = 500_000;

  private final int descriptor;

  private IcmpSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /** A message, from position to limit, and who sent it. */
  public record Received(InetAddress from, ByteBuffer message) {}

  /**
   * A socket for echoes of IPv4.
   *
   * @throws SystemCallException if the kernel refuses it: {@link Errno#EACCES} where the sysctl
   *     net.ipv4.ping_group_range leaves this process's groups out
   */
  public static IcmpSocket ofIpv4() throws SystemCallException {
    return open(AF_INET, IPPROTO_ICMP);
  }

  /** The same of IPv6, which the same sysctl rules. */
  public static IcmpSocket ofIpv6() throws SystemCallException {
    return open(AF_INET6, IPPROTO_ICMPV6);
  }

  private static IcmpSocket open(int family, int protocol) throws SystemCallException {
    MemorySegment errno = SystemCalls.newErrno();
    int descriptor = SystemCalls.socket(errno, family, SOCK_DGRAM | SOCK_CLOEXEC, protocol);
    if (descriptor < 0) {
      throw new SystemCallException("socket", -descriptor);
    }
    try (Arena arena = Arena.ofConfined()) {
      // struct timeval: seconds and microseconds, eight bytes each.
      MemorySegment time = arena.allocateFrom(ValueLayout.JAVA_LONG, 0L, RECEIVE_TIMEOUT_MICROS);
      int set =
          SystemCalls.setsockopt(
              errno, descriptor, SOL_SOCKET, SO_RCVTIMEO, time, (int) time.byteSize());
      if (set < 0) {
        SystemCalls.close(errno, descriptor);
        throw new SystemCallException("setsockopt", -set);
      }
      return new IcmpSocket(descriptor);
    }
  }

  /**
   * Sends an echo request, without waiting for room.
   *
   * @param message type, code, two bytes of checksum and two of identifier, which the kernel fills
   *     in, two of sequence number, data
   * @throws SystemCallException if it does not leave this host
   */
  public void send(byte[] message, InetAddress to) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(SocketAddressLayout.MAX_BYTES, 8);
      SocketAddressLayout.write(name, new InetSocketAddress(to, 0));
      MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
      MemorySegment header =
          header(
              arena, name, SocketAddressLayout.lengthBytes(SocketAddressLayout.family(to)), data);
      int sent = SystemCalls.sendmsg(SystemCalls.newErrno(), descriptor, header, MSG_DONTWAIT);
      if (sent < 0) {
        throw new SystemCallException("sendmsg", -sent);
      }
    }
  }

  /**
   * Waits for a message, half a second at most.
   *
   * @return empty if none came
   * @throws SystemCallException if the socket is of no use any more
   */
  public Optional<Received> receive() throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(SocketAddressLayout.MAX_BYTES, 8);
      MemorySegment data = arena.allocate(MESSAGE_BYTES);
      MemorySegment header = header(arena, name, SocketAddressLayout.MAX_BYTES, data);
      int received = SystemCalls.recvmsg(SystemCalls.newErrno(), descriptor, header, 0);
      if (received == -Errno.EAGAIN || received == -Errno.EINTR) {
        return Optional.empty();
      }
      if (received < 0) {
        throw new SystemCallException("recvmsg", -received);
      }
      return Optional.of(
          new Received(
              SocketAddressLayout.read(name).getAddress(),
              ByteBuffer.wrap(data.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE))));
    }
  }

  private static MemorySegment header(
      Arena arena, MemorySegment name, int nameLength, MemorySegment data) {
    MemorySegment part = arena.allocate(PART_BYTES, 8);
    part.set(ValueLayout.JAVA_LONG, 0, data.address());
    part.set(ValueLayout.JAVA_LONG, 8, data.byteSize());
    MemorySegment header = arena.allocate(HEADER_BYTES, 8);
    header.set(ValueLayout.JAVA_LONG, NAME, name.address());
    header.set(ValueLayout.JAVA_INT, NAME_LENGTH, nameLength);
    header.set(ValueLayout.JAVA_LONG, PARTS, part.address());
    header.set(ValueLayout.JAVA_LONG, PART_COUNT, 1);
    return header;
  }

  /** Closes it; nobody may be using it. */
  @Override
  public void close() {
    SystemCalls.close(SystemCalls.newErrno(), descriptor);
  }
}
