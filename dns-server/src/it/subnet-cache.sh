#!/usr/bin/env bash
# Behind a resolver that keeps answers by client subnet (RFC 7871), each client gets what popdns itself would give it,
# whatever was asked before: unbound with its subnet cache in front, 4,000 questions in random order.
# Uses UDP and TCP ports 5340 and 5341 and TCP port 8064 of 127.0.0.1.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
server=
resolver=

clean_up() {
  [ -z "$resolver" ] || kill "$resolver" 2>/dev/null
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null
  rm -rf "$scratch"
}
trap clean_up EXIT

cat >"$scratch/popdns.yaml" <<TEXT
listen: ["127.0.0.1:5340"]
admin: {http: "127.0.0.1:8064", socket: control.sock}
places: {prefixes: places.yaml}
zones:
  - {origin: example.com., file: example.com.yaml, ecs: true}
TEXT
cat >"$scratch/places.yaml" <<TEXT
203.0.112.0/20: {country: DE}
203.0.113.0/24: {country: US, subdivision: CA}
198.51.0.0/16: {country: JP}
"2001:db8::/32": {country: DE}
"2001:db8:1::/48": {country: US}
TEXT
# 10.1/16 within 10/8, which some servers answer with the wider scope; what no rule names; a type that only some have.
cat >"$scratch/example.com.yaml" <<TEXT
'': {type: NS, value: ns1.example.net.}
away: {type: NS, value: ns1.example.org.}
www:
  - type: A
    value: 192.0.2.1
    dynamic: &a
      pools:
        inner: {values: [{value: 192.0.2.2, status: up}]}
        outer: {values: [{value: 192.0.2.3, status: up}]}
        german: {values: [{value: 192.0.2.4, status: up}]}
        asian: {values: [{value: 192.0.2.5, status: up}, {value: 192.0.2.6, status: up}]}
        all: {values: [{value: 192.0.2.7, status: up}]}
      rules:
        - {subnets: [10.1.0.0/16, 192.168.7.0/24], pool: inner}
        - {subnets: [10.0.0.0/8, "2001:db8:1:8000::/49"], pool: outer}
        - {geos: [EU-DE], pool: german}
        - {geos: [AS], pool: asian}
        - {pool: all}
  - type: AAAA
    value: 2001:db8:f::1
    dynamic:
      pools:
        american: {values: [{value: "2001:db8:f::2", status: up}]}
        all: {values: [{value: "2001:db8:f::3", status: up}]}
      rules:
        - {geos: [NA-US-CA], pool: american}
        - {pool: all}
  - {type: TXT, value: the same for all}
'*.wild': {type: A, value: 192.0.2.1, dynamic: *a}
fixed.wild: {type: A, value: 192.0.2.8}
alias: {type: CNAME, value: www.example.com.}
plain: {type: A, value: 192.0.2.9}
TEXT
cat >"$scratch/unbound.conf" <<TEXT
server:
  interface: 127.0.0.1@5341
  directory: "$scratch"
  chroot: ""
  username: ""
  pidfile: "$scratch/unbound.pid"
  use-syslog: no
  logfile: "$scratch/unbound.log"
  num-threads: 1
  do-not-query-localhost: no
  module-config: "subnetcache iterator"
  send-client-subnet: 127.0.0.1
  client-subnet-always-forward: yes
  qname-minimisation: no
stub-zone:
  name: example.com
  stub-addr: 127.0.0.1@5340
remote-control:
  control-enable: no
TEXT
cat >"$scratch/ask.pl" <<'TEXT'
use strict;
use warnings;
use Net::DNS;
srand 7871;
my @names = (["www", "A"], ["www", "AAAA"], ["www", "TXT"], ["www", "MX"], ["a.wild", "A"], ["b.wild", "A"],
  ["fixed.wild", "A"], ["a.wild", "AAAA"], ["alias", "A"], ["alias", "AAAA"], ["plain", "A"], ["absent", "A"]);
my %server = map { $_ => Net::DNS::Resolver->new(nameservers => ["127.0.0.1"], port => $_, recurse => $_ == 5341,
  udp_timeout => 5, retry => 2) } 5340, 5341;

sub network {
  my $kind = int rand 8;
  return (1, 24, pack "C3", 10, int rand 3, int rand 256) if $kind < 2;
  return (1, 24, pack "C3", 203, 0, 108 + int rand 24) if $kind < 4;
  return (1, 24, pack "C3", 198, 50 + int rand 3, int rand 256) if $kind == 4;
  return (1, 24, pack "C3", 192, 168, 5 + int rand 5) if $kind == 5;
  return (2, 56, pack "n3C", 0x2001, 0xdb8, int rand 3, int rand 256) if $kind == 6;
  return (1, 24, pack "C3", 1 + int rand 223, int rand 256, int rand 256);
}

sub answer {
  my ($port, $name, $type, $family, $source, $octets) = @_;
  my $query = Net::DNS::Packet->new("$name.example.com", $type, "IN");
  $query->header->rd($port == 5341);
  $query->edns->size(1232);
  $query->edns->option(8 => {'OPTION-DATA' => pack 'nCCa*', $family, $source, 0, $octets});
  my $reply = $server{$port}->send($query) or return "none: " . $server{$port}->errorstring;
  return join " ", $reply->header->rcode, sort map { $_->type . "=" . $_->rdstring } $reply->answer;
}

my ($wrong, %seen) = (0);
for my $number (1 .. 4000) {
  my ($name, $type) = @{ $names[rand @names] };
  my @network = network();
  my $behind = answer(5341, $name, $type, @network);
  my $itself = answer(5340, $name, $type, @network);
  $seen{$itself}++;
  next if $behind eq $itself;
  printf "question %d: %s %s for %s/%d: %s behind the resolver, %s itself\n", $number, $name, $type,
    unpack("H*", $network[2]), $network[1], $behind, $itself if ++$wrong <= 5;
}
printf "%d wrong of 4000, %d different answers\n", $wrong, scalar keys %seen;
exit($wrong ? 1 : 0);
TEXT

queries() {
  curl -s -m 5 http://127.0.0.1:8064/metrics | awk '/^popdns_dns_requests_total\{/ {sum += $2} END {print sum + 0}'
}

"$root/popdns" --version >/dev/null # builds where needed
"$root/popdns" serve --config "$scratch/popdns.yaml" --state "$scratch/state" 2>"$scratch/log" &
server=$!
within 60 grep -q "ready:" "$scratch/log" || sed 's/^/    /' "$scratch/log"
unbound -d -c "$scratch/unbound.conf" &
resolver=$!
answers() {
  dig +short +time=1 +tries=1 @127.0.0.1 -p 5341 plain.example.com | grep -q '^192\.0\.2\.9$'
}
check "unbound answers from popdns" within 20 answers
before=$(queries)
perl "$scratch/ask.pl" >"$scratch/asked" 2>&1
outcome=$?
tail -n 10 "$scratch/asked" | sed "s/^/    /"
check_equal "each client gets what popdns itself gives it" 0 $outcome
asked=$(($(queries) - before - 4000))
check "the resolver asked $asked times: most came from its cache" test "$asked" -ge 100 -a "$asked" -le 3000
report
