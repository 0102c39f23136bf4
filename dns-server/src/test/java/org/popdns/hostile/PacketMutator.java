package org.popdns.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.SignatureBytes;

/**
 * Makes messages about the example zone that are queries, nearly queries, and nothing of the kind.
 * The same seed gives the same messages.
 */
final class PacketMutator {

  private static final int HEADER = 12;
  private static final int MOST_BYTES = 1500;
  private static final List<String> NAMES =
      List.of(
          "example.com.",
          "www.example.com.",
          "mixed.example.com.",
          "a.b.wild.example.com.",
          "x.walias.example.com.",
          "deep.sub.example.com.",
          "rr.example.com.",
          "none.example.com.",
          "example.net.",
          ".");
  private static final List<SignatureBytes> SIGNATURES =
      List.of(
          SignatureBytes.of("key.", "hmac-sha256."),
          SignatureBytes.of(".", "."),
          SignatureBytes.of("key.", "hmac-sha256.").owner(0xC0, 12).algorithm(0xC0, 12),
          SignatureBytes.of("key.", "hmac-sha512.").macLength(65535),
          SignatureBytes.of("key.", "hmac-sha256.").otherLength(7));
  private static final int[] TYPES = {1, 2, 5, 6, 15, 16, 28, 33, 39, 41, 64, 65, 251, 252, 255};
  private static final int[] OPTIONS = {3, 8, 10, 11, 12, 15, 19, 65001};

  private final RandomGenerator random;

  PacketMutator(RandomGenerator random) {
    this.random = random;
  }

  /** The next message, of 0 to 1,500 bytes. */
  byte[] next() {
    byte[] message = query();
    for (int times = random.nextInt(10) == 0 ? 4 : 1; times > 0; times--) {
      message = mutate(message);
    }
    return message.length <= MOST_BYTES ? message : Arrays.copyOf(message, MOST_BYTES);
  }

  /** The next message with a header that says it is a query, so that it must be answered. */
  byte[] nextAnswerable() {
    byte[] message = next();
    if (message.length < HEADER) {
      message = Arrays.copyOf(message, HEADER);
    }
    message[2] &= 0x7f;
    return message;
  }

  private byte[] query() {
    QueryBytes query =
        QueryBytes.of(NAMES.get(random.nextInt(NAMES.size())), TYPES[random.nextInt(TYPES.length)]);
    query.id(random.nextInt(1 << 16));
    if (random.nextBoolean()) {
      query.opt(random.nextInt(1 << 16), options());
    }
    if (random.nextInt(4) == 0) {
      query.tsig(SIGNATURES.get(random.nextInt(SIGNATURES.size())));
    }
    return query.bytes();
  }

  private int[] options() {
    int[] rdata = new int[0];
    for (int count = random.nextInt(4); count > 0; count--) {
      int length = random.nextInt(4) == 0 ? random.nextInt(80) : new int[] {0, 8, 24}[count - 1];
      int from = rdata.length;
      rdata = Arrays.copyOf(rdata, from + 4 + length);
      rdata[from + 1] = OPTIONS[random.nextInt(OPTIONS.length)] & 0xff;
      // Now and then a length that runs past the record.
      rdata[from + 3] = random.nextInt(8) == 0 ? random.nextInt(256) : length;
      for (int i = from + 4; i < rdata.length; i++) {
        rdata[i] = random.nextInt(256);
      }
    }
    return rdata;
  }

  private byte[] mutate(byte[] message) {
    return switch (random.nextInt(12)) {
      case 0 -> message;
      case 1 -> flipped(message);
      case 2 -> Arrays.copyOf(message, random.nextInt(message.length + 1));
      case 3 -> extended(message);
      case 4 -> withPointer(message);
      case 5 -> withCounts(message);
      case 6 -> withByte(message, HEADER, random.nextInt(256)); // the first label's length
      case 7 -> withMoreOpt(message);
      case 8 -> withByte(message, 2, random.nextInt(256)); // QR, opcode, AA, TC, RD
      case 9 -> random(random.nextInt(MOST_BYTES + 1));
      case 10 -> withoutPart(message);
      default -> longName();
    };
  }

  private byte[] flipped(byte[] message) {
    byte[] copy = message.clone();
    for (int bits = 1 + random.nextInt(8); bits > 0 && copy.length > 0; bits--) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  private byte[] extended(byte[] message) {
    byte[] more = random(1 + random.nextInt(600));
    byte[] copy = Arrays.copyOf(message, message.length + more.length);
    System.arraycopy(more, 0, copy, message.length, more.length);
    return copy;
  }

  private byte[] withPointer(byte[] message) {
    byte[] copy = message.clone();
    if (copy.length > HEADER + 1) {
      int at = HEADER + random.nextInt(copy.length - HEADER - 1);
      // To itself, ahead, and back.
      int target = random.nextBoolean() ? at : random.nextInt(1 << 14);
      copy[at] = (byte) (0xC0 | target >>> 8);
      copy[at + 1] = (byte) target;
    }
    return copy;
  }

  private byte[] withCounts(byte[] message) {
    byte[] copy = message.clone();
    for (int at = 4; at < Math.min(HEADER, copy.length); at++) {
      if (random.nextInt(4) == 0) {
        copy[at] = (byte) random.nextInt(256);
      }
    }
    return copy;
  }

  private byte[] withByte(byte[] message, int at, int value) {
    byte[] copy = message.clone();
    if (at < copy.length) {
      copy[at] = (byte) value;
    }
    return copy;
  }

  private byte[] withMoreOpt(byte[] message) {
    byte[] opt = QueryBytes.empty().opt(random.nextInt(1 << 16), options()).bytes();
    byte[] copy = Arrays.copyOf(message, message.length + opt.length - HEADER);
    System.arraycopy(opt, HEADER, copy, message.length, opt.length - HEADER);
    return copy.length < HEADER ? copy : withByte(copy, 11, copy[11] + 1);
  }

  private byte[] withoutPart(byte[] message) {
    int from = random.nextInt(message.length + 1);
    int length = random.nextInt(message.length - from + 1);
    byte[] copy = Arrays.copyOf(message, message.length - length);
    System.arraycopy(message, from + length, copy, from, copy.length - from);
    return copy;
  }

  /** A question whose name has about as many bytes as a name may, or some more. */
  private byte[] longName() {
    byte[] name = new byte[245 + random.nextInt(20)];
    int label = 1 + random.nextInt(63);
    for (int at = 0; at < name.length - 1; at += label + 1) {
      Arrays.fill(name, at, name.length - 1, (byte) 'x');
      name[at] = (byte) Math.min(label, name.length - 2 - at);
    }
    return QueryBytes.of(name, 1, 1).bytes();
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
