package org.popdns.config.presentation;

import java.util.Locale;
import java.util.OptionalInt;
import org.xbill.DNS.Type;

/** RR types and QTYPEs by their mnemonics, or {@code TYPEnnn} (RFC 3597 §5). */
public final class TypeNames {

  private TypeNames() {}

  /** The mnemonic of a type, 0 to 65535. */
  public static String of(int type) {
    return Type.string(type);
  }

  /** The number of a mnemonic in any case; empty if there is no such type. */
  public static OptionalInt number(String mnemonic) {
    int number = Type.value(mnemonic.toUpperCase(Locale.ROOT), false);
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
