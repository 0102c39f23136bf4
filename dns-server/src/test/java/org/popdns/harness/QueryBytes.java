package org.popdns.harness;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.popdns.name.DomainName;

/** A query put together byte by byte, so that each part can be wrong. */
public final class QueryBytes {

  private final ByteArrayOutputStream question = new ByteArrayOutputStream();
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private final int[] counts = new int[4];
  private int id = 0x1234;
  private int flags;

  private QueryBytes() {}

  /** A query without a question. */
  public static QueryBytes empty() {
    return new QueryBytes();
  }

  /** A query of class IN. */
  public static QueryBytes of(String name, int type) {
    return of(name, type, 1);
  }

  /** A query. */
  public static QueryBytes of(String name, int type, int recordClass) {
    return of(DomainName.parse(name).toWire(), type, recordClass);
  }

  /** A query for a name in wire format, which may be wrong. */
  public static QueryBytes of(byte[] name, int type, int recordClass) {
    QueryBytes query = new QueryBytes();
    query.counts[0] = 1;
    query.question.writeBytes(name);
    u16(query.question, type);
    u16(query.question, recordClass);
    return query;
  }

  /** Sets the message id. */
  public QueryBytes id(int value) {
    id = value;
    return this;
  }

  /** Sets the 16 bits of flags. */
  public QueryBytes flags(int value) {
    flags = value;
    return this;
  }

  /** Overwrites a count: 0 for QDCOUNT to 3 for ARCOUNT. */
  public QueryBytes count(int section, int value) {
    counts[section] = value;
    return this;
  }

  /** Appends a record and counts it in its section: 1 for answers to 3 for additionals. */
  public QueryBytes record(
      int section, byte[] owner, int type, int recordClass, long ttl, int... rdata) {
    counts[section]++;
    records.writeBytes(owner);
    u16(records, type);
    u16(records, recordClass);
    u16(records, (int) (ttl >>> 16));
    u16(records, (int) ttl);
    u16(records, rdata.length);
    raw(rdata);
    return this;
  }

  /** Appends an OPT record with these options, as in its RDATA. */
  public QueryBytes opt(int payloadBytes, int... options) {
    return record(3, new byte[1], 41, payloadBytes, 0, options);
  }

  /** Appends an OPT record that asks for the NSID. */
  public QueryBytes nsid(int payloadBytes) {
    return opt(payloadBytes, 0, 3, 0, 0);
  }

  /**
   * Appends an OPT record with one option.
   *
   * @param hex the option's data
   */
  public QueryBytes option(int code, String hex) {
    byte[] data = HexFormat.of().parseHex(hex);
    int[] option = new int[4 + data.length];
    option[0] = code >>> 8;
    option[1] = code & 0xff;
    option[2] = data.length >>> 8;
    option[3] = data.length & 0xff;
    for (int i = 0; i < data.length; i++) {
      option[4 + i] = data[i] & 0xff;
    }
    return opt(1232, option);
  }

  /** Appends a TSIG record. */
  public QueryBytes tsig(SignatureBytes tsig) {
    return record(3, tsig.owner(), 250, tsig.recordClass(), tsig.ttl(), tsig.rdata());
  }

  /** Appends bytes that belong to no record. */
  public QueryBytes raw(int... bytes) {
    for (int value : bytes) {
      records.write(value);
    }
    return this;
  }

  /** The message. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    u16(out, id);
    u16(out, flags);
    for (int count : counts) {
      u16(out, count);
    }
    out.writeBytes(question.toByteArray());
    out.writeBytes(records.toByteArray());
    return out.toByteArray();
  }

  /** The message's first bytes. */
  public byte[] first(int lengthBytes) {
    return Arrays.copyOf(bytes(), lengthBytes);
  }

  private static void u16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
