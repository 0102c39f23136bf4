#!/usr/bin/env bash
# nsd-checkzone -p of NSD 4.6.1 prints the first text only of a record of type SPF; of TXT it prints all.
#
# RFC 7208 §3.1 still has the type with the format of TXT, RFC 1035 §3.3.14: one or more texts.
set -eu
. "$(dirname "$0")/finding.bash"
debian nsd=4.6.1-1

cat >zone <<'ZONE'
@ 60 in soa ns1.example.net. h.example.net. 1 7200 900 1209600 300
@ 60 in ns ns1.example.net.
t 60 in txt "v=spf1 " "-all"
s 60 in spf "v=spf1 " "-all"
ZONE
same 'NSD: SPF, then TXT' '"v=spf1 "
"v=spf1 " "-all"' "$(nsd-checkzone -p example.com. zone | awk '/TXT|SPF/' | sed 's/.*\(TXT\|SPF\)[[:space:]]*//')"
