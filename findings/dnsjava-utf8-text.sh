#!/usr/bin/env bash
# dnsjava 3.7.1: text beyond ASCII in a master file is encoded twice.
#
# A TXT record of "café" in UTF-8 is six bytes in the file, and NSD, Knot and BIND serve these: length, c a f 195 169. dnsjava's
# Master takes each byte of the file for a character and writes each character as UTF-8: c a f 195 131 194 169.
set -eu
. "$(dirname "$0")/finding.bash"
maven dnsjava:dnsjava:3.7.1 org.slf4j:slf4j-api:2.0.17

printf 'note.example.com. 3600 IN TXT "caf\303\251"\n' >zone
cat >Read.java <<'JAVA'
import org.xbill.DNS.*;

class Read {
  public static void main(String[] arguments) throws Exception {
    try (Master master = new Master("zone", Name.fromString("example.com."))) {
      System.out.println(master.nextRecord().rdataToString());
    }
  }
}
JAVA
seen=$(java -cp 'jars/*' Read.java 2>/dev/null)
same 'TXT of the bytes c a f 195 169' 'caf\195\131\194\169' "$seen"
