#!/usr/bin/env bash
# A zone that BIND, Knot, PowerDNS, ldns, dig and Net::DNS print is the same zone to popdns; a signed one is one error.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
folder=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
  done
  rm -rf "$folder"
}
trap cleanup EXIT
bind_port=${BIND_PORT:-5391}
control_port=${CONTROL_PORT:-5392}
knot_port=${KNOT_PORT:-5393}

cat >"$folder/example" <<'ZONE'
$ORIGIN example.com.
$TTL 3600
@          SOA   ns1 host\.master 2026112801 7200 900 1209600 300
@          NS    ns1
@          NS    ns2.example.net.
@          MX    0 mail
@          CAA   128 issue "ca.example.net; a=\"b\""
@          TXT   "v=spf1 -all" "two words" "a;b\"c\\d\000\195\169"
ns1  600   A     192.0.2.53
ns1  600   AAAA  2001:db8::53
mail       A     192.0.2.25
www        CNAME www.example.net.
*.wild     A     192.0.2.99
\000odd\.x A     192.0.2.1
old        DNAME new
sub        NS    ns.sub
sub        DS    60485 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
ns.sub     A     192.0.2.54
_sip._tcp  SRV   10 20 5060 mail
sip        NAPTR 10 20 "u" "E2U+sip" "!^(.*)$!sip:\\1@example.com!i" .
svc        SVCB  1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.80 ipv6hint=2001:db8::80
web        HTTPS 1 www.example.net. alpn=h2
loc        LOC   52 22 23.000 N 4 53 32.000 E -2.00m 1m 10000m 10m
key        SSHFP 4 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
_25._tcp   TLSA  3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
pgp        OPENPGPKEY AAECAwQF
uri        URI   10 1 "https://www.example.net/"
info       HINFO "PC x" "Linux"
rp         RP    a.example.net. txt
eui        EUI48 00-00-5e-00-53-2a
opaque     TYPE65280 \# 3 010203
ZONE

# Makes a configuration of a master file on standard input: configured NAME.
configured() {
  mkdir -p "$folder/$1/zones"
  printf 'listen: "127.0.0.1:5394"\nzones: zones/\n' >"$folder/$1/popdns.yaml"
  cat >"$folder/$1/zones/example.com.zone"
}

# What popdns makes of the configuration of that name.
meaning() {
  "$root/popdns" zone export --config "$folder/$1/popdns.yaml" example.com 2>"$folder/$1/said"
}

configured original <"$folder/example"
meaning original | sort >"$folder/expected" || cat "$folder/original/said"
check 'popdns reads the original' test -s "$folder/expected"

# differs NAME: where what is on standard input is not the original zone, or what popdns says of it.
differs() {
  configured "$1"
  meaning "$1" | sort | diff "$folder/expected" - || head -20 "$folder/$1/said"
}

# same NAME: it is the original zone.
same() {
  check_equal "$1" '' "$(differs "$1")"
}

compile() {
  named-compilezone -q -j -k ignore -i none -m ignore -M ignore -n ignore -r ignore -S ignore -T ignore "$@" \
    example.com "$folder/example"
}

compile -s full -o "$folder/full" && same 'named-compilezone -s full' <"$folder/full"
compile -s relative -o "$folder/relative" && same 'named-compilezone -s relative' <"$folder/relative"
ldns-read-zone "$folder/example" | same 'ldns-read-zone'
ldns-read-zone -u TXT -u A "$folder/example" | same 'ldns-read-zone -u, types as TYPEnnn'
nsd-checkzone -p example.com "$folder/example" | grep -v '^; zone' | same 'nsd-checkzone -p'

mkdir "$folder/bind"
cat >"$folder/bind/named.conf" <<CONF
options {
  directory "$folder/bind"; pid-file none; session-keyfile none; managed-keys-directory "$folder/bind"; lock-file none;
  listen-on port $bind_port { 127.0.0.1; }; listen-on-v6 { none; }; allow-transfer { any; };
  recursion no; empty-zones-enable no; dnssec-validation no; notify no; dump-file "$folder/bind/dump";
};
key control { algorithm hmac-sha256; secret "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ="; };
controls { inet 127.0.0.1 port $control_port allow { 127.0.0.1; } keys { control; }; };
zone example.com { type primary; file "$folder/example"; check-names ignore; check-integrity no; };
CONF
cat >"$folder/bind/rndc.conf" <<CONF
key control { algorithm hmac-sha256; secret "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ="; };
options { default-server 127.0.0.1; default-key control; default-port $control_port; };
CONF
named -g -c "$folder/bind/named.conf" -n 1 >"$folder/bind/log" 2>&1 &
pids+=($!)

