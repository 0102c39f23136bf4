#!/usr/bin/env bash
# BIND 9.18.49, NSD 4.6.1: a $TTL in an included file goes on in the file that includes it; in dnsjava 3.7.1 it does not.
#
# RFC 1035 §5.1 keeps the origin of the parent file from changes within the included one; of $TTL, which is younger (RFC 2308 §4),
# nobody says so. The same two files are zones with different TTLs.
set -eu
. "$(dirname "$0")/finding.bash"
debian bind9-utils=1:9.18.49-1~deb12u3 bind9-libs=1:9.18.49-1~deb12u3 nsd=4.6.1-1
maven dnsjava:dnsjava:3.7.1 org.slf4j:slf4j-api:2.0.17

cat >zone <<'ZONE'
@ 3600 IN SOA ns1.example.net. hostmaster 1 7200 900 1209600 300
@ 3600 IN NS ns1.example.net.
$TTL 100
before A 192.0.2.1
$INCLUDE part
after A 192.0.2.2
ZONE
cat >part <<'ZONE'
$TTL 7
inside A 192.0.2.3
ZONE

named-compilezone -q -i none -o bind.out example.com. zone
same 'TTL of after.example.com. in BIND' 7 "$(awk '$1 == "after.example.com." {print $2}' bind.out)"
same 'in NSD' 7 "$(nsd-checkzone -p example.com. zone | awk '$1 == "after" {print $2}')"

cat >Read.java <<'JAVA'
import org.xbill.DNS.*;

class Read {
  public static void main(String[] arguments) throws Exception {
    try (Master master = new Master("zone", Name.fromString("example.com."))) {
      for (org.xbill.DNS.Record record; (record = master.nextRecord()) != null; ) {
        System.out.println(record.getName() + " " + record.getTTL());
      }
    }
  }
}
JAVA
same 'in dnsjava' 100 "$(java -cp 'jars/*' Read.java 2>/dev/null | awk '$1 == "after.example.com." {print $2}')"
