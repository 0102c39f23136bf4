#!/usr/bin/env bash
# Knot 3.2.6: the groups of a NID record must have four digits each; BIND 9.18.49 and NSD 4.6.1 take shorter ones.
#
# RFC 6742 §2.1.2: four groups of hexadecimal digits between colons, of which leading zeros may be left out.
set -eu
. "$(dirname "$0")/finding.bash"
debian bind9-utils=1:9.18.49-1~deb12u3 bind9-libs=1:9.18.49-1~deb12u3 nsd=4.6.1-1 knot-dnssecutils=3.2.6-1 libknot13=3.2.6-1 libdnssec9=3.2.6-1 libzscanner4=3.2.6-1

verdicts() {
  local value
  for value in 0014:4fff:ff20:ee64 14:4fff:ff20:ee64; do
    printf '@ 60 IN SOA ns1.example.net. h 1 7200 900 1209600 300\n@ 60 IN NS ns1.example.net.\n@ 60 IN NID 10 %s\n' "$value" >zone
    if "$@" >out 2>&1; then printf '%s: read\n' "$value"; else printf '%s: refused\n' "$value"; fi
  done
}
both='0014:4fff:ff20:ee64: read
14:4fff:ff20:ee64: read'
same 'BIND' "$both" "$(verdicts named-checkzone -q -i none example.com. zone)"
same 'NSD' "$both" "$(verdicts nsd-checkzone example.com. zone)"
same 'Knot' '0014:4fff:ff20:ee64: read
14:4fff:ff20:ee64: refused' "$(verdicts kzonecheck -o example.com. zone)"
