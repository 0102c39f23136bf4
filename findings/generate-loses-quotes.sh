#!/usr/bin/env bash
# BIND 9.18.49: in a $GENERATE line, quotes around the right side are lost before it is split into words.
#
# A TXT record of one string with a blank in it is written so as a record of two strings, without a word. The same text in a record of its
# own is one string (RFC 1035 §5.1). Within further quotes, as \", they stay.
set -eu
. "$(dirname "$0")/finding.bash"
debian bind9-utils=1:9.18.49-1~deb12u3 bind9-libs=1:9.18.49-1~deb12u3

cat >zone <<'ZONE'
$ORIGIN example.com.
@ 60 IN SOA ns1.example.net. h 1 7200 900 1209600 300
@ 60 IN NS ns1.example.net.
own 60 IN TXT "number 3"
$GENERATE 3-3 made$ 60 IN TXT "number $"
$GENERATE 3-3 written$ 60 IN TXT "\"number $\""
ZONE
named-checkzone -q -D -s full -o dump example.com. zone || true
same 'the TXT records' 'made3.example.com. 60 IN TXT "number" "3"
own.example.com. 60 IN TXT "number 3"
written3.example.com. 60 IN TXT "number 3"' "$(awk '$4 == "TXT"' dump | tr -s ' \t' ' ')"
