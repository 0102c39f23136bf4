package org.popdns.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Records of every type of the table at the edges of their fields, and where one has them, of the
 * RFC.
 */
final class Examples {

  private static final String FILE = "/record-examples.txt";

  private Examples() {}

  /**
   * An example.
   *
   * @param type its type's mnemonic
   * @param text RDATA in presentation format, names relative to {@code example.com.}
   */
  record Example(String type, String text) {
    @Override
    public String toString() {
      return type + " " + text;
    }
  }

  static Stream<Example> all() {
    return lines().stream()
        .filter(line -> !line.startsWith("#"))
        .map(
            line -> {
              int space = line.indexOf(' ');
              return space < 0
                  ? new Example(line, "")
                  : new Example(line.substring(0, space), line.substring(space + 1));
            });
  }

  private static List<String> lines() {
    try (InputStream in = Examples.class.getResourceAsStream(FILE)) {
      byte[] bytes = Objects.requireNonNull(in, FILE).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
