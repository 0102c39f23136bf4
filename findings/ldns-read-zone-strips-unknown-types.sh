#!/usr/bin/env bash
# ldns-read-zone -s of ldns 1.8.3, which "strips DNSSEC data from the zone", strips records of types that have no name as well; so does -e of any type.
set -eu
. "$(dirname "$0")/finding.bash"
debian ldnsutils=1.8.3-1+b1 libldns3=1.8.3-1+b1 

cat >zone <<'ZONE'
$ORIGIN example.com.
@      60 IN SOA ns1.example.net. h.example.net. 1 7200 900 1209600 300
@      60 IN NS  ns1.example.net.
opaque 60 IN TYPE65280 \# 3 010203
text   60 IN TXT "a"
ZONE
types() {
  awk '{print $4}' | sort | paste -sd ' '
}
same 'ldns-read-zone' 'NS SOA TXT TYPE65280' "$(ldns-read-zone zone | types)"
same 'ldns-read-zone -s' 'NS SOA TXT' "$(ldns-read-zone -s zone | types)"
same 'ldns-read-zone -e A' 'NS SOA TXT' "$(ldns-read-zone -e A zone | types)"
