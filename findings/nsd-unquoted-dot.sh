#!/usr/bin/env bash
# NSD 4.6.1: a character-string without quotes may not have a dot in it, unless the type is one that takes any number of strings.
#
# RFC 1035 §5.1: a character-string is "a contiguous set of characters without interior spaces", or one in quotes. HINFO and NAPTR
# fields with a dot are refused without quotes, and read with them; TXT is read. BIND reads all of them.
set -eu
. "$(dirname "$0")/finding.bash"
debian bind9-utils=1:9.18.49-1~deb12u3 bind9-libs=1:9.18.49-1~deb12u3 nsd=4.6.1-1

verdicts() {
  local record
  for record in 'HINFO armv8.2 linux' 'HINFO "armv8.2" linux' 'NAPTR 1 1 s v1.2 "" a.example.' 'NAPTR 1 1 s "v1.2" "" a.example.' 'TXT v1.2'; do
    printf '@ 60 IN SOA ns1.example.net. h 1 7200 900 1209600 300\n@ 60 IN NS ns1.example.net.\nx 60 %s\n' "$record" >zone
    if "$@" >out 2>&1; then printf '%s: read\n' "$record"; else printf '%s: refused\n' "$record"; fi
  done
}
same 'NSD' 'HINFO armv8.2 linux: refused
HINFO "armv8.2" linux: read
NAPTR 1 1 s v1.2 "" a.example.: refused
NAPTR 1 1 s "v1.2" "" a.example.: read
TXT v1.2: read' "$(verdicts nsd-checkzone example.com. zone)"
same 'BIND' 'HINFO armv8.2 linux: read
HINFO "armv8.2" linux: read
NAPTR 1 1 s v1.2 "" a.example.: read
NAPTR 1 1 s "v1.2" "" a.example.: read
TXT v1.2: read' "$(verdicts named-checkzone -q -i none -k ignore example.com. zone)"
