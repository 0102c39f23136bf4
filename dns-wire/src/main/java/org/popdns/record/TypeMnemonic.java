package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** A record type by its mnemonic, or {@code TYPEnnn} (RFC 3597 §5). */
final class TypeMnemonic extends FieldKind {

  static final TypeMnemonic TYPE = new TypeMnemonic();

  private TypeMnemonic() {
    super(Extent.ONE, "a record type such as A or TYPE65280");
  }

  @Override
  int lengthBytes() {
    return 2;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    int type = RecordTypes.number(in.text(), in.words().from(word), in.words().to(word));
    return type < 0 ? in.mismatch(word) : in.put16(type);
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return wire.skip(2);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    text.append(RecordTypes.portableMnemonic(wire.u16()));
    return true;
  }
}
