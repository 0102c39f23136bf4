package org.popdns.answer;

/**
 * Which variant of a slot a client gets, and for how wide a network that holds (RFC 7871 §7.2.1).
 * It stands between look-up and assembly: made for a query, then read for each of the answer's
 * slots and by the {@link OptRecord}. One per {@link Exchange}, overwritten by each message.
 */
final class Choice {

  /** The variant that every slot has. */
  static final int ONLY_VARIANT = 0;

  /** The choice holds for every client. */
  static final int EVERYBODY = 0;

  private int variant;
  private int scope;

  /**
   * Chooses.
   *
   * @param index of the variant; a slot that has no such variant gives its first one
   * @param prefixLength how many bits of the client's address decided, 0 to 128
   */
  void choose(int index, int prefixLength) {
    variant = index;
    scope = prefixLength;
  }

  /** As for all clients: what no client's address decides. */
  void chooseForEverybody() {
    choose(ONLY_VARIANT, EVERYBODY);
  }

  /** Index of the variant. */
  int variant() {
    return variant;
  }

  /** The SCOPE PREFIX-LENGTH. */
  int scope() {
    return scope;
  }
}
