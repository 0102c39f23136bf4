package org.popdns.differential.wire;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.popdns.name.DomainName;

/** Messages that no resolver sends in the ordinary way, about one name that has addresses. */
public final class OddMessages {

  private static final HexFormat HEX = HexFormat.of();
  private static final String OPT = "00 0029 04d0 00000000 0000";

  private final DomainName name;
  private final String wire;
  private final List<Ask> asks = new ArrayList<>();

  private OddMessages(DomainName name) {
    this.name = name;
    this.wire = HEX.formatHex(name.toWire());
  }

  /** The messages. */
  public static List<Ask> about(DomainName name) {
    OddMessages messages = new OddMessages(name);
    messages.opcodes();
    messages.flags();
    messages.classesAndTypes();
    messages.counts();
    messages.names();
    messages.edns();
    return messages.asks;
  }

  private void opcodes() {
    for (int opcode : new int[] {1, 2, 3, 4, 5, 6, 7, 15}) {
      int flags = opcode << 11;
      add("opcode " + opcode, flags, "0001 0000 0000 0000", wire + "0001 0001");
      add(
          "opcode %d with OPT".formatted(opcode),
          flags,
          "0001 0000 0000 0001",
          wire + "0001 0001" + OPT);
      add(
          "opcode %d, AA and Z".formatted(opcode),
          flags | 0x0440,
          "0001 0000 0000 0000",
          wire + "0001 0001");
      add("opcode %d, header only".formatted(opcode), flags, "0000 0000 0000 0000", "");
    }
  }

  private void flags() {
    String[] names = {"QR", "AA", "TC", "RD", "RA", "Z", "AD", "CD"};
    int[] bits = {0x8000, 0x0400, 0x0200, 0x0100, 0x0080, 0x0040, 0x0020, 0x0010};
    for (int i = 0; i < bits.length; i++) {
      add("flag " + names[i], bits[i], "0001 0000 0000 0000", wire + "0001 0001");
      add(
          "flag %s with OPT".formatted(names[i]),
          bits[i],
          "0001 0000 0000 0001",
          wire + "0001 0001" + OPT);
    }
    add("rcode 5", 5, "0001 0000 0000 0000", wire + "0001 0001");
  }

  private void classesAndTypes() {
    for (int recordClass : new int[] {0, 2, 3, 4, 254, 255, 4711}) {
      add("class " + recordClass, 0, "0001 0000 0000 0000", wire + "0001" + hex16(recordClass));
    }
    for (int type : new int[] {0, 41, 46, 47, 48, 50, 128, 249, 250, 251, 252, 253, 254, 65535}) {
      add("type " + type, 0, "0001 0000 0000 0000", wire + hex16(type) + "0001");
      add(
          "type %d with OPT".formatted(type),
          0,
          "0001 0000 0000 0001",
          wire + hex16(type) + "0001" + OPT);
    }
    add("class CH, other name", 0, "0001 0000 0000 0000", wire + "0010 0003");
  }

  private void counts() {
    String question = wire + "0001 0001";
    String record = "c00c 0001 0001 00000000 0004 c0000201";
    add("no question", 0, "0000 0000 0000 0000", "");
    add("no question with OPT", 0, "0000 0000 0000 0001", OPT);
    add("two questions", 0, "0002 0000 0000 0000", question + question);
    add("two questions, one there", 0, "0002 0000 0000 0000", question);
    add("record in answer", 0, "0001 0001 0000 0000", question + record);
    add("record in authority", 0, "0001 0000 0001 0000", question + record);
    add("record in additional", 0, "0001 0000 0000 0001", question + record);
    add("record counted, not there", 0, "0001 0000 0000 0001", question);
    add("bytes after the end", 0, "0001 0000 0000 0000", question + "00ff");
  }

  private void names() {
    add("name outside", 0, "0001 0000 0000 0000", "07696e76616c6964 00 0001 0001");
    add("name outside with OPT", 0, "0001 0000 0000 0001", "07696e76616c6964 00 0001 0001" + OPT);
    add("the root", 0, "0001 0000 0000 0000", "00 0002 0001");
    add("name without end", 0, "0001 0000 0000 0000", "0361");
    add("question without class", 0, "0001 0000 0000 0000", wire + "0001");
    add("label of a reserved type", 0, "0001 0000 0000 0000", "4161 00 0001 0001");
    add("pointer to itself", 0, "0001 0000 0000 0000", "c00c 0001 0001");
    add("name of 256 bytes", 0, "0001 0000 0000 0000", "0164".repeat(128) + "00 0001 0001");
    add("header cut", 0, "0001 0000 0000", "");
  }

  private void edns() {
    edns("version 1", "00 0029 04d0 00010000 0000");
    edns("version 255, DO", "00 0029 04d0 00ff8000 0000");
    edns("version 1, unknown option", "00 0029 04d0 00010000 0005 fde8 0001 2a");
    edns("unknown flags", "00 0029 04d0 00007fff 0000");
    edns("extended rcode", "00 0029 04d0 ff000000 0000");
    edns("unknown option", "00 0029 04d0 00000000 0005 fde8 0001 2a");
    edns("unknown option, empty", "00 0029 04d0 00000000 0004 fde8 0000");
    edns("size 0", "00 0029 0000 00000000 0000");
    edns("size 511", "00 0029 01ff 00000000 0000");
    edns("size 65535", "00 0029 ffff 00000000 0000");
    edns("option longer than OPT", "00 0029 04d0 00000000 0004 fde8 0008");
    edns("option cut", "00 0029 04d0 00000000 0003 fde800");
    edns("owner not the root", "0161 00 0029 04d0 00000000 0000");
    add("two OPT", 0, "0001 0000 0000 0002", wire + "0001 0001" + OPT + OPT);
    add("OPT in answer", 0, "0001 0001 0000 0000", wire + "0001 0001" + OPT);
    add("OPT in authority", 0, "0001 0000 0001 0000", wire + "0001 0001" + OPT);
  }

  private void edns(String text, String opt) {
    add("EDNS " + text, 0, "0001 0000 0000 0001", wire + "0001 0001" + opt);
  }

  private static String hex16(int value) {
    return HEX.toHexDigits((short) value);
  }

  private void add(String text, int flags, String counts, String rest) {
    String hex = "0000" + hex16(flags) + counts + rest;
    asks.add(new Ask(text, name, 1, HEX.parseHex(hex.replace(" ", ""))));
  }
}
