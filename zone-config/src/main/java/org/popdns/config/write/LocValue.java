package org.popdns.config.write;

import java.math.BigDecimal;

/** A place on Earth (RFC 1876 §2) with the keys of octoDNS. Stateless. */
final class LocValue {

  private static final long EQUATOR = 1L << 31;
  private static final long BELOW_SEA_CENTIMETRES = 10_000_000;

  private LocValue() {}

  static YamlNode of(RdataReader in) {
    in.u8(); // the version
    YamlNode.Mapping value =
        new YamlNode.Mapping()
            .with("size", size(in.u8()))
            .with("precision_horz", size(in.u8()))
            .with("precision_vert", size(in.u8()));
    angle("lat", in.u32(), "N", "S", value);
    angle("long", in.u32(), "E", "W", value);
    return value.with("altitude", metres(BigDecimal.valueOf(in.u32() - BELOW_SEA_CENTIMETRES)));
  }

  private static void angle(
      String prefix, long thousandths, String positive, String negative, YamlNode.Mapping value) {
    long distance = Math.abs(thousandths - EQUATOR);
    value
        .with(prefix + "_degrees", distance / 3_600_000)
        .with(prefix + "_minutes", distance / 60_000 % 60)
        .with(prefix + "_seconds", decimal(BigDecimal.valueOf(distance % 60_000, 3)))
        .with(prefix + "_direction", thousandths >= EQUATOR ? positive : negative);
  }

  private static YamlNode size(int digitAndExponent) {
    return metres(BigDecimal.valueOf(digitAndExponent >> 4, -(digitAndExponent & 0xf)));
  }

  private static YamlNode metres(BigDecimal centimetres) {
    return decimal(centimetres.movePointLeft(2));
  }

  private static YamlNode decimal(BigDecimal number) {
    return new YamlNode.Scalar(
        number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
  }
}
