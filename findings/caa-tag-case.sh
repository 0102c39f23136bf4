#!/usr/bin/env bash
# NSD 4.6.1 and dnsjava 3.7.1 refuse a CAA record whose tag has an upper-case letter; BIND 9.18.49 and Knot 3.2.6 read it.
#
# RFC 8659 §4.1: a tag is of US-ASCII letters and digits, and tags are matched without regard to case.
set -eu
. "$(dirname "$0")/finding.bash"
debian bind9-utils=1:9.18.49-1~deb12u3 bind9-libs=1:9.18.49-1~deb12u3 nsd=4.6.1-1 knot-dnssecutils=3.2.6-1 libknot13=3.2.6-1 libdnssec9=3.2.6-1 libzscanner4=3.2.6-1
maven dnsjava:dnsjava:3.7.1 org.slf4j:slf4j-api:2.0.17

printf '@ 60 IN SOA ns1.example.net. h 1 7200 900 1209600 300\n@ 60 IN NS ns1.example.net.\n@ 60 CAA 0 ISSUE "ca.example.net"\n' >zone
verdict() { if "$@" >out 2>&1; then echo read; else echo refused; fi; }
cat >Read.java <<'JAVA'
import org.xbill.DNS.*;

class Read {
  public static void main(String[] arguments) throws Exception {
    org.xbill.DNS.Record.fromString(Name.root, Type.CAA, DClass.IN, 0, "0 ISSUE \"ca.example.net\"", Name.root);
  }
}
JAVA
same 'BIND' read "$(verdict named-checkzone -q -i none example.com. zone)"
same 'Knot' read "$(verdict kzonecheck -o example.com. zone)"
same 'NSD' refused "$(verdict nsd-checkzone example.com. zone)"
same 'dnsjava' refused "$(verdict java -cp 'jars/*' Read.java)"
