package org.popdns.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole number without sign, of one to eight bytes, in network byte order. */
final class Integers extends FieldKind {

  static final Integers U8 = new Integers(1, List.of());
  static final Integers U16 = new Integers(2, List.of());
  static final Integers U32 = new Integers(4, List.of());

  private final int bytes;
  private final List<Mnemonic> mnemonics;

  /** A word that stands for a number. */
  private record Mnemonic(String word, int number) {}

  private Integers(int bytes, List<Mnemonic> mnemonics) {
    super(
        Extent.ONE,
        "a whole number from 0 to "
            + ((1L << (8 * bytes)) - 1)
            + (mnemonics.isEmpty() ? "" : " or a name such as " + mnemonics.getFirst().word()));
    this.bytes = bytes;
    this.mnemonics = mnemonics;
  }

  /**
   * Numbers that have names as well; written as numbers, which all read.
   *
   * @param wordsAndNumbers in upper case, each followed by its number
   */
  static Integers named(int bytes, Object... wordsAndNumbers) {
    Mnemonic[] mnemonics = new Mnemonic[wordsAndNumbers.length / 2];
    for (int i = 0; i < mnemonics.length; i++) {
      mnemonics[i] =
          new Mnemonic((String) wordsAndNumbers[2 * i], (Integer) wordsAndNumbers[2 * i + 1]);
    }
    return new Integers(bytes, List.of(mnemonics));
  }

  @Override
  public long highest() {
    return (1L << (8 * bytes)) - 1;
  }

  @Override
  int lengthBytes() {
    return bytes;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    Words words = in.words();
    long value =
        Ascii.number(words.bytes(), words.from(word), words.to(word), (1L << (8 * bytes)) - 1);
    if (value < 0) {
      value = named(in, word);
    }
    if (value < 0) {
      return in.mismatch(word);
    }
    return switch (bytes) {
      case 1 -> in.put8((int) value);
      case 2 -> in.put16((int) value);
      default -> in.put32(value);
    };
  }

  private long named(RdataReader in, int word) {
    for (Mnemonic mnemonic : mnemonics) {
      if (in.is(word, mnemonic.word())) {
        return mnemonic.number();
      }
    }
    return -1;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return wire.skip(bytes);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    text.append(
        switch (bytes) {
          case 1 -> wire.u8();
          case 2 -> wire.u16();
          default -> wire.u32();
        });
    return true;
  }
}
