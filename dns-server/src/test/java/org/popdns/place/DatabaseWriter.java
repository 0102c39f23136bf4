package org.popdns.place;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes databases in MaxMind's format (version 2.0) for tests. IPv4 networks in a database for
 * IPv6 stand below 96 zero bits, as MaxMind has them.
 */
public final class DatabaseWriter {

  private static final int SEPARATOR_BYTES = 16;
  private static final byte[] METADATA =
      concatenated(
          new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef},
          "MaxMind.com".getBytes(StandardCharsets.US_ASCII));

  private final int ipVersion;
  private final int recordBits;
  private final String type;
  private long builtSeconds = 1_780_000_000L;
  // Children of each node: a node's number, FREE, or -2 - the index of the data.
  private static final int FREE = -1;
  private final List<int[]> nodes = new ArrayList<>();
  private final List<Object> data = new ArrayList<>();
  private final Map<Object, Integer> dataIndexes = new HashMap<>();

  /**
   * An empty database.
   *
   * @param ipVersion 4 or 6
   * @param recordBits 24, 28 or 32
   */
  public DatabaseWriter(int ipVersion, int recordBits, String type) {
    this.ipVersion = ipVersion;
    this.recordBits = recordBits;
    this.type = type;
    nodes.add(new int[] {FREE, FREE});
  }

  /** When it says that it was made. */
  public DatabaseWriter built(long seconds) {
    builtSeconds = seconds;
    return this;
  }

  /** Adds a network, which is no part of another. */
  public DatabaseWriter put(String prefix, Map<String, ?> entry) {
    int slash = prefix.indexOf('/');
    byte[] address = InetAddress.ofLiteral(prefix.substring(0, slash)).getAddress();
    return put(address, Integer.parseInt(prefix.substring(slash + 1)), entry);
  }

  /** Puts data at ::ffff:0:0/96, which Java takes for addresses of IPv4. */
  DatabaseWriter putMapped(Map<String, ?> entry) {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    return put(mapped, 96, entry);
  }

  private DatabaseWriter put(byte[] address, int length, Map<String, ?> entry) {
    int before = ipVersion == 6 && address.length == 4 ? 96 : 0;
    int node = 0;
    for (int bit = 0; bit < before + length; bit++) {
      int at = bit - before;
      int side = at < 0 ? 0 : address[at / 8] >>> (7 - at % 8) & 1;
      if (bit == before + length - 1) {
        nodes.get(node)[side] = -2 - dataIndex(entry);
      } else {
        if (nodes.get(node)[side] == FREE) {
          nodes.get(node)[side] = nodes.size();
          nodes.add(new int[] {FREE, FREE});
        }
        node = nodes.get(node)[side];
      }
    }
    return this;
  }

  /** Makes an IPv6 prefix lead to the IPv4 part of the tree, as in MaxMind's files. */
  public DatabaseWriter aliasOfIpv4(String prefix) {
    int ipv4 = 0;
    for (int bit = 0; bit < 96; bit++) {
      ipv4 = nodes.get(ipv4)[0];
    }
    put(prefix, Map.of());
    int slash = prefix.indexOf('/');
    byte[] address = InetAddress.ofLiteral(prefix.substring(0, slash)).getAddress();
    int length = Integer.parseInt(prefix.substring(slash + 1));
    int node = 0;
    for (int bit = 0; bit < length - 1; bit++) {
      node = nodes.get(node)[address[bit / 8] >>> (7 - bit % 8) & 1];
    }
    nodes.get(node)[address[(length - 1) / 8] >>> (7 - (length - 1) % 8) & 1] = ipv4;
    return this;
  }

  private int dataIndex(Object entry) {
    return dataIndexes.computeIfAbsent(
        entry,
        added -> {
          data.add(added);
          return data.size() - 1;
        });
  }

  /** Writes it. */
  public Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's bytes. */
  public byte[] bytes() {
    ByteArrayOutputStream section = new ByteArrayOutputStream();
    int[] offsets = new int[data.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = section.size();
      value(section, data.get(i));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      record(out, number(node[0], offsets), number(node[1], offsets));
    }
    out.writeBytes(new byte[SEPARATOR_BYTES]);
    out.writeBytes(section.toByteArray());
    out.writeBytes(METADATA);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", BigInteger.valueOf(builtSeconds));
    metadata.put("database_type", type);
    metadata.put("description", Map.of("en", "made for a test"));
    metadata.put("ip_version", ipVersion);
    metadata.put("languages", List.of("en"));
    metadata.put("node_count", (long) nodes.size());
    metadata.put("record_size", recordBits);
    value(out, metadata);
    return out.toByteArray();
  }

  private long number(int child, int[] offsets) {
    if (child >= 0) {
      return child;
    }
    return child == FREE ? nodes.size() : nodes.size() + SEPARATOR_BYTES + offsets[-2 - child];
  }

  private void record(ByteArrayOutputStream out, long left, long right) {
    switch (recordBits) {
      case 24 -> {
        big(out, left, 3);
        big(out, right, 3);
      }
      case 28 -> {
        big(out, left, 3);
        out.write((int) (left >>> 24 << 4 | right >>> 24));
        big(out, right, 3);
      }
      default -> {
        big(out, left, 4);
        big(out, right, 4);
      }
    }
  }

  private static void value(ByteArrayOutputStream out, Object value) {
    switch (value) {
      case String text -> {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        control(out, 2, utf8.length);
        out.writeBytes(utf8);
      }
      case Map<?, ?> map -> {
        control(out, 7, map.size());
        map.forEach(
            (key, each) -> {
              value(out, key);
              value(out, each);
            });
      }
      case List<?> list -> {
        control(out, 11, list.size());
        list.forEach(each -> value(out, each));
      }
      case Double number -> {
        control(out, 3, 8);
        big(out, Double.doubleToLongBits(number), 8);
      }
      case Integer number -> {
        control(out, 5, 2);
        big(out, number, 2);
      }
      case Long number -> {
        control(out, 6, 4);
        big(out, number, 4);
      }
      case BigInteger number -> {
        control(out, 9, 8);
        big(out, number.longValue(), 8);
      }
      default -> throw new IllegalArgumentException(value.getClass().toString());
    }
  }

  private static void control(ByteArrayOutputStream out, int type, int size) {
    int low = Math.min(size, 29);
    out.write(type > 7 ? low : type << 5 | low);
    if (type > 7) {
      out.write(type - 7);
    }
    if (size >= 29) {
      out.write(size - 29);
    }
  }

  private static void big(ByteArrayOutputStream out, long number, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      out.write((int) (number >>> (8 * i)));
    }
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }
}
