package org.popdns.lab;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The system calls that the lab needs and Java has not. What they change belongs to the calling
 * thread, which must be a platform thread. Stateless.
 */
@SuppressWarnings("restricted") // That is what this class is for.
final class Linux {

  private static final int CLONE_NEWNET = 0x40000000;
  private static final int WALL = 0x40000000;

  /** {@code ptrace(2)}: let a stopped thread go on. */
  static final int PTRACE_CONT = 7;

  /** {@code ptrace(2)}: watch a thread without stopping it. */
  static final int PTRACE_SEIZE = 0x4206;

  /** {@code ptrace(2)}: stop a watched thread. */
  static final int PTRACE_INTERRUPT = 0x4207;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SETNS =
      handle(
          "setns",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle PTRACE =
      handle(
          "ptrace",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle WAITPID =
      handle(
          "waitpid",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT));

  private Linux() {}

  /** Moves the calling thread, and with it the sockets that it opens, into a network namespace. */
  static void enterNetworkNamespace(String name) {
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) OPEN.invokeExact(arena.allocateFrom("/run/netns/" + name), 0);
      if (file < 0 || (int) SETNS.invokeExact(file, CLONE_NEWNET) != 0) {
        throw new IllegalStateException("no network namespace " + name + ", or not root");
      }
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
  }

  /** Asks the kernel for something about a thread; all requests come from the same thread. */
  static void ptrace(int request, int thread) {
    long result;
    try {
      result = (long) PTRACE.invokeExact(request, thread, MemorySegment.NULL, MemorySegment.NULL);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
    if (result != 0) {
      throw new IllegalStateException(
          "ptrace request %#x to thread %d is not allowed".formatted(request, thread));
    }
  }

  /** Returns when a watched thread has stopped. */
  static void awaitStop(int thread) {
    int result;
    try {
      result = (int) WAITPID.invokeExact(thread, MemorySegment.NULL, WALL);
    } catch (Throwable failure) {
      throw unchecked(failure);
    }
    if (result != thread) {
      throw new IllegalStateException("thread " + thread + " is gone");
    }
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
  }

  /** Method handles declare every Throwable; these calls throw only what has no check. */
  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }
}
