package org.popdns.platform;

import static org.popdns.platform.SocketAddressLayout.AF_INET;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;

/**
 * A bound UDP socket. Made and closed by the control side; its {@link DatagramRing} is used on one
 * worker's thread. Ports, addresses and options do not change after it was made.
 *
 * <p>Options: IP_FREEBIND, so that a service address may come later than the server; path MTU
 * discovery off in the form that believes no "packet too big" message, which anyone can forge to
 * have responses cut into fragments (RFC 9715 §3.1, R2); at a wildcard address the ancillary data
 * that tell which address was asked, so that the response leaves from there.
 */
public final class UdpSocket implements AutoCloseable {

  // <asm-generic/socket.h>, <linux/in.h>, <linux/in6.h>; the same on x86-64 and aarch64.
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_TYPE = 3;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_REUSEPORT = 15;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int IPPROTO_IP = 0;
  private static final int IP_PKTINFO = 8;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IP_FREEBIND = 15;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_MTU_DISCOVER = 23;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int PMTUDISC_OMIT = 5;
  private static final int SHUT_RD = 0;

  // A receive ends at least this often, so that a worker sees that it is to stop.
  private static final long RECEIVE_TIMEOUT_MICROS = 500_000;

  // A send that finds no room waits this long for a slow interface, then gives the message up.
  private static final long SEND_TIMEOUT_MICROS = 100_000;

  private static final int SEND_BUFFER_BYTES = 1 << 20;

  /** Whether other sockets may be bound to the address beside it. */
  public enum Sharing {
    /** It fails if any other socket is bound there, and none may be after it. */
    ALONE,
    /** With others of this process's user (SO_REUSEPORT); the kernel spreads clients over them. */
    SHARED
  }

  private final int descriptor;
  private final InetSocketAddress localAddress;
  private final boolean owned;
  private boolean closed;

  private UdpSocket(int descriptor, InetSocketAddress localAddress, boolean owned) {
    this.descriptor = descriptor;
    this.localAddress = localAddress;
    this.owned = owned;
  }

