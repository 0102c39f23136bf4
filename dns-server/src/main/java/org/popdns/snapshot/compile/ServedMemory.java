package org.popdns.snapshot.compile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory outside the heap that compiled zones lie in, freed by the garbage collector when the last
 * of those that share a piece is gone. Large zones have a piece for themselves; small ones share
 * one, as each piece costs the collector more than such a zone. Used by one thread.
 */
final class ServedMemory {

  private static final int PIECE_BYTES = 1 << 16;
  private static final int LARGE_BYTES = 1 << 13;

  private MemorySegment piece = MemorySegment.NULL;
  private long used;

  /** Memory filled with zeros, its offset a multiple of 8. */
  MemorySegment allocate(long lengthBytes) {
    if (lengthBytes >= LARGE_BYTES) {
      return Arena.ofAuto().allocate(lengthBytes, ZoneMemory.ALIGNMENT_BYTES);
    }
    if (used + lengthBytes > piece.byteSize()) {
      piece = Arena.ofAuto().allocate(PIECE_BYTES, ZoneMemory.ALIGNMENT_BYTES);
      used = 0;
    }
    MemorySegment allocated = piece.asSlice(used, lengthBytes);
    used += (lengthBytes + ZoneMemory.ALIGNMENT_BYTES - 1) & -ZoneMemory.ALIGNMENT_BYTES;
    return allocated;
  }
}
