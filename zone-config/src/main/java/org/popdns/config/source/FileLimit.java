package org.popdns.config.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The largest zone file that is read: the key {@code zone-file-limit} of popdns.yaml. Immutable.
 *
 * @param bytes at least 1024, at most 1 GiB
 * @param text as it is written there
 */
public record FileLimit(int bytes, String text) {

  /** The key. */
  public static final String KEY = "zone-file-limit";

  /** Where nobody says otherwise: some zones have millions of names. */
  public static final FileLimit USUAL = new FileLimit(256 << 20, "256MiB");

  // As the schema has it.
  private static final Pattern TEXT =
      Pattern.compile(
          "(?<k>[1-9][0-9]{0,5})KiB|(?<m>[1-9][0-9]{0,2}|10[01][0-9]|102[0-4])MiB|1GiB");

  /** Reads {@code 256MiB}; empty if it is no such text, or beyond what can be set. */
  public static Optional<FileLimit> of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String kibibytes = matcher.group("k");
    String mebibytes = matcher.group("m");
    int bytes =
        kibibytes != null
            ? Integer.parseInt(kibibytes) << 10
            : (mebibytes != null ? Integer.parseInt(mebibytes) : 1 << 10) << 20;
    return Optional.of(new FileLimit(bytes, text));
  }
}