  /**
   * Opens and binds a socket.
   *
   * @param address port 0 asks the system for a free one
   * @throws SystemCallException if a call fails; nothing is open then
   */
  public static UdpSocket bind(InetSocketAddress address, Sharing sharing)
      throws SystemCallException {
    MemorySegment errno = SystemCalls.newErrno();
    int family = SocketAddressLayout.family(address.getAddress());
    int descriptor =
        checked("socket", SystemCalls.socket(errno, family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    try {
      if (sharing == Sharing.SHARED) {
        set(errno, descriptor, SOL_SOCKET, SO_REUSEPORT, 1);
      }
      if (family == AF_INET) {
        set(errno, descriptor, IPPROTO_IP, IP_FREEBIND, 1);
      } else {
        set(errno, descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        // Of the IPv6 level's own option older kernels know nothing; this one serves both families.
        set(errno, descriptor, IPPROTO_IP, IP_FREEBIND, 1);
      }
      setOptions(errno, descriptor, address);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment name = arena.allocate(SocketAddressLayout.MAX_BYTES, 8);
        SocketAddressLayout.write(name, address);
        checked(
            "bind",
            SystemCalls.bind(errno, descriptor, name, SocketAddressLayout.lengthBytes(family)));
      }
      return new UdpSocket(descriptor, localAddress(errno, descriptor), true);
    } catch (SystemCallException e) {
      SystemCalls.close(errno, descriptor);
      throw e;
    }
  }

  /**
   * Takes a socket that is bound already, as from a server that ends or from a service manager. Its
   * descriptor stays the giver's: {@link #close} leaves it open and what waits in it unread.
   *
   * @param descriptor a bound UDP socket's, of IPv4 or IPv6
   * @throws SystemCallException if it is none
   */
  public static UdpSocket adopt(int descriptor) throws SystemCallException {
    MemorySegment errno = SystemCalls.newErrno();
    if (get(errno, descriptor, SOL_SOCKET, SO_TYPE) != SOCK_DGRAM) {
      throw new SystemCallException("adopt: not a datagram socket", Errno.EINVAL);
    }
    InetSocketAddress address = localAddress(errno, descriptor);
    setOptions(errno, descriptor, address);
    return new UdpSocket(descriptor, address, false);
  }

  private static void setOptions(MemorySegment errno, int descriptor, InetSocketAddress address)
      throws SystemCallException {
    setTime(errno, descriptor, SO_RCVTIMEO, RECEIVE_TIMEOUT_MICROS);
    setTime(errno, descriptor, SO_SNDTIMEO, SEND_TIMEOUT_MICROS);
    set(errno, descriptor, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER_BYTES);
    boolean ipv4 = SocketAddressLayout.family(address.getAddress()) == AF_INET;
    if (ipv4) {
      set(errno, descriptor, IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_OMIT);
    } else {
      set(errno, descriptor, IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_OMIT);
    }
    if (address.getAddress().isAnyLocalAddress()) {
      if (ipv4) {
        set(errno, descriptor, IPPROTO_IP, IP_PKTINFO, 1);
      } else {
        set(errno, descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
      }
    }
  }

  /**
   * Asks for a receive buffer, beyond the system's limit where this process may.
   *
   * @return the bytes granted; the kernel's own overhead is not counted
   * @throws SystemCallException if the socket is closed
   */
  public int setReceiveBuffer(int bytes) throws SystemCallException {
    MemorySegment errno = SystemCalls.newErrno();
    if (setOption(errno, descriptor, SOL_SOCKET, SO_RCVBUFFORCE, bytes) < 0) {
      set(errno, descriptor, SOL_SOCKET, SO_RCVBUF, bytes);
    }
    // The kernel doubles what was asked for, for its overhead, and tells the double (socket(7)).
    return get(errno, descriptor, SOL_SOCKET, SO_RCVBUF) / 2;
  }

  /** The path MTU discovery mode, for those who want to be sure of it. */
  public int pathMtuDiscovery() throws SystemCallException {
    MemorySegment errno = SystemCalls.newErrno();
    return isIpv4()
        ? get(errno, descriptor, IPPROTO_IP, IP_MTU_DISCOVER)
        : get(errno, descriptor, IPPROTO_IPV6, IPV6_MTU_DISCOVER);
  }

  /** The address and port it is bound to. */
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  /** True for a socket of IPv4. */
  public boolean isIpv4() {
    return SocketAddressLayout.family(localAddress.getAddress()) == AF_INET;
  }

  /** True if it takes what is sent to any of the host's addresses. */
  public boolean isWildcard() {
    return localAddress.getAddress().isAnyLocalAddress();
  }

  /** The descriptor, to hand it on. */
  public int descriptor() {
    return descriptor;
  }

  /**
   * Wakes a thread that waits in a receive. A socket that was adopted is not shut down, which would
   * end it for the giver too: its receiver wakes within half a second.
   */
  public void wake() {
    if (owned) {
      // Fails with ENOTCONN on a socket without a peer, and wakes its receivers all the same.
      SystemCalls.shutdown(SystemCalls.newErrno(), descriptor, SHUT_RD);
    }
  }

  /** Closes it, unless it was adopted. No thread may be using it. */
  @Override
  public synchronized void close() {
    if (owned && !closed) {
      closed = true;
      SystemCalls.close(SystemCalls.newErrno(), descriptor);
    }
  }

  private static InetSocketAddress localAddress(MemorySegment errno, int descriptor)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(SocketAddressLayout.MAX_BYTES, 8);
      MemorySegment length =
          arena.allocateFrom(ValueLayout.JAVA_INT, SocketAddressLayout.MAX_BYTES);
      checked("getsockname", SystemCalls.getsockname(errno, descriptor, name, length));
      short family = name.get(ValueLayout.JAVA_SHORT, 0);
      if (family != AF_INET && family != SocketAddressLayout.AF_INET6) {
        throw new SystemCallException("adopt: not a socket of IPv4 or IPv6", Errno.EINVAL);
      }
      return SocketAddressLayout.read(name);
    }
  }

  private static void setTime(MemorySegment errno, int descriptor, int option, long micros)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      // struct timeval: seconds and microseconds, eight bytes each.
      MemorySegment time =
          arena.allocateFrom(ValueLayout.JAVA_LONG, micros / 1_000_000, micros % 1_000_000);
      checked(
          "setsockopt",
          SystemCalls.setsockopt(
              errno, descriptor, SOL_SOCKET, option, time, (int) time.byteSize()));
    }
  }

  private static void set(MemorySegment errno, int descriptor, int level, int name, int value)
      throws SystemCallException {
    checked("setsockopt", setOption(errno, descriptor, level, name, value));
  }

  private static int setOption(
      MemorySegment errno, int descriptor, int level, int name, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_INT, value);
      return SystemCalls.setsockopt(errno, descriptor, level, name, segment, Integer.BYTES);
    }
  }

  private static int get(MemorySegment errno, int descriptor, int level, int name)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, 0);
      MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
      checked("getsockopt", SystemCalls.getsockopt(errno, descriptor, level, name, value, length));
      return value.get(ValueLayout.JAVA_INT, 0);
    }
  }

  private static int checked(String call, int result) throws SystemCallException {
    if (result < 0) {
      throw new SystemCallException(call, -result);
    }
    return result;
  }
}
