#!/usr/bin/env bash
# BIND 9.18.49, NSD 4.6.1, PowerDNS 4.7.3: a zone without $TTL has other TTLs in each of them.
#
# RFC 2308 §4: where there is no $TTL, a record without a TTL takes the last one stated (RFC 1035 §5.1). The SOA record states none here, and
# its minimum is 77. BIND gives 77 to it and to every record without a TTL, also to the one after a TTL of 60; NSD gives 3600 to all of them;
# PowerDNS gives 3600 until a TTL is stated, and then that one.
set -eu
. "$(dirname "$0")/finding.bash"
debian bind9-utils=1:9.18.49-1~deb12u3 bind9-libs=1:9.18.49-1~deb12u3 nsd=4.6.1-1 pdns-tools=4.7.3-2

cat >zone <<'ZONE'
example.com. IN SOA ns1.example.net. hostmaster.example.com. 1 7200 900 1209600 77
example.com. IN NS ns1.example.net.
a.example.com. 60 IN A 192.0.2.1
b.example.com. IN A 192.0.2.2
ZONE
named-compilezone -q -i none -o bind.out example.com. zone
same 'BIND: name, TTL, type' 'example.com. 77 SOA
example.com. 77 NS
a.example.com. 60 A
b.example.com. 77 A' "$(awk '{print $1, $2, $4}' bind.out)"
same 'NSD: TTL, type' '3600 SOA
3600 NS
60 A
3600 A' "$(nsd-checkzone -p example.com. zone | grep -oP '\t\d+\tIN\t\w+' | awk '{print $1, $3}')"
same 'PowerDNS: TTL, type' '3600 SOA
3600 NS
60 A
60 A' "$(zone2json --zone=zone --zone-name=example.com 2>/dev/null | grep -oP '"ttl": \d+, "type": "\w+"' | tr -d '":,' | awk '{print $2, $4}')"
