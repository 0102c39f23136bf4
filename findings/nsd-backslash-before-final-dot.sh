#!/usr/bin/env bash
# NSD 4.6.1 takes a name whose last label ends in an escaped backslash for a relative one, although it ends in a dot, and makes the dot
# part of the label.
#
# In a\\. the first backslash takes the meaning from the second, and none is left for the dot (RFC 1035 §5.1): BIND 9.18.49 reads it so.
set -eu
. "$(dirname "$0")/finding.bash"
debian bind9-utils=1:9.18.49-1~deb12u3 bind9-libs=1:9.18.49-1~deb12u3 nsd=4.6.1-1

cat >zone <<'ZONE'
@ 60 in soa ns1.example.net. h.example.net. 1 7200 900 1209600 300
@ 60 in ns ns1.example.net.
m 60 in mx 1 a\\.
ZONE
same 'BIND' '1 a\\.' "$(named-compilezone -q -i none -k ignore -s full -o - example.com. zone | awk '$4 == "MX" {print $5, $6}')"
same 'NSD' '1 a\\\..example.com.' "$(nsd-checkzone -p example.com. zone | awk '$4 == "MX" {print $5, $6}')"
