#!/usr/bin/env bash
# dnsjava 3.7.1: SVCB parameters that it knows by name only are written in a form that means something else.
#
# tls-supported-groups (key 9 of IANA's registry) is a list of numbers in text, such as 29,23. dnsjava, told its wire form, writes the name
# with the bytes of the wire as text behind it; RFC 9460 §2.1 has key9="\000\029\000\023" for a parameter whose text form one does not know.
set -eu
. "$(dirname "$0")/finding.bash"
maven dnsjava:dnsjava:3.7.1 org.slf4j:slf4j-api:2.0.17

cat >Read.java <<'JAVA'
import java.util.HexFormat;
import org.xbill.DNS.*;

class Read {
  public static void main(String[] arguments) throws Exception {
    byte[] rdata = HexFormat.of().parseHex("000100" + "00090004001d0017");
    System.out.println(org.xbill.DNS.Record.newRecord(Name.root, Type.SVCB, DClass.IN, 0, rdata).rdataToString());
  }
}
JAVA
seen=$(java -cp 'jars/*' Read.java 2>&1 | grep -v SLF4J)
same 'an SVCB record with parameter 9' '1 . tls-supported-groups=\000\029\000\023' "$seen"
