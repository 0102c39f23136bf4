#!/usr/bin/env bash
# BIND 9.18.49 and Knot 3.2.6: the directions of a LOC record must be capital letters; NSD 4.6.1 takes small ones.
#
# RFC 1876 §3 shows capitals; of master files RFC 1035 §5.1 and §2.3.3 say that case does not count, and all three take type and class in any case.
set -eu
. "$(dirname "$0")/finding.bash"
debian bind9-utils=1:9.18.49-1~deb12u3 bind9-libs=1:9.18.49-1~deb12u3 nsd=4.6.1-1 knot-dnssecutils=3.2.6-1 libknot13=3.2.6-1 libdnssec9=3.2.6-1 libzscanner4=3.2.6-1

verdicts() {
  local direction
  for direction in 'N E' 'n e'; do
    printf '@ 60 in soa ns1.example.net. h 1 7200 900 1209600 300\n@ 60 in ns ns1.example.net.\n@ 60 in loc 52 14 5 %s 0 8 50 %s 10m\n' \
      "${direction% *}" "${direction#* }" >zone
    if "$@" >out 2>&1; then printf '%s: read\n' "$direction"; else printf '%s: refused\n' "$direction"; fi
  done
}
same 'BIND' 'N E: read
n e: refused' "$(verdicts named-checkzone -q -i none example.com. zone)"
same 'NSD' 'N E: read
n e: read' "$(verdicts nsd-checkzone example.com. zone)"
same 'Knot' 'N E: read
n e: refused' "$(verdicts kzonecheck -o example.com. zone)"
