package org.popdns.harness;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.popdns.name.DomainName;

/**
 * The parts of a TSIG record (RFC 8945 §4.2), each of which can be wrong: time signed 2026-01-02,
 * fudge 300, a MAC of 32 bytes, original ID 0x1234.
 */
public final class SignatureBytes {

  private static final int MAC_BYTES = 32;

  private byte[] owner;
  private byte[] algorithm;
  private int recordClass = 255;
  private long ttl;
  private int macLength = MAC_BYTES;
  private int otherLength;
  private int id = 0x1234;
  private byte[] tail = new byte[0];

  private SignatureBytes(byte[] owner, byte[] algorithm) {
    this.owner = owner;
    this.algorithm = algorithm;
  }

  /** A good record of a key and an algorithm. */
  public static SignatureBytes of(String key, String algorithm) {
    return new SignatureBytes(DomainName.parse(key).toWire(), DomainName.parse(algorithm).toWire());
  }

  /** Sets the owner's bytes. */
  public SignatureBytes owner(int... bytes) {
    owner = bytes(bytes);
    return this;
  }

  /** Sets the algorithm's bytes. */
  public SignatureBytes algorithm(int... bytes) {
    algorithm = bytes(bytes);
    return this;
  }

  /** Sets the class. */
  public SignatureBytes recordClass(int value) {
    recordClass = value;
    return this;
  }

  /** Sets the TTL. */
  public SignatureBytes ttl(long value) {
    ttl = value;
    return this;
  }

  /** Sets what the record says of its MAC's length, which stays 32. */
  public SignatureBytes macLength(int value) {
    macLength = value;
    return this;
  }

  /** Sets what the record says of the length of its other data, which it hasn't. */
  public SignatureBytes otherLength(int value) {
    otherLength = value;
    return this;
  }

  /** Sets the original ID. */
  public SignatureBytes id(int value) {
    id = value;
    return this;
  }

  /** Appends bytes to the RDATA. */
  public SignatureBytes tail(int... bytes) {
    tail = bytes(bytes);
    return this;
  }

  byte[] owner() {
    return owner;
  }

  int recordClass() {
    return recordClass;
  }

  long ttl() {
    return ttl;
  }

  int[] rdata() {
    ByteBuffer out = ByteBuffer.allocate(algorithm.length + 16 + MAC_BYTES + tail.length);
    out.put(algorithm);
    out.putShort((short) 0).putInt(1_767_312_000); // 48 bits of time
    out.putShort((short) 300);
    out.putShort((short) macLength);
    for (int i = 0; i < MAC_BYTES; i++) {
      out.put((byte) (0xA0 + i));
    }
    out.putShort((short) id).putShort((short) 0).putShort((short) otherLength).put(tail);
    int[] rdata = new int[out.position()];
    Arrays.setAll(rdata, i -> out.get(i) & 0xff);
    return rdata;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
