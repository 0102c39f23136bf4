#!/usr/bin/env bash
# dnsjava 3.7.1: a LOC record without minutes or seconds is refused.
#
# RFC 1876 §3 lets minutes and seconds be left out, and has such an example itself ("42 21 54 N" down to "42 N"); BIND, NSD, Knot and
# PowerDNS read them. dnsjava ends the whole zone there.
set -eu
. "$(dirname "$0")/finding.bash"
maven dnsjava:dnsjava:3.7.1 org.slf4j:slf4j-api:2.0.17

cat >Read.java <<'JAVA'
import org.xbill.DNS.*;

class Read {
  public static void main(String[] arguments) throws Exception {
    for (String text : new String[] {"52 14 5 N 0 8 50 E 10m", "42 21 N 71 6 W 10m", "52 N 13 E 20m"}) {
      try {
        System.out.println(org.xbill.DNS.Record.fromString(Name.root, Type.LOC, DClass.IN, 0, text, Name.root).rdataToString());
      } catch (TextParseException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
JAVA
seen=$(java -cp 'jars/*' Read.java 2>/dev/null)
same 'LOC with all three, without seconds, without minutes' '52 14 5 N 00 08 50 E 10m 1m 10000m 10m
<none>:1: Invalid LOC latitude seconds
<none>:1: Invalid LOC latitude minutes' "$seen"
