package org.popdns.config.write;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Random RDATA that is right for its type. Used by one thread. */
final class RandomRdata {

  private static final String TEXT =
      "abcXYZ019 \"\\;.@$'()\t#:{}[],&*!|>%`~=/-_\u00e4\u20ac\ud83d\ude00";

  private final Random random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  RandomRdata(Random random) {
    this.random = random;
  }

  byte[] of(int type) {
    switch (type) {
      case 1 -> bytes(4);
      case 28 -> ipv6();
      case 2, 5, 12, 39 -> name();
      case 15, 18 -> number(2).name();
      case 16, 99 -> texts();
      case 13 -> characterString(20).characterString(20);
      case 17 -> name().name();
      case 29 -> loc();
      case 33 -> number(6).name();
      case 35 -> number(4).string("US").characterString(40).characterString(60).name();
      case 43 -> number(3).digest(1 + random.nextInt(5));
      case 44 -> number(1).digest(random.nextInt(4));
      case 52 -> number(2).digest(random.nextInt(4), 32, 64);
      case 61 -> bytes(1 + random.nextInt(100));
      case 64, 65 -> service();
      case 256 -> number(4).raw(text(1 + random.nextInt(40)));
      case 257 -> number(1).string("issue").raw(text(1 + random.nextInt(30)));
      default -> bytes(random.nextInt(40));
    }
    return out.toByteArray();
  }

  private RandomRdata bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    out.writeBytes(bytes);
    return this;
  }

  private RandomRdata number(int lengthBytes) {
    return bytes(lengthBytes);
  }

  private RandomRdata raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  private RandomRdata string(String text) {
    out.write(text.length());
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  private RandomRdata ipv6() {
    for (int i = 0; i < 8; i++) {
      out.write(0);
      out.write(random.nextInt(3) == 0 ? random.nextInt(256) : 0);
    }
    return this;
  }

  private RandomRdata name() {
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] label = text(1 + random.nextInt(10));
      out.write(label.length);
      out.writeBytes(label);
    }
    return raw(new byte[] {3, 'n', 'e', 't', 0});
  }

  private byte[] text(int codePoints) {
    StringBuilder text = new StringBuilder();
    int[] choice = TEXT.codePoints().toArray();
    for (int i = 0; i < codePoints; i++) {
      text.appendCodePoint(choice[random.nextInt(choice.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private RandomRdata characterString(int most) {
    byte[] text = text(random.nextInt(most));
    out.write(text.length);
    return raw(text);
  }

  private RandomRdata texts() {
    for (int i = random.nextInt(3); i >= 0; i--) {
      if (random.nextInt(4) == 0) {
        int length = random.nextInt(256);
        out.write(length);
        bytes(length);
      } else {
        characterString(60);
      }
    }
    return this;
  }

  private RandomRdata digest(int algorithm) {
    int[] lengths = {7, 20, 32, 32, 48};
    out.write(algorithm);
    return bytes(algorithm < lengths.length ? lengths[algorithm] : 9);
  }

  private RandomRdata digest(int algorithm, int one, int two) {
    out.write(algorithm);
    return bytes(algorithm == 1 ? one : algorithm == 2 ? two : 5);
  }

  private RandomRdata loc() {
    out.write(0);
    for (int i = 0; i < 3; i++) {
      out.write(random.nextInt(1, 10) << 4 | random.nextInt(10));
    }
    u32((1L << 31) + random.nextLong(-324_000_000, 324_000_001));
    u32((1L << 31) + random.nextLong(-648_000_000, 648_000_001));
    return u32(random.nextLong(0, 1L << 32));
  }

  private RandomRdata u32(long value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
    return this;
  }

  private RandomRdata service() {
    number(1);
    out.write(1);
    name();
    parameter(1, new RandomRdata(random).string("h2").string("h3"));
    parameter(3, new RandomRdata(random).number(2));
    parameter(4, new RandomRdata(random).bytes(8));
    parameter(5, new RandomRdata(random).bytes(random.nextInt(1, 20)));
    parameter(6, new RandomRdata(random).ipv6().ipv6());
    parameter(667, new RandomRdata(random).raw(text(random.nextInt(10))));
    return this;
  }

  private void parameter(int number, RandomRdata value) {
    if (random.nextBoolean()) {
      byte[] bytes = value.out.toByteArray();
      out.write(number >> 8);
      out.write(number);
      out.write(bytes.length >> 8);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
  }
}
