#!/usr/bin/env bash
# Records of every type, written by popdns, are read by BIND, NSD and Knot; what BIND writes of them popdns reads, and both
# mean the same records.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
examples=$root/dns-wire/src/test/resources/record-examples.txt

# What popdns makes of the zone file in folder $1.
export_of() {
  "$root/popdns" zone export --config "$1/popdns.yaml" example.com
}

# zone_folder NAME: a configuration with one zone, read from standard input.
zone_folder() {
  mkdir -p "$folder/$1/zones"
  printf 'listen: "127.0.0.1:5385"\nzones: zones/\n' >"$folder/$1/popdns.yaml"
  cat >"$folder/$1/zones/example.com.zone"
}

compile() {
  named-compilezone -q -j -i none -k ignore -m ignore -M ignore -n ignore -r ignore -S ignore -T ignore -s full -o "$2" example.com "$1"
}

# Those of messages and signatures are in no zone of popdns's. BIND refuses MD, MF, SIG and NXT however they are written, and IPSECKEY without
# a key; Knot DS of algorithms that do not sign zones; NSD CAA tags that are not in lower case.
records() {
  awk '/^#/ { next }
    $1 ~ /^(SOA|RRSIG|NSEC|NSEC3|NSEC3PARAM|OPT|NXNAME|TKEY|TSIG|IXFR|AXFR|MAILB|MAILA|ANY)$/ { next }
    $1 ~ /^(MD|MF|SIG|NXT)$/ || /^IPSECKEY 0 0 0/ || /^DS 1 1 255/ || /ISSUEwild/ { next }
    { printf "r%03d.x %s\n", NR, $0 }' "$examples"
}

{
  cat <<'ZONE'
$ORIGIN example.com.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
ns1 A 192.0.2.53
ZONE
  records
} | zone_folder written

check 'popdns reads every example' export_of "$folder/written"
export_of "$folder/written" >"$folder/export.zone" 2>/dev/null
check 'BIND reads what popdns writes' compile "$folder/export.zone" "$folder/bind-of-export"
check 'NSD reads what popdns writes' nsd-checkzone example.com "$folder/export.zone"
check 'Knot reads what popdns writes' kzonecheck -o example.com "$folder/export.zone"

# What BIND 9.18 itself does not read: new parameters of SVCB by their names, the names of RFC 7218, CLA, IPN, and LOC in lower case.
grep -v 'ohttp\|tls-supported\|docpath\|DANE-EE\| CLA \| IPN \| LOC .* s ' "$folder/written/zones/example.com.zone" >"$folder/for-bind.zone"
check 'BIND reads the examples' compile "$folder/for-bind.zone" "$folder/bind-of-examples"
check_equal 'BIND and popdns mean the same by them' '' "$(grep -vxFf "$folder/bind-of-export" "$folder/bind-of-examples")"

zone_folder back <"$folder/bind-of-export"
check_equal 'popdns reads what BIND writes' "$(tr -s ' ' <"$folder/export.zone")" "$(export_of "$folder/back" 2>&1 | tr -s ' ')"

report
