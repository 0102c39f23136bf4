#!/usr/bin/env bash
# dnsjava 3.7.1: a relative name after $ORIGIN, or as the second argument of $INCLUDE, is taken as absolute.
#
# RFC 1035 §5.1 makes names without a final dot relative to the current origin, and BIND reads both directives so. dnsjava's
# Master puts these records below the root, outside the zone, and says nothing: whoever copies a zone with it loses them.
set -eu
. "$(dirname "$0")/finding.bash"
maven dnsjava:dnsjava:3.7.1 org.slf4j:slf4j-api:2.0.17

cat >zone <<'ZONE'
@ 3600 IN SOA ns1 hostmaster 1 7200 900 1209600 300
$ORIGIN sub
www 3600 IN A 192.0.2.1
$ORIGIN example.com.
$INCLUDE part elsewhere
ZONE
echo 'www 3600 IN A 192.0.2.2' >part
cat >Read.java <<'JAVA'
import org.xbill.DNS.*;

class Read {
  public static void main(String[] arguments) throws Exception {
    try (Master master = new Master("zone", Name.fromString("example.com."))) {
      for (org.xbill.DNS.Record record; (record = master.nextRecord()) != null; ) {
        System.out.println(record.getName() + " " + Type.string(record.getType()));
      }
    }
  }
}
JAVA
seen=$(java -cp 'jars/*' Read.java 2>/dev/null)
same 'owners in example.com.' 'example.com. SOA
www.sub. A
www.elsewhere. A' "$seen"
