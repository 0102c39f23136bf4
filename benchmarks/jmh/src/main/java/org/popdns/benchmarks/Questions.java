package org.popdns.benchmarks;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.popdns.name.DomainName;
import org.popdns.wire.QueryParser;

/**
 * Queries in wire format, one behind the other, to be asked in turn: what {@code
 * benchmarks/src/questions.c} asks a whole server. Each benchmark has its own.
 */
final class Questions {

  private static final int EACH = 8192;
  private static final int STRIDE_BYTES = 128;
  private static final int ABSENT_PERCENT = 5;
  private static final byte[] A_IN = {0, 1, 0, 1};
  private static final byte[] HEADER = {0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  private static final byte[] CLIENT_COOKIE = {0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8};

  private final MemorySegment memory =
      Arena.ofAuto().allocate((long) EACH * STRIDE_BYTES + QueryParser.READ_AHEAD_BYTES, 8);
  private final int[] lengths = new int[EACH];
  private int next;

  private Questions() {}

  /**
   * {@code hot}: the cluster's name; {@code names}: random names; {@code edns}: hot, with EDNS;
   * {@code subnet}: hot, with random client subnets; {@code regions}: the same of the name that is
   * answered by them.
   */
  static Questions of(String kind) {
    Questions questions = new Questions();
    Random random = new Random(7);
    for (int i = 0; i < EACH; i++) {
      byte[] query =
          switch (kind) {
            case "hot" -> query("images", new byte[0]);
            case "names" -> query(anyName(random), new byte[0]);
            case "edns" -> query("images", opt());
            case "subnet" -> query("images", subnet(random));
            case "regions" -> query("regions", subnet(random));
            default -> throw new IllegalArgumentException(kind);
          };
      MemorySegment.copy(
          query, 0, questions.memory, ValueLayout.JAVA_BYTE, (long) i * STRIDE_BYTES, query.length);
      questions.lengths[i] = query.length;
    }
    return questions;
  }

  private static String anyName(Random random) {
    String label = ServedNames.label(random.nextInt(ServedNames.NAMES));
    return random.nextInt(100) < ABSENT_PERCENT ? "x" + label : label;
  }

  private static byte[] opt() {
    ByteArrayOutputStream opt = new ByteArrayOutputStream();
    opt.writeBytes(new byte[] {0, 0, 41, 4, (byte) 0xd0, 0, 0, 0, 0, 0, 12});
    opt.writeBytes(CLIENT_COOKIE);
    return opt.toByteArray();
  }

  /** An OPT record with a client subnet of 24 bits. */
  private static byte[] subnet(Random random) {
    byte[] network = new byte[3];
    random.nextBytes(network);
    ByteArrayOutputStream opt = new ByteArrayOutputStream();
    opt.writeBytes(new byte[] {0, 0, 41, 4, (byte) 0xd0, 0, 0, 0, 0, 0, 11});
    opt.writeBytes(new byte[] {0, 8, 0, 7, 0, 1, 24, 0});
    opt.writeBytes(network);
    return opt.toByteArray();
  }

  private static byte[] query(String label, byte[] opt) {
    ByteArrayOutputStream query = new ByteArrayOutputStream();
    byte[] header = HEADER.clone();
    header[11] = (byte) (opt.length > 0 ? 1 : 0);
    query.writeBytes(header);
    query.write(label.length());
    query.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    query.writeBytes(DomainName.parse(ServedNames.ORIGIN).toWire());
    query.writeBytes(A_IN);
    query.writeBytes(opt);
    return query.toByteArray();
  }

  /** Goes on to the next query and returns its number. */
  int advance() {
    next = (next + 1) & (EACH - 1);
    return next;
  }

  /** All queries. */
  MemorySegment memory() {
    return memory;
  }

  /** Where a query begins. */
  static long offset(int number) {
    return (long) number * STRIDE_BYTES;
  }

  /** A query's length in bytes. */
  int length(int number) {
    return lengths[number];
  }
}
