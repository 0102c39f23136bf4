package org.popdns.health;

import java.util.AbstractList;
import java.util.Collection;
import java.util.Iterator;
import java.util.RandomAccess;

/**
 * States in an order, in blocks: a list that differs in one state shares all other blocks, so that
 * ten thousand endpoints with as many results in two seconds are no load for the collector.
 * Immutable; any thread.
 */
final class StateList extends AbstractList<EndpointState> implements RandomAccess {

  private final EndpointState[][] blocks;
  private final int size;
  private final int shift;

  private StateList(EndpointState[][] blocks, int size, int shift) {
    this.blocks = blocks;
    this.size = size;
    this.shift = shift;
  }

  /** These states in their order. */
  static StateList of(Collection<EndpointState> states) {
    int size = states.size();
    // About as many blocks as each has states: of both, one is copied for a change.
    int shift = (Integer.SIZE - Integer.numberOfLeadingZeros(size)) / 2;
    int length = 1 << shift;
    EndpointState[][] blocks = new EndpointState[Math.ceilDiv(size, length)][];
    Iterator<EndpointState> next = states.iterator();
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = new EndpointState[Math.min(length, size - i * length)];
      for (int j = 0; j < blocks[i].length; j++) {
        blocks[i][j] = next.next();
      }
    }
    return new StateList(blocks, size, shift);
  }

  /**
   * The list with another state in one place.
   *
   * @throws IndexOutOfBoundsException if the list has no such place
   */
  StateList with(int position, EndpointState state) {
    EndpointState[][] changed = blocks.clone();
    int block = position >> shift;
    changed[block] = blocks[block].clone();
    changed[block][position & (1 << shift) - 1] = state;
    return new StateList(changed, size, shift);
  }

  @Override
  public EndpointState get(int position) {
    return blocks[position >> shift][position & (1 << shift) - 1];
  }

  @Override
  public int size() {
    return size;
  }
}