# serves PORT: a nameserver has the zone.
serves() {
  [ -n "$(dig +short +time=1 +tries=1 @127.0.0.1 -p "$1" example.com SOA)" ]
}
check 'named serves the zone' within 20 serves "$bind_port" || cat "$folder/bind/log"
dig -p "$bind_port" @127.0.0.1 example.com AXFR | same 'dig axfr'
dig +onesoa +multiline -p "$bind_port" @127.0.0.1 example.com AXFR | same 'dig +onesoa +multiline axfr'
dig +unknownformat -p "$bind_port" @127.0.0.1 example.com AXFR | same 'dig +unknownformat axfr'
kdig -p "$bind_port" @127.0.0.1 example.com AXFR | same 'kdig axfr'
drill -p "$bind_port" example.com AXFR @127.0.0.1 | same 'drill axfr'
rndc -c "$folder/bind/rndc.conf" dumpdb -zones _default >"$folder/bind/rndc.log" 2>&1
# It ends in this line.
dumped() {
  tail -n 1 "$folder/bind/dump" 2>/dev/null | grep -q '^; Dump complete'
}
check 'named has written its dump' within 20 dumped || cat "$folder/bind/rndc.log"
same 'rndc dumpdb -zones' <"$folder/bind/dump"
perl -CO -MNet::DNS -e '
  my $resolver = Net::DNS::Resolver->new(nameservers => ["127.0.0.1"], port => $ARGV[0]);
  print $_->string, "\n" for $resolver->axfr("example.com");' "$bind_port" | same 'Net::DNS, a transfer'
perl -CO -MNet::DNS -MNet::DNS::ZoneFile -e '
  print $_->string, "\n" for Net::DNS::ZoneFile->new($ARGV[0], "example.com")->read;' "$folder/example" | same 'Net::DNS, a file'

mkdir "$folder/knot"
cat >"$folder/knot/knot.conf" <<CONF
server:
  rundir: "$folder/knot"
  listen: 127.0.0.1@$knot_port
database:
  storage: "$folder/knot"
zone:
  - domain: example.com
    file: "$folder/example"
    zonefile-sync: -1
    journal-content: none
    semantic-checks: off
CONF
knotd -c "$folder/knot/knot.conf" >"$folder/knot/log" 2>&1 &
pids+=($!)
check 'knotd serves the zone' within 20 serves "$knot_port" || cat "$folder/knot/log"
knotc -c "$folder/knot/knot.conf" zone-read example.com | same 'knotc zone-read'
knotc -c "$folder/knot/knot.conf" -b zone-flush +outdir "$folder/knot/out" example.com >/dev/null 2>&1
[ -e "$folder/knot/out/example.com.zone" ] && same 'knotc zone-flush' <"$folder/knot/out/example.com.zone"

mkdir "$folder/pdns"
printf 'zone "example.com" { type master; file "%s"; };\n' "$folder/example" >"$folder/pdns/named.conf"
printf 'launch=bind\nbind-config=%s\n' "$folder/pdns/named.conf" >"$folder/pdns/pdns.conf"
pdnsutil --config-dir="$folder/pdns" list-zone example.com >"$folder/pdns/zone" 2>"$folder/pdns/log"
same 'pdnsutil list-zone' <"$folder/pdns/zone"

(
  cd "$folder" || exit
  key=$(ldns-keygen -a ECDSAP256SHA256 -r /dev/urandom example.com) &&
    ldns-signzone -f "$folder/signed.zone" "$folder/example" "$key"
) >"$folder/sign.log" 2>&1
configured signed <"$folder/signed.zone"
check_equal 'a signed zone is one error' 1 "$("$root/popdns" check --config "$folder/signed/popdns.yaml" 2>&1 | grep -c ': error: ')"
check_contains 'and it says what to do' 'CDS|ZONEMD)$/'\'' writes it so' \
  "$("$root/popdns" check --config "$folder/signed/popdns.yaml" 2>&1)"
unsign=$("$root/popdns" check --config "$folder/signed/popdns.yaml" 2>&1 | sed -n 's/.*its parent; \(ldns.*\) writes it so.*/\1/p')
check_equal 'what it says to do loses nothing' '' \
  "$(eval "${unsign/FILE/"$folder/signed.zone"}" | differs unsigned)"

report
