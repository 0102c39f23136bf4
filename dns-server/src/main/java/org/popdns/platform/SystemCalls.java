package org.popdns.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.Optional;

/**
 * The C library's functions that this package calls. Each returns what the function returned, or
 * the negative error number; the error is captured by the linker before the JVM can change it. None
 * of them is marked critical: a call that blocks would hold up every garbage collection.
 *
 * <p>To the linker all are one function of five {@code long}s, because it takes tens of
 * milliseconds of a start to make the way to each other shape. Both ABIs of {@link LinuxSockets}
 * allow it: an argument of an int's or a pointer's size has the lower part of a register of its
 * own, the upper part and the registers beyond the last argument mean nothing to who is called, and
 * of a result that is an int the upper part means nothing to the caller (System V ABI for x86-64
 * §3.2.3, AAPCS64 §6.8.2).
 *
 * <p>{@code errno} arguments are segments of {@link #ERRNO_LAYOUT}, one per calling thread.
 */
final class SystemCalls {

  /** Where the linker puts the error number. */
  static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();

  private static final long ERRNO_OFFSET =
      ERRNO_LAYOUT.byteOffset(PathElement.groupElement("errno"));
  private static final long LONGEST_TEXT_BYTES = 256;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG);

  private static final MethodHandle SOCKET = function("socket");
  private static final MethodHandle BIND = function("bind");
  private static final MethodHandle GETSOCKNAME = function("getsockname");
  private static final MethodHandle SETSOCKOPT = function("setsockopt");
  private static final MethodHandle GETSOCKOPT = function("getsockopt");
  private static final MethodHandle SHUTDOWN = function("shutdown");
  private static final MethodHandle CLOSE = function("close");
  private static final MethodHandle RECVMMSG = function("recvmmsg");
  private static final MethodHandle SENDMMSG = function("sendmmsg");
  private static final MethodHandle RECVMSG = function("recvmsg");
  private static final MethodHandle SENDMSG = function("sendmsg");
  private static final MethodHandle GETAFFINITY = function("sched_getaffinity");
  private static final MethodHandle SETAFFINITY = function("sched_setaffinity");
  private static final MethodHandle SETPRIORITY = function("setpriority");
  private static final MethodHandle KILL = function("kill");
  private static final MethodHandle GETTID = function("gettid");
  private static final MethodHandle STRERROR = function("strerror");

  /** What old C libraries have no function for. */
  private static final class OfThreads {
    private static final MethodHandle SYSCALL = function("syscall");
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final int SET = ARM ? 274 : 314;
    private static final int GET = ARM ? 275 : 315;
  }

  /** What only a reload of many files needs, and old C libraries lack. */
  private static final class OfFiles {
    private static final Optional<MethodHandle> STATX = optional("statx");
    private static final MethodHandle STATX_THERE = STATX.orElse(GETTID);
    private static final MethodHandle OPEN = function("open");
  }

  private SystemCalls() {}

  @SuppressWarnings("restricted") // This package is where native access is had.
  private static MethodHandle function(String name) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), SHAPE, Linker.Option.captureCallState("errno"));
  }

  @SuppressWarnings("restricted") // This package is where native access is had.
  private static Optional<MethodHandle> optional(String name) {
    return Linker.nativeLinker().defaultLookup().find(name).map(address -> function(name));
  }

  /** A segment for the error number, for one thread. */
  static MemorySegment newErrno() {
    return Arena.ofAuto().allocate(ERRNO_LAYOUT);
  }

  /** The system's text of an error. */
  @SuppressWarnings("restricted") // This package is where native access is had.
  static String errorText(int errno) {
    try {
      long text = (long) STRERROR.invokeExact(newErrno(), (long) errno, 0L, 0L, 0L, 0L);
      return MemorySegment.ofAddress(text).reinterpret(LONGEST_TEXT_BYTES).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int socket(MemorySegment errno, int domain, int type, int protocol) {
    return call(SOCKET, errno, domain, type, protocol, 0, 0);
  }

  static int bind(MemorySegment errno, int descriptor, MemorySegment address, int length) {
    try {
      return call(BIND, errno, descriptor, address.address(), length, 0, 0);
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  static int getsockname(
      MemorySegment errno, int descriptor, MemorySegment address, MemorySegment length) {
    try {
      return call(GETSOCKNAME, errno, descriptor, address.address(), length.address(), 0, 0);
    } finally {
      Reference.reachabilityFence(address);
      Reference.reachabilityFence(length);
    }
  }

  static int setsockopt(
      MemorySegment errno, int descriptor, int level, int name, MemorySegment value, int length) {
    try {
      return call(SETSOCKOPT, errno, descriptor, level, name, value.address(), length);
    } finally {
      Reference.reachabilityFence(value);
    }
  }

  static int getsockopt(
      MemorySegment errno,
      int descriptor,
      int level,
      int name,
      MemorySegment value,
      MemorySegment length) {
    try {
      return call(GETSOCKOPT, errno, descriptor, level, name, value.address(), length.address());
    } finally {
      Reference.reachabilityFence(value);
      Reference.reachabilityFence(length);
    }
  }

  static int shutdown(MemorySegment errno, int descriptor, int how) {
    return call(SHUTDOWN, errno, descriptor, how, 0, 0, 0);
  }

  static int close(MemorySegment errno, int descriptor) {
    return call(CLOSE, errno, descriptor, 0, 0, 0, 0);
  }

  /** No time-out argument: the kernel's is not what it seems (recvmmsg(2), "Bugs"). */
  static int recvmmsg(
      MemorySegment errno, int descriptor, MemorySegment headers, int count, int flags) {
    try {
      return call(RECVMMSG, errno, descriptor, headers.address(), count, flags, 0);
    } finally {
      Reference.reachabilityFence(headers);
    }
  }

  static int sendmmsg(
      MemorySegment errno, int descriptor, MemorySegment headers, int count, int flags) {
    try {
      return call(SENDMMSG, errno, descriptor, headers.address(), count, flags, 0);
    } finally {
      Reference.reachabilityFence(headers);
    }
  }

  static int recvmsg(MemorySegment errno, int descriptor, MemorySegment header, int flags) {
    try {
      return call(RECVMSG, errno, descriptor, header.address(), flags, 0, 0);
    } finally {
      Reference.reachabilityFence(header);
    }
  }

  static int sendmsg(MemorySegment errno, int descriptor, MemorySegment header, int flags) {
    try {
      return call(SENDMSG, errno, descriptor, header.address(), flags, 0, 0);
    } finally {
      Reference.reachabilityFence(header);
    }
  }

  static int getaffinity(MemorySegment errno, MemorySegment mask) {
    try {
      return call(GETAFFINITY, errno, 0, mask.byteSize(), mask.address(), 0, 0);
    } finally {
      Reference.reachabilityFence(mask);
    }
  }

  static int setaffinity(MemorySegment errno, MemorySegment mask) {
    try {
      return call(SETAFFINITY, errno, 0, mask.byteSize(), mask.address(), 0, 0);
    } finally {
      Reference.reachabilityFence(mask);
    }
  }

  static int setpriority(MemorySegment errno, int which, int who, int priority) {
    return call(SETPRIORITY, errno, which, who, priority, 0, 0);
  }

  static int kill(MemorySegment errno, int process, int signal) {
    return call(KILL, errno, process, signal, 0, 0, 0);
  }

  /** Reads how the system schedules a thread (sched_getattr(2)). */
  static int getSchedule(MemorySegment errno, int thread, MemorySegment attributes) {
    try {
      long length = attributes.byteSize();
      return call(OfThreads.SYSCALL, errno, OfThreads.GET, thread, attributes.address(), length, 0);
    } finally {
      Reference.reachabilityFence(attributes);
    }
  }

  /** Sets it (sched_setattr(2)). */
  static int setSchedule(MemorySegment errno, int thread, MemorySegment attributes) {
    try {
      return call(OfThreads.SYSCALL, errno, OfThreads.SET, thread, attributes.address(), 0, 0);
    } finally {
      Reference.reachabilityFence(attributes);
    }
  }

  static int gettid(MemorySegment errno) {
    return call(GETTID, errno, 0, 0, 0, 0, 0);
  }

  /** True if {@link #statx} may be called. */
  static boolean hasStatx() {
    return OfFiles.STATX.isPresent();
  }

  /** The status of a file, links followed; its name stands in {@code names}. */
  static int statx(
      MemorySegment errno,
      int folder,
      MemorySegment names,
      long offset,
      int wanted,
      MemorySegment status) {
    try {
      return call(
          OfFiles.STATX_THERE,
          errno,
          folder,
          names.address() + offset,
          0,
          wanted,
          status.address());
    } finally {
      Reference.reachabilityFence(names);
      Reference.reachabilityFence(status);
    }
  }

  /** A descriptor of a file or folder, without creating it. */
  static int open(MemorySegment errno, MemorySegment path, int flags) {
    try {
      return call(OfFiles.OPEN, errno, path.address(), flags, 0, 0, 0);
    } finally {
      Reference.reachabilityFence(path);
    }
  }

  private static int call(
      MethodHandle function, MemorySegment errno, long a, long b, long c, long d, long e) {
    try {
      int result = (int) (long) function.invokeExact(errno, a, b, c, d, e);
      return result >= 0 ? result : -errno.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    } catch (Throwable thrown) {
      throw unexpected(thrown);
    }
  }

  private static AssertionError unexpected(Throwable e) {
    // A downcall throws nothing of its own; errors of the machine go on as they are.
    if (e instanceof Error error) {
      throw error;
    }
    return new AssertionError("a downcall threw", e);
  }
}
