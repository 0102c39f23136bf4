package org.popdns.config.write;

import java.math.BigDecimal;

/** A place on Earth (RFC 1876 §3) with the keys of octoDNS. Stateless. */
final class LocValue {

  private static final String[] KEYS = {
    "lat_degrees",
    "lat_minutes",
    "lat_seconds",
    "lat_direction",
    "long_degrees",
    "long_minutes",
    "long_seconds",
    "long_direction",
    "altitude",
    "size",
    "precision_horz",
    "precision_vert"
  };

  private LocValue() {}

  /**
   * The value.
   *
   * @param text as master files have it, with nothing left out
   */
  static YamlNode of(String text) {
    YamlNode.Mapping value = new YamlNode.Mapping();
    String[] words = text.split(" ", -1);
    for (int i = 0; i < KEYS.length; i++) {
      value.with(
          KEYS[i],
          KEYS[i].endsWith("_direction")
              ? new YamlNode.Text(words[i])
              : decimal(words[i].replace("m", "")));
    }
    return value;
  }

  private static YamlNode decimal(String text) {
    BigDecimal number = new BigDecimal(text);
    return new YamlNode.Digits(
        number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
  }
}
