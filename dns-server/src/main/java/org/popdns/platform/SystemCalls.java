package org.popdns.platform;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's functions that this package calls. Each returns what the function returned, or
 * the negative error number; the error is captured by the linker before the JVM can change it. None
 * of them is marked critical: a call that blocks would hold up every garbage collection.
 *
 * <p>{@code errno} arguments are segments of {@link #ERRNO_LAYOUT}, one per calling thread.
 */
final class SystemCalls {

  /** Where the linker puts the error number. */
  static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO = ERRNO_LAYOUT.varHandle(PathElement.groupElement("errno"));
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private static final MethodHandle SOCKET = call("socket", INT, INT, INT, INT);
  private static final MethodHandle BIND = call("bind", INT, INT, POINTER, INT);
  private static final MethodHandle GETSOCKNAME = call("getsockname", INT, INT, POINTER, POINTER);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", INT, INT, INT, INT, POINTER, INT);
  private static final MethodHandle GETSOCKOPT =
      call("getsockopt", INT, INT, INT, INT, POINTER, POINTER);
  private static final MethodHandle SHUTDOWN = call("shutdown", INT, INT, INT);
  private static final MethodHandle CLOSE = call("close", INT, INT);
  private static final MethodHandle RECVMMSG =
      call("recvmmsg", INT, INT, POINTER, INT, INT, POINTER);
  private static final MethodHandle SENDMMSG = call("sendmmsg", INT, INT, POINTER, INT, INT);
  private static final MethodHandle GETAFFINITY =
      call("sched_getaffinity", INT, INT, LONG, POINTER);
  private static final MethodHandle SETAFFINITY =
      call("sched_setaffinity", INT, INT, LONG, POINTER);
  private static final MethodHandle SETPRIORITY = call("setpriority", INT, INT, INT, INT);
  private static final MethodHandle GETTID = call("gettid", INT);
  private static final MethodHandle STRERROR = strerror();

  private SystemCalls() {}

  @SuppressWarnings("restricted") // This package is where native access is had.
  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments), CAPTURE);
  }

  @SuppressWarnings("restricted") // This package is where native access is had.
  private static MethodHandle strerror() {
    MemoryLayout text = MemoryLayout.sequenceLayout(256, ValueLayout.JAVA_BYTE);
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow("strerror"),
        FunctionDescriptor.of(POINTER.withTargetLayout(text), INT));
  }

  /** A segment for the error number, for one thread. */
  static MemorySegment newErrno() {
    return Arena.ofAuto().allocate(ERRNO_LAYOUT);
  }

  /** The system's text of an error. */
  static String errorText(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int socket(MemorySegment errno, int domain, int type, int protocol) {
    try {
      return result((int) SOCKET.invokeExact(errno, domain, type, protocol), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int bind(MemorySegment errno, int descriptor, MemorySegment address, int length) {
    try {
      return result((int) BIND.invokeExact(errno, descriptor, address, length), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getsockname(
      MemorySegment errno, int descriptor, MemorySegment address, MemorySegment length) {
    try {
      return result((int) GETSOCKNAME.invokeExact(errno, descriptor, address, length), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int setsockopt(
      MemorySegment errno, int descriptor, int level, int name, MemorySegment value, int length) {
    try {
      return result(
          (int) SETSOCKOPT.invokeExact(errno, descriptor, level, name, value, length), errno);
    } catch (Throwable e) {
      throw unexpected(e);
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
      return result(
          (int) GETSOCKOPT.invokeExact(errno, descriptor, level, name, value, length), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int shutdown(MemorySegment errno, int descriptor, int how) {
    try {
      return result((int) SHUTDOWN.invokeExact(errno, descriptor, how), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int close(MemorySegment errno, int descriptor) {
    try {
      return result((int) CLOSE.invokeExact(errno, descriptor), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** No time-out argument: the kernel's is not what it seems (recvmmsg(2), "Bugs"). */
  static int recvmmsg(
      MemorySegment errno, int descriptor, MemorySegment headers, int count, int flags) {
    try {
      return result(
          (int) RECVMMSG.invokeExact(errno, descriptor, headers, count, flags, MemorySegment.NULL),
          errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int sendmmsg(
      MemorySegment errno, int descriptor, MemorySegment headers, int count, int flags) {
    try {
      return result((int) SENDMMSG.invokeExact(errno, descriptor, headers, count, flags), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getaffinity(MemorySegment errno, MemorySegment mask) {
    try {
      return result((int) GETAFFINITY.invokeExact(errno, 0, mask.byteSize(), mask), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int setaffinity(MemorySegment errno, MemorySegment mask) {
    try {
      return result((int) SETAFFINITY.invokeExact(errno, 0, mask.byteSize(), mask), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int setpriority(MemorySegment errno, int which, int who, int priority) {
    try {
      return result((int) SETPRIORITY.invokeExact(errno, which, who, priority), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int gettid(MemorySegment errno) {
    try {
      return (int) GETTID.invokeExact(errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static int result(int returned, MemorySegment errno) {
    return returned >= 0 ? returned : -(int) ERRNO.get(errno, 0L);
  }

  private static AssertionError unexpected(Throwable e) {
    // A downcall throws nothing of its own; errors of the machine go on as they are.
    if (e instanceof Error error) {
      throw error;
    }
    return new AssertionError("a downcall threw", e);
  }
}
