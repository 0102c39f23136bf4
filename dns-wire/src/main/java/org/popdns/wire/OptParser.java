package org.popdns.wire;

import java.lang.foreign.MemorySegment;

/**
 * Reads an OPT record's fields and options (RFC 6891 §6.1.2) into a {@link Query}. Called by {@link
 * QueryParser} for each query that has one, on the worker's thread; holds no state.
 *
 * <p>Unknown options are passed over. Of an option that stands twice the first counts (RFC 7873
 * §5.2), but for those that carry nothing.
 */
final class OptParser {

  /** Record and options can be read. */
  static final int OK = 0;

  /** The record is no OPT record: its options don't fill it. */
  static final int BAD_RECORD = 1;

  /** The record can be read, but an option in it is malformed. */
  static final int BAD_OPTION = 2;

  private static final int CLASS = 2;
  private static final int VERSION = 5;
  private static final int FLAGS = 6;
  private static final int OPTIONS = 10;

  private static final int SUBNET_FIXED_BYTES = 4;
  private static final int FAMILY_NONE = 0;
  private static final int FAMILY_IPV4 = 1;
  private static final int FAMILY_IPV6 = 2;

  private OptParser() {}

  /**
   * Reads a record.
   *
   * @param at offset of the record's type
   * @param rdataLength in bytes, all within the message
   * @return {@link #OK}, {@link #BAD_RECORD} or {@link #BAD_OPTION}
   */
  static int read(MemorySegment message, long at, int rdataLength, Query query) {
    query.hasEdns = true;
    // RFC 6891 §6.2.3: sizes below 512 count as 512.
    query.udpPayloadSize =
        Math.max(QueryParser.MIN_UDP_PAYLOAD_BYTES, WireFormat.u16(message, at + CLASS));
    query.ednsVersion = WireFormat.u8(message, at + VERSION);
    query.ednsFlags = WireFormat.u16(message, at + FLAGS);
    int result = OK;
    long option = at + OPTIONS;
    long end = option + rdataLength;
    while (option < end) {
      if (option + EdnsOption.HEADER_BYTES > end) {
        return BAD_RECORD;
      }
      int code = WireFormat.u16(message, option);
      int length = WireFormat.u16(message, option + 2);
      long data = option + EdnsOption.HEADER_BYTES;
      option = data + length;
      if (option > end) {
        return BAD_RECORD;
      }
      // Options of another version may be laid out in another way (RFC 6891 §6.1.3).
      if (query.ednsVersion == 0 && !readOption(code, message, data, length, query)) {
        result = BAD_OPTION;
      }
    }
    return result;
  }

  /** False if the option is malformed. */
  private static boolean readOption(
      int code, MemorySegment message, long data, int length, Query query) {
    switch (code) {
      case EdnsOption.NSID -> query.nsidRequested = true;
      case EdnsOption.COOKIE -> {
        return readCookie(data, length, query);
      }
      case EdnsOption.CLIENT_SUBNET -> {
        return readSubnet(message, data, length, query);
      }
      case EdnsOption.TCP_KEEPALIVE -> query.keepaliveRequested = true;
      case EdnsOption.ZONEVERSION -> {
        // RFC 9660 §3.1: a query's option is empty.
        query.zoneVersionRequested = true;
        return length == 0;
      }
      case EdnsOption.OWN_MARK -> {
        query.ownMarkOffset = data;
        query.ownMarkLength = length;
      }
      default -> {}
    }
    return true;
  }

  /** RFC 7873 §4: a client cookie of 8 bytes, alone or with a server cookie of 8 to 32. */
  private static boolean readCookie(long data, int length, Query query) {
    if (length != Query.CLIENT_COOKIE_BYTES && (length < 16 || length > 40)) {
      return false;
    }
    if (query.cookieLength == 0) {
      query.cookieOffset = data;
      query.cookieLength = length;
    }
    return true;
  }

  /**
   * RFC 7871 §6: as many address bytes as the prefix needs, the bits behind it zero, and the scope
   * zero in a query. A client that wants no subnet passed on may leave the family out.
   */
  private static boolean readSubnet(MemorySegment message, long data, int length, Query query) {
    if (length < SUBNET_FIXED_BYTES) {
      return false;
    }
    int family = WireFormat.u16(message, data);
    int prefix = WireFormat.u8(message, data + 2);
    int scope = WireFormat.u8(message, data + 3);
    int longest =
        switch (family) {
          case FAMILY_NONE -> 0;
          case FAMILY_IPV4 -> 32;
          case FAMILY_IPV6 -> 128;
          default -> -1;
        };
    int addressBytes = (prefix + 7) / 8;
    if (prefix > longest || scope != 0 || length != SUBNET_FIXED_BYTES + addressBytes) {
      return false;
    }
    int restBits = addressBytes * 8 - prefix;
    if (restBits > 0) {
      int last = WireFormat.u8(message, data + length - 1);
      if ((last & ((1 << restBits) - 1)) != 0) {
        return false;
      }
    }
    if (query.subnetLength == 0) {
      query.subnetOffset = data;
      query.subnetLength = length;
    }
    return true;
  }
}
